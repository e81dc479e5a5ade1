"""What arrives takes effect exactly once, in order; what is wrong is named and kept."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from yuegang.base import clock
from yuegang.engine.protocol.entry import NO_DIGEST, Obligation, sign_entry, to_bytes
from yuegang.engine.protocol.fields import stamp, time_of
from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.exchange import receiving
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.handlers import Received, handler_of
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict, InboxEntry, OutboxEntry, Receipt, Target
from yuegang.exchange.receiving import Outcome
from yuegang.exchange.tests.notes import NOTE, effects
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


def receive(channel: Channel, segment: bytes, keystore: Keystore) -> Outcome:
    """Take a segment as the pull loop does."""
    return receiving.receive(channel.pk, read_segment(segment), keystore)


def states(channel: Channel) -> list[tuple[int, str, str]]:
    """Return what became of each entry."""
    return list(InboxEntry.objects.filter(channel=channel).order_by("seq").values_list("seq", "state", "rule"))


def test_a_batch_takes_effect_and_moves_the_cursor(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    for number in range(3):
        peer.send("note", {"text": "good", "number": number})
    assert receive(channel, peer.segment(), keystore) == Outcome(3, 3, "")
    channel.refresh_from_db()
    assert (channel.cursor, channel.last, effects()) == (3, peer.last, 3)


def test_the_same_segment_again_changes_nothing(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "good"})
    segment = peer.segment()
    receive(channel, segment, keystore)
    assert receive(channel, segment, keystore).taken == 0
    assert (effects(), InboxEntry.objects.count(), Receipt.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("refuse", "note.refused"), ("crash", "handler.failed"), ("sql", "handler.failed")],
)
def test_a_poison_entry_rolls_back_only_itself(
    peer: Peer, channel: Channel, keystore: Keystore, text: str, rule: str
) -> None:
    for words in ("good", text, "good"):
        peer.send("note", {"text": words})
    assert receive(channel, peer.segment(), keystore).taken == 3
    assert states(channel) == [(1, "applied", ""), (2, "rejected", rule), (3, "applied", "")]
    assert effects() == 2
    assert Receipt.objects.get(ours=True).rejected == [{"seq": 2, "rule": rule}]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"fields": {"text": "a", "other": "b"}}, "accept.unknown"),
        ({"fields": {}}, "accept.required"),
        ({"kind": "unheard-of"}, "kind.unknown"),
        ({"from_unit": "HK-CED/NONE"}, "entry.from_unit"),
        ({"to_unit": "CUS-53/NONE"}, "entry.to_unit"),
        ({"enc_key": "nobody"}, "keystore.no_key"),
    ],
)
def test_an_unacceptable_entry_is_refused_by_name(
    peer: Peer, channel: Channel, keystore: Keystore, changes: dict[str, object], rule: str
) -> None:
    message = {"kind": "note", "fields": {"text": "a"}, **changes}
    peer.send(**message)  # type: ignore[arg-type]  # a plain table of tests
    receive(channel, peer.segment(), keystore)
    assert states(channel) == [(1, "rejected", rule)]
    assert effects() == 0


def test_a_body_moved_to_another_item_does_not_open(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    header = peer.send("note", {"text": "a"})
    body = peer.log[0].body
    assert body is not None
    moved = peer.header(body, kind="note", item_id=str(uuid4()), enc_key=header.enc_key)
    peer.append(moved, body)
    receive(channel, peer.segment(), keystore)
    assert states(channel) == [(1, "applied", ""), (2, "rejected", "suite.open")]


def test_a_version_of_an_item_is_taken_once(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    item = str(uuid4())
    peer.send("note", {"text": "first"}, item_id=item)
    peer.send("note", {"text": "second"}, item_id=item)
    receive(channel, peer.segment(), keystore)
    assert states(channel) == [(1, "applied", ""), (2, "rejected", "item.repeated")]


def test_a_gap_is_named_and_nothing_behind_it_is_taken(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    for _number in range(3):
        peer.send("note", {"text": "a"})
    assert receive(channel, peer.segment(after=1), keystore) == Outcome(0, 3, "batch.gap")
    channel.refresh_from_db()
    assert (channel.cursor, channel.gaps, channel.halted_reason) == (0, 1, "")
    assert receive(channel, peer.segment(), keystore).taken == 3


def test_entries_before_a_false_signature_are_kept(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    for _number in range(2):
        peer.send("note", {"text": "a"})
    entries, head = read_segment(peer.segment())
    entries[1] = type(entries[1])(entries[1].header_bytes, bytes(64), entries[1].body)
    assert receive(channel, write_segment(entries, head), keystore).rule == "entry.signature"
    channel.refresh_from_db()
    assert (channel.cursor, channel.halted_reason) == (1, "")


def test_another_entry_at_the_same_place_halts_the_channel_with_evidence(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    peer.send("note", {"text": "a"})
    receive(channel, peer.segment(), keystore)
    body = peer.log[0].body
    assert body is not None
    other = peer.header(body, kind="note", item_id=str(uuid4()), enc_key=peer.known[2].key_id)
    forged = sign_entry(replace(other, seq=1, prev=NO_DIGEST), peer.signer, body)
    assert receive(channel, write_segment([forged], peer.head()), keystore).rule == "batch.conflict"
    conflict = Conflict.objects.get()
    assert (bytes(conflict.ours), bytes(conflict.theirs)) == (peer.log[0].header_bytes, forged.header_bytes)
    with pytest.raises(PeerFault, match=r"channel\.halted"):
        receive(channel, peer.segment(), keystore)


def test_two_heads_of_one_size_halt_the_channel(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "a"})
    receive(channel, peer.segment(), keystore)
    other = Peer(peer.node, peer.keys, peer.signer, peer.openers, peer.http, peer.known)
    other.send("note", {"text": "b"})
    assert receive(channel, write_segment([], other.head()), keystore).taken == 0
    channel.refresh_from_db()
    assert (channel.halted_reason, Conflict.objects.get().rule) == ("head.fork", "head.fork")


def test_a_head_that_was_kept_is_compared_when_reading_passes_it(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    honest = [peer.send("note", {"text": str(number)}) for number in range(3)]
    other = Peer(peer.node, peer.keys, peer.signer, peer.openers, peer.http, peer.known)
    for _number in range(2):
        other.send("note", {"text": "another past"})
    receive(channel, write_segment([], other.head()), keystore)
    assert receive(channel, peer.segment(), keystore).rule == "head.root"
    conflict = Conflict.objects.get()
    channel.refresh_from_db()
    assert (channel.halted_reason, channel.cursor, conflict.seq, effects()) == ("head.root", 0, 2, 0)
    assert bytes(conflict.theirs) == to_bytes(honest[1])


def test_one_receipt_covers_the_range_and_receipts_are_not_receipted(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    for _number in range(4):
        peer.send("note", {"text": "a"})
    receive(channel, peer.segment(), keystore)
    receipt = Receipt.objects.get(ours=True)
    assert (receipt.first, receipt.last) == (1, 4)
    sent = OutboxEntry.objects.get()
    assert (sent.kind, sent.enc) == ("receipt", "none")


def test_an_effect_without_its_inbox_row_is_impossible(
    peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer.send("note", {"text": "a"})

    def fail(channel: Channel) -> int:
        raise OSError

    monkeypatch.setattr(receiving, "append_receipts", fail)
    with pytest.raises(OSError):
        receive(channel, peer.segment(), keystore)
    channel.refresh_from_db()
    assert (effects(), InboxEntry.objects.count(), channel.cursor) == (0, 0, 0)


def test_what_a_revoked_key_signed_before_stays_good_and_nothing_later_is(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    peer.send("note", {"text": "before"})
    receive(channel, peer.segment(), keystore)
    from_now = time_of(stamp(clock.now()))  # as the wire cuts it: the next entry may be of the same millisecond
    peer.roster_row(peer.signer.key_id).update(revoked_at=from_now, reason="lost")
    peer.send("note", {"text": "after"})
    assert receive(channel, peer.segment(after=1), keystore).rule == "roster.revoked"
    assert effects() == 1


def test_an_applied_row_keeps_its_state(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "a"})
    receive(channel, peer.segment(), keystore)
    with pytest.raises(IntegrityError, match=r"inbox\.applied"), transaction.atomic():
        InboxEntry.objects.update(state="rejected", rule="x")
    with pytest.raises(IntegrityError, match=r"inbox\.content"), transaction.atomic():
        InboxEntry.objects.update(digest="sha256:" + "1" * 64)


@pytest.mark.parametrize(("days", "state"), [(10, "applied"), (11, "rejected")])
def test_only_dates_that_both_sides_agreed_oblige(
    peer: Peer, channel: Channel, keystore: Keystore, days: int, state: str
) -> None:
    target = Target.objects.create(
        kind="note",
        from_unit=PEER_UNIT,
        to_unit=OUR_UNIT,
        proposed_by_unit=PEER_UNIT,
        acknowledge_days=1,
        feedback_days=10,
        calendar="CN",
        effective_from=clock.today(),
        state="agreed",
        decided_at=clock.now(),
    )
    peer.send("note", {"text": "a"}, obligation=Obligation(str(target.pk), 1, days, "CN"))
    receive(channel, peer.segment(), keystore)
    assert [one[1] for one in states(channel)] == [state]


class _Together:
    """Take notes in one go, and fail with all of them if one says so."""

    schema = NOTE.schema

    def __init__(self) -> None:
        self.runs: list[int] = []

    def apply(self, received: Received) -> None:
        """Take one."""
        NOTE.apply(received)

    def apply_many(self, received: Sequence[Received]) -> None:
        """Take many."""
        self.runs.append(len(received))
        for one in received:
            self.apply(one)


TOGETHER = _Together()


@pytest.mark.parametrize(("text", "applied"), [("good", 3), ("refuse", 2)])
def test_a_kind_may_take_a_run_at_once_and_is_asked_one_by_one_after_a_fault(
    peer: Peer, channel: Channel, keystore: Keystore, text: str, applied: int
) -> None:
    handler_of.cache_clear()
    settings.EXCHANGE_HANDLERS = {"note": "yuegang.exchange.tests.test_receiving.TOGETHER"}
    TOGETHER.runs.clear()
    for words in ("good", text, "good"):
        peer.send("note", {"text": words})
    receive(channel, peer.segment(), keystore)
    handler_of.cache_clear()
    assert (TOGETHER.runs, effects()) == ([3], applied)
