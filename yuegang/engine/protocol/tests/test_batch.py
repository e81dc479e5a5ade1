from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.batch import BatchVerdict, Cursor, check_batch
from yuegang.engine.protocol.canonical import digest, encode
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.header import as_object
from yuegang.engine.protocol.roster import Roster
from yuegang.engine.protocol.tree import Frontier

from .builders import BODY, LOG, ROSTER, SIGNER, cursor_of, frontier_of, header, log_of, signed_head, signing_key

ENTRIES = log_of(6)


def read(
    entries: list[Entry], *, after: int = 0, head: SignedHead | None = None, roster: Roster = ROSTER
) -> BatchVerdict:
    past = ENTRIES[:after]
    known = {number: cursor_of(ENTRIES[:number]).last for number in range(1, after)}.get
    signed = signed_head(ENTRIES) if head is None else head
    return check_batch(cursor_of(past), (entries, signed), roster, frontier_of(past), known)


def outcome(verdict: BatchVerdict) -> tuple[list[int], str, str]:
    stop = verdict.stop
    return [item.seq for item in verdict.entries], "" if stop is None else stop.rule, "" if stop is None else stop.place


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_run_from_the_cursor_is_accepted_whole(after: int, count: int) -> None:
    verdict = read(ENTRIES[after : after + count], after=after)
    until = min(after + count, 6)
    assert outcome(verdict) == (list(range(after + 1, until + 1)), "", "")
    assert (verdict.cursor, verdict.frontier) == (cursor_of(ENTRIES[:until]), frontier_of(ENTRIES[:until]))
    assert verdict.head is not None
    assert verdict.head.size == 6


@given(st.lists(st.integers(1, 6), max_size=12), st.integers(0, 6))
def test_whatever_the_order_only_a_contiguous_run_is_ever_taken(order: list[int], after: int) -> None:
    verdict = read([ENTRIES[seq - 1] for seq in order], after=after)
    taken = [item.seq for item in verdict.entries]
    assert taken == list(range(after + 1, after + 1 + len(taken)))
    assert verdict.cursor == cursor_of(ENTRIES[: after + len(taken)])
    assert verdict.stop is None or verdict.stop.rule == "batch.gap"


def test_a_gap_stops_after_what_is_good_and_says_what_is_missing() -> None:
    verdict = read([ENTRIES[0], ENTRIES[2]])
    assert outcome(verdict) == ([1], "batch.gap", "2")
    assert verdict.stop is not None
    assert verdict.stop.detail == {"found": 3, "entry": 1, "after": 1}


def test_a_repeated_entry_is_no_news() -> None:
    verdict = read(ENTRIES[1:5] + ENTRIES[3:6], after=3)
    assert outcome(verdict) == ([4, 5, 6], "", "")
    assert verdict.repeated == 4


def test_a_past_nobody_remembers_is_refused() -> None:
    segment = (ENTRIES[:4], signed_head(ENTRIES))
    verdict = check_batch(cursor_of(ENTRIES[:3]), segment, ROSTER, frontier_of(ENTRIES[:3]))
    assert outcome(verdict) == ([], "batch.past", "1")


def test_the_same_seq_with_other_bytes_is_a_conflict_with_evidence() -> None:
    other = log_of(1, first=3, prev=cursor_of(ENTRIES[:2]).last, marking="GREEN")
    for after, sent in ((3, other), (5, other), (2, [ENTRIES[2], *other])):
        verdict = read(sent, after=after)
        assert outcome(verdict)[1:] == ("batch.conflict", "3")
        assert verdict.stop is not None
        assert verdict.stop.detail["digest"] == digest(other[0].header_bytes)


def test_an_unsigned_repetition_is_not_called_a_conflict() -> None:
    damaged = replace(log_of(1, marking="GREEN")[0], signature=bytes(64))
    assert outcome(read([damaged], after=1)) == ([], "entry.signature", "")


def test_a_continuation_of_another_past_is_refused() -> None:
    other = log_of(1, first=3, prev=cursor_of(log_of(2, marking="GREEN")).last)
    assert outcome(read(other, after=2)) == ([], "batch.prev", "3")


def test_a_poison_entry_is_kept_with_its_rule_and_the_log_goes_on() -> None:
    data = encode({**as_object(header(seq=2, prev=cursor_of(ENTRIES[:1]).last)), "marking": "PURPLE"})
    poison = Entry(data, SIGNER.sign(data), BODY)
    after = log_of(2, first=3, prev=digest(data))
    log = [ENTRIES[0], poison, *after]
    verdict = read(log, head=signed_head(log))
    assert outcome(verdict) == ([1, 2, 3, 4], "", "")
    rules = [None if item.rejected is None else item.rejected.rule for item in verdict.entries]
    assert rules == [None, "entry.field", None, None]


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        ({"signature": bytes(64)}, "entry.signature"),
        ({"header_bytes": b"{}"}, "entry.chain"),
        ({"body": b"other"}, "entry.body_size"),
    ],
)
def test_damage_stops_the_run_there(damage: dict[str, bytes], rule: str) -> None:
    damaged = replace(ENTRIES[2], **damage)
    verdict = read([*ENTRIES[:2], damaged, *ENTRIES[3:]])
    assert outcome(verdict)[:2] == ([1, 2], rule)
    assert verdict.cursor == cursor_of(ENTRIES[:2])


def test_a_key_revoked_in_the_middle_stops_the_run_there() -> None:
    late = log_of(1, first=3, prev=cursor_of(ENTRIES[:2]).last, ts="2026-11-24T02:00:00.900Z")
    log = [*ENTRIES[:2], *late]
    moment = datetime(2026, 11, 24, 2, 0, 0, 500_000, tzinfo=UTC)
    head = signed_head(log, ts="2026-11-24T02:00:00.400Z")
    verdict = read(log, head=head, roster=Roster([signing_key(revoked_at=moment)]))
    assert outcome(verdict) == ([1, 2], "roster.revoked", "gd-customs.sign.1")


def test_nothing_is_taken_under_a_head_that_does_not_verify() -> None:
    verdict = read(ENTRIES, head=replace(signed_head(ENTRIES), signature=bytes(64)))
    assert outcome(verdict) == ([], "head.signature", "")
    assert verdict.head is None


def test_nothing_is_taken_when_the_head_describes_another_log() -> None:
    forked = log_of(6, marking="GREEN")
    last = cursor_of(ENTRIES).last
    assert outcome(read(ENTRIES, head=signed_head(forked))) == ([], "head.last", "6")
    wrong_root = signed_head(ENTRIES, root=frontier_of(forked).root_text(), last=last)
    verdict = read(ENTRIES, head=wrong_root)
    assert outcome(verdict) == ([], "head.root", "6")
    assert (verdict.cursor, verdict.frontier) == (Cursor(LOG), Frontier())


def test_a_head_shorter_than_the_cursor_or_the_run_is_refused() -> None:
    assert outcome(read([], after=6, head=signed_head(ENTRIES[:5]))) == ([], "head.shrunk", "5")
    assert outcome(read(ENTRIES, head=signed_head(ENTRIES[:5])))[1:] == ("head.size", "5")


def test_an_empty_reply_proves_that_there_is_nothing() -> None:
    verdict = read([], after=6)
    assert (outcome(verdict), verdict.repeated) == (([], "", ""), 0)
