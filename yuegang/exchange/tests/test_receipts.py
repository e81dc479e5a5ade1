"""Receipts say what the other node has; a receipt of something we never sent halts the channel."""

from uuid import uuid4

import pytest

from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import receiving, sealer, segments
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict, OutboxEntry, Receipt
from yuegang.exchange.tests.peer import OURS, Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db


def acknowledge(peer: Peer, last: str, until: int, root: str) -> None:
    """Let the peer append a receipt for our log."""
    body = receipts.build_receipt(
        receipts.Receipt(
            log=(OURS, peer.node),
            first=1,
            until=until,
            last=last,
            head_size=until,
            head_root=root,
            rejected=(receipts.Rejection(until, "lead.unknown"),),
        )
    )
    peer.append(peer.header(body, kind="receipt", item_id=str(uuid4())), body)


def test_a_receipt_tells_how_far_the_peer_is(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(3)
    sealer.seal_channel(channel, keystore)
    verdict = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert verdict.head is not None
    acknowledge(peer, verdict.cursor.last, 3, verdict.head.root)
    assert receiving.receive(channel.pk, read_segment(peer.segment()), keystore).rule == ""
    channel.refresh_from_db()
    assert channel.peer_has == 3
    assert Receipt.objects.get(ours=False).rejected == [{"seq": 3, "rule": "lead.unknown"}]
    assert not OutboxEntry.objects.filter(kind="receipt").exists()


def test_a_receipt_for_an_entry_never_sent_halts_the_channel(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    acknowledge(peer, "sha256:" + "7" * 64, 1, "sha256:" + "8" * 64)
    assert receiving.receive(channel.pk, read_segment(peer.segment()), keystore).rule == "receipt.last"
    channel.refresh_from_db()
    assert (channel.halted_reason, channel.cursor, Conflict.objects.count()) == ("receipt.last", 0, 1)


def test_both_sides_signed_what_the_other_has(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.append(peer.header(b"{}", kind="receipt", item_id=str(uuid4())), b"{}")
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    assert list(channel.inbox.values_list("state", "rule")) == [("rejected", "receipt.field")]
