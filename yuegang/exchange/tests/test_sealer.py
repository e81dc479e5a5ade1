"""The sealer gives places in the log, in order, all or nothing."""

import io
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from yuegang.base import clock
from yuegang.base.files.actions import content_of, store_bytes
from yuegang.engine.protocol.canonical import parse_strict
from yuegang.engine.protocol.entry import body_info, time_of
from yuegang.engine.protocol.errors import CanonicalError
from yuegang.engine.protocol.header import read_header
from yuegang.exchange import blobs, sealer, segments
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.bodies import unpack
from yuegang.exchange.errors import NotSendable
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, LogState, OutboxEntry
from yuegang.exchange.provisioning import revoke_key
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer

pytestmark = pytest.mark.django_db


def outgoing(number: int = 1, to_unit: str = PEER_UNIT) -> Outgoing:
    """Return a small message."""
    return Outgoing(
        kind="acknowledgement",
        item_id=uuid4(),
        item_ver=1,
        from_unit=OUR_UNIT,
        to_unit=to_unit,
        body={"outcome": "accepted", "number": number},
        marking="AMBER",
    )


def picture() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def queue(count: int) -> list[OutboxEntry]:
    """Enqueue some messages, each in its own transaction."""
    rows = []
    for number in range(count):
        with transaction.atomic():
            rows.append(enqueue(outgoing(number)))
    return rows


def test_it_seals_in_the_order_of_the_rows_and_the_peer_accepts_all(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    rows = queue(7)
    assert sealer.seal_channel(channel, keystore, limit=3) == 3
    assert sealer.seal_channel(channel, keystore, limit=100) == 4
    verdict = peer.read(segments.segment_for(channel, after=0, limit=100))
    assert verdict.stop is None
    assert [str(one.header and one.header.item_id) for one in verdict.entries] == [str(row.item_id) for row in rows]


def test_only_the_receiving_unit_opens_the_body(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    [received] = peer.read(segments.segment_for(channel, after=0, limit=9)).entries
    assert received.header is not None
    assert received.entry.body is not None
    opened = peer.openers[received.header.enc_key].open(received.entry.body, body_info(received.header))
    assert unpack(opened).fields == {"outcome": "accepted", "number": 0}


def test_a_crash_in_the_middle_of_a_batch_leaves_nothing_sealed(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    queue(3)
    with patch("yuegang.exchange.sealer._move", side_effect=OSError), pytest.raises(OSError):
        sealer.seal_channel(channel, keystore)
    assert OutboxEntry.objects.filter(seq=None).count() == 3
    assert LogState.objects.get(channel=channel).size == 0
    assert sealer.seal_channel(channel, keystore) == 3
    assert peer.read(segments.segment_for(channel, after=0, limit=9)).stop is None


def test_it_signs_a_head_for_an_empty_log(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    assert sealer.seal_channel(channel, keystore) == 0
    verdict = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert (verdict.stop, verdict.entries) == (None, ())
    assert verdict.head is not None and verdict.head.size == 0


def test_a_page_of_the_log_is_the_same_each_time(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(5)
    sealer.seal_channel(channel, keystore)
    first = segments.segment_for(channel, after=2, limit=2)
    assert first == segments.segment_for(channel, after=2, limit=2)
    verdict = peer.read(first)
    assert verdict.stop is not None and verdict.stop.rule == "batch.gap"


def test_the_same_version_of_an_item_is_sent_once(peer: Peer, channel: Channel) -> None:
    message = outgoing()
    with transaction.atomic():
        enqueue(message)
    with pytest.raises(IntegrityError, match="outbox_item"), transaction.atomic():
        enqueue(message)


def test_a_unit_without_a_key_cannot_be_written_to(peer: Peer) -> None:
    with pytest.raises(NotSendable, match=r"outbox\.unit_key"), transaction.atomic():
        enqueue(outgoing(to_unit="HK-CED/NONE"))


def test_a_unit_of_this_node_is_not_reached_through_the_log(peer: Peer) -> None:
    with pytest.raises(NotSendable, match=r"outbox\.own_node"), transaction.atomic():
        enqueue(outgoing(to_unit=OUR_UNIT))


def test_a_revoked_unit_key_is_no_longer_sealed_to(peer: Peer) -> None:
    revoke_key(peer.keys[2].key_id, "lost")
    with pytest.raises(NotSendable, match=r"outbox\.unit_key"), transaction.atomic():
        enqueue(outgoing())


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ({"header": b"{}"}, r"outbox\.sealed"),
        ({"seq": 9}, r"outbox\.sealed"),
        ({"body": b"other"}, r"outbox\.sealed"),
        ({"kind": "lead"}, r"outbox\.content"),
    ],
)
def test_a_sealed_row_cannot_be_rewritten(
    peer: Peer, channel: Channel, keystore: Keystore, change: dict[str, object], guard: str
) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        OutboxEntry.objects.update(**change)


def test_the_body_of_a_sealed_row_can_be_erased_and_the_log_still_verifies(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    OutboxEntry.objects.filter(seq=1).update(body=None)
    verdict = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert verdict.stop is None
    assert [one.entry.body is None for one in verdict.entries] == [True, False]


def test_no_row_of_the_outbox_can_be_deleted(peer: Peer) -> None:
    queue(1)
    with pytest.raises(IntegrityError, match=r"outbox\.delete"), transaction.atomic():
        OutboxEntry.objects.all().delete()


def test_both_nodes_keep_the_very_same_moment_of_a_change(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    (row,) = queue(1)
    sealer.seal_channel(channel, keystore)
    row.refresh_from_db()
    header = parse_strict(bytes(row.header or b""))
    assert isinstance(header, dict)
    assert time_of(read_header(header).ts) == row.created_at


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"kind": "Not a kind"}, "entry.field at kind"),
        ({"from_unit": "no unit"}, "entry.field at from_unit"),
        ({"item_id": "x"}, "entry.field at item_id"),
        ({"ref": "x"}, "entry.field at ref"),
        ({"obligation": {"target": "t"}}, "entry.field at obligation"),
        ({"body": {"text": "x" * 1_048_576}}, "outbox.size"),
    ],
)
def test_what_the_sealer_could_not_seal_is_refused_at_once(peer: Peer, changes: dict[str, object], rule: str) -> None:
    with pytest.raises((NotSendable, CanonicalError)) as refused, transaction.atomic():
        enqueue(replace(outgoing(), **changes))  # type: ignore[arg-type]  # a table of tests
    assert str(refused.value).startswith(rule)


def test_a_message_needs_a_transaction_and_a_channel(
    peer: Peer, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as outside:
        outside.setattr("yuegang.exchange.actions.connection", SimpleNamespace(in_atomic_block=False))
        with pytest.raises(NotSendable, match=r"outbox\.transaction"):
            enqueue(outgoing())
    Channel.objects.update(peer="mo-customs")
    with pytest.raises(NotSendable, match=r"outbox\.channel"), transaction.atomic():
        enqueue(outgoing())


def test_a_file_leaves_encrypted_and_the_body_holds_its_key(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    stored = store_bytes(picture(), "box.png")
    with transaction.atomic():
        row = enqueue(replace(outgoing(), files=[("box.png", "image/png", stored)]))
    [file] = unpack(peer.open_row(row)).files
    sealed = blobs.path_of(file.digest).read_bytes()
    assert row.blobs == [{"digest": file.digest, "size": len(sealed)}]
    assert blobs.decrypt(sealed, bytes.fromhex(file.key)) == content_of(stored)
    with pytest.raises(NotSendable, match=r"outbox\.files"), transaction.atomic():
        enqueue(replace(outgoing(), files=[("box.png", "image/png", stored)] * 65))


def test_a_head_is_signed_again_before_the_promised_time(
    peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer.seal_channel(channel, keystore)
    first = LogState.objects.get(channel=channel).head_at
    assert first is not None
    sealer.seal_channel(channel, keystore)
    assert LogState.objects.get(channel=channel).head_at == first
    monkeypatch.setattr(clock, "now", lambda: first + sealer.HEARTBEAT - sealer.MARGIN)
    sealer.seal_channel(channel, keystore)
    assert LogState.objects.get(channel=channel).head_at == first + sealer.HEARTBEAT - sealer.MARGIN


def test_a_halted_channel_is_not_sealed(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(1)
    Channel.objects.update(halted_reason="head.fork")
    assert sealer.seal_all(keystore) == 0
    assert OutboxEntry.objects.filter(seq=None).count() == 1
