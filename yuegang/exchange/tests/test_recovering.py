"""A node restored from an old backup takes its own entries back before it signs anything new."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.exchange import marks, receiving, recovering, sealer, segments
from yuegang.exchange.actions import enqueue
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, LogState, OutboxEntry
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_receipts import acknowledge
from yuegang.exchange.tests.test_sealer import outgoing, queue

pytestmark = pytest.mark.django_db


class Copy:
    """Stands where the peer's listener stands: gives back what it received of our log."""

    def __init__(self, segment: bytes = b"") -> None:
        self.segment = segment

    def received(self, *, after: int, limit: int) -> bytes:
        """Give the entries after a place, two at a time."""
        if not self.segment:
            return b""
        entries, head = read_segment(self.segment)
        return write_segment(entries[after : after + 2], head)


def grown(channel: Channel, keystore: Keystore, before: int, after: int) -> tuple[bytes, str]:
    """Let the log grow, the peer read it, and the database go back; return the peer's copy and the mark it left."""
    queue(before)
    queued = queue(1)
    place = transaction.savepoint()
    sealer.seal_channel(channel, keystore)
    queue(after)
    sealer.seal_channel(channel, keystore)
    segment = segments.segment_for(channel, after=0, limit=100)
    transaction.savepoint_rollback(place)
    assert OutboxEntry.objects.filter(pk=queued[0].pk, seq=None).exists()
    return segment, str(before + 1 + after)


def confirm(channel: Channel, keystore: Keystore, copy: object) -> int:
    """Ask a copy what it has."""
    client: Any = copy
    return recovering.confirm(channel, keystore, client)


@pytest.mark.parametrize(("before", "after"), [(0, 1), (0, 6), (1, 1), (4, 3), (2, 0)])
def test_whatever_the_age_of_the_backup_the_log_goes_on_where_the_peer_has_it(
    peer: Peer, channel: Channel, keystore: Keystore, before: int, after: int
) -> None:
    segment, _size = grown(channel, keystore, before, after)
    read = peer.read(segment)
    assert confirm(channel, keystore, Copy(segment)) == before + 1 + after
    assert segments.segment_for(channel, after=0, limit=100) == segment
    queue(2)
    assert sealer.seal_channel(channel, keystore) == 2
    rest = segments.segment_for(channel, after=read.cursor.seq, limit=100)
    verdict = peer.read(rest, read.cursor, read.frontier)
    assert (verdict.stop, verdict.cursor.seq) == (None, before + after + 3)


def test_nothing_is_signed_while_the_log_may_be_short(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    segment, size = grown(channel, keystore, 1, 2)
    marks.mark(keystore.folder, channel.peer, int(size))
    assert sealer.seal_channel(channel, keystore) == 0
    assert not LogState.objects.filter(size__gt=0).exists()
    assert confirm(channel, keystore, Copy(segment)) == 4
    queue(1)
    assert sealer.seal_channel(channel, keystore) == 1


def test_after_a_restore_every_log_waits_for_its_reader(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(1)
    marks.forget(keystore.folder)
    assert sealer.seal_channel(channel, keystore) == 0
    assert confirm(channel, keystore, Copy()) == 0
    assert sealer.seal_channel(channel, keystore) == 1


def test_a_head_beyond_the_entries_anyone_has_stops_the_signing(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    segment, _size = grown(channel, keystore, 1, 3)
    entries, head = read_segment(segment)
    marks.forget(keystore.folder)
    with pytest.raises(PeerFault, match=r"log\.head_ahead at 5"):
        confirm(channel, keystore, Copy(write_segment(entries[:3], head)))
    assert LogState.objects.get().size == 3
    assert sealer.seal_channel(channel, keystore) == 0


def _other_item(entries: list[Any]) -> list[Any]:
    return [entries[0], *entries[2:]]


def _forged(entries: list[Any]) -> list[Any]:
    return [type(entries[0])(entries[0].header_bytes, bytes(64), entries[0].body), *entries[1:]]


@pytest.mark.parametrize(("damage", "rule"), [(_other_item, "batch.gap"), (_forged, "entry.signature")])
def test_only_what_this_node_signed_comes_back(
    peer: Peer, channel: Channel, keystore: Keystore, damage: Callable[[list[Any]], list[Any]], rule: str
) -> None:
    entries, head = read_segment(grown(channel, keystore, 1, 1)[0])
    with pytest.raises(PeerFault, match=rule.replace(".", r"\.")):
        confirm(channel, keystore, Copy(write_segment(damage(entries), head)))
    assert not OutboxEntry.objects.exclude(seq=None).exists()


def test_an_item_written_anew_before_its_old_entry_came_back_stops_the_signing(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    place = transaction.savepoint()
    [row] = queue(1)
    sealer.seal_channel(channel, keystore)
    segment = segments.segment_for(channel, after=0, limit=100)
    transaction.savepoint_rollback(place)
    with transaction.atomic():
        enqueue(replace(outgoing(), item_id=row.item_id))
    with pytest.raises(PeerFault, match=r"log\.item_twice"):
        confirm(channel, keystore, Copy(segment))
    assert not OutboxEntry.objects.exclude(seq=None).exists()


def test_a_receipt_beyond_our_log_accuses_nobody(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    read = peer.read(grown(channel, keystore, 1, 1)[0])
    assert read.head is not None
    acknowledge(peer, read.cursor.last, 3, read.head.root)
    with pytest.raises(PeerFault, match=r"log\.behind at 3"):
        receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    channel.refresh_from_db()
    assert (channel.halted_reason, channel.cursor) == ("", 0)


def test_the_listener_gives_back_what_came_byte_for_byte(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    assert segments.received_from(channel, after=0, limit=10) is None
    peer.append(peer.header(b"{}", kind="receipt", item_id=str(uuid4())), b"{}")
    segment = peer.segment()
    receiving.receive(channel.pk, read_segment(segment), keystore)
    assert segments.received_from(channel, after=0, limit=10) == segment


def test_without_a_line_two_persons_agree_where_the_log_ends(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    marks.forget(keystore.folder)
    queue(1)
    for peer_code, size in ((channel.peer, "3"), ("mo-customs", "2")):
        with pytest.raises(CommandError):
            call_command("confirm_log", peer_code, size)
    assert sealer.seal_channel(channel, keystore) == 0
    call_command("confirm_log", channel.peer, "2")
    assert sealer.seal_channel(channel, keystore) == 1
