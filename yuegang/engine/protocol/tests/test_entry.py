from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol import entry as entries
from yuegang.engine.protocol.canonical import canonical, encode
from yuegang.engine.protocol.entry import Entry, entry_object, parse_entry, sign_entry, verify_entry
from yuegang.engine.protocol.errors import EntryError, ProtocolError, RosterError
from yuegang.engine.protocol.header import as_object
from yuegang.engine.protocol.roster import Roster

from .builders import BODY, LOG, OTHER, ROSTER, SIGNER, header, signed, signing_key

GOOD = signed()


def signed_object(**changes: object) -> Entry:
    """Sign what our own code would refuse to sign."""
    data = encode({**as_object(header()), **changes})
    return Entry(data, SIGNER.sign(data), BODY)


def refused_by(entry: Entry, roster: Roster = ROSTER, log: tuple[str, str] = LOG) -> tuple[str, str]:
    with pytest.raises(ProtocolError) as refused:
        verify_entry(entry, roster, log)
    return refused.value.rule, refused.value.place


def test_a_signed_entry_verifies_and_keeps_its_header() -> None:
    found = verify_entry(GOOD, ROSTER, LOG)
    assert (found.header, found.rejected, found.seq) == (header(), None, 1)
    assert found.digest == entries.header_digest(header())
    assert found.ts == datetime(2026, 11, 24, 2, 0, 0, 123_000, tzinfo=UTC)


def test_an_entry_without_its_body_stays_valid_after_erasure() -> None:
    assert verify_entry(replace(GOOD, body=None), ROSTER, LOG).header == header()
    assert sign_entry(header(), SIGNER, None) == replace(GOOD, body=None)


@given(st.integers(0, len(GOOD.header_bytes) - 1), st.integers(1, 255))
def test_no_changed_byte_of_a_header_is_accepted(place: int, mask: int) -> None:
    data = bytearray(GOOD.header_bytes)
    data[place] ^= mask
    assert refused_by(replace(GOOD, header_bytes=bytes(data)))[0].split(".")[0] in ("entry", "roster")


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_changed_byte_of_a_signature_is_accepted(place: int, mask: int) -> None:
    data = bytearray(GOOD.signature)
    data[place] ^= mask
    assert refused_by(replace(GOOD, signature=bytes(data))) == ("entry.signature", "")


def test_another_body_is_refused() -> None:
    assert refused_by(replace(GOOD, body=BODY + b" ")) == ("entry.body_size", "body_size")
    assert refused_by(replace(GOOD, body=BODY[:-1] + b" ")) == ("entry.body_digest", "body_digest")


def test_an_entry_of_another_log_is_refused() -> None:
    assert refused_by(GOOD, log=("hk-customs", "gd-customs")) == ("entry.log", "sender")
    assert refused_by(GOOD, log=("gd-customs", "mo-customs")) == ("entry.log", "receiver")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"key_id": "other"}, "roster.unknown"),
        ({"use": "http"}, "roster.use"),
        ({"node": "hk-customs"}, "roster.node"),
        ({"suite": "X9"}, "entry.suite"),
        ({"valid_from": datetime(2027, 1, 1, tzinfo=UTC)}, "roster.not_yet_valid"),
        ({"not_after": datetime(2026, 2, 1, tzinfo=UTC)}, "roster.expired"),
        ({"revoked_at": datetime(2026, 2, 1, tzinfo=UTC)}, "roster.revoked"),
    ],
)
def test_a_key_that_may_not_sign_this_is_refused(changes: dict[str, object], rule: str) -> None:
    assert refused_by(GOOD, Roster([signing_key(**changes)]))[0] == rule


def test_what_was_signed_before_a_revocation_stays_good() -> None:
    roster = Roster([signing_key(revoked_at=datetime(2026, 11, 24, 2, 0, 1, tzinfo=UTC))])
    assert verify_entry(GOOD, roster, LOG).header == header()


def test_a_suite_of_the_roster_that_this_node_does_not_know_is_refused() -> None:
    entry = signed_object(suite="X9")
    assert refused_by(entry, Roster([signing_key(suite="X9")])) == ("entry.suite", "suite")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"v": 2, "priority": "high"}, "entry.version"),
        ({"priority": "high"}, "entry.fields"),
        ({"marking": "PURPLE"}, "entry.field"),
        ({"kind": "lead", "enc": "none", "enc_key": ""}, "entry.enc"),
    ],
)
def test_an_authentic_entry_that_is_ill_formed_is_poison_with_a_name(changes: dict[str, object], rule: str) -> None:
    found = verify_entry(signed_object(**changes), ROSTER, LOG)
    assert found.header is None
    assert found.rejected is not None
    assert found.rejected.rule == rule


@pytest.mark.parametrize("value", [2**53, [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]])
def test_an_unknown_field_must_still_be_canonical(value: object) -> None:
    assert refused_by(signed_object(v=2, extra=value)) == ("entry.canonical", "/extra" + "/0" * 15 * (value != 2**53))


def test_it_refuses_to_sign_for_another_key_or_another_body() -> None:
    with pytest.raises(EntryError) as other:
        sign_entry(header(), OTHER, BODY)
    assert (other.value.rule, other.value.place) == ("entry.key", "key")
    with pytest.raises(EntryError) as body:
        sign_entry(header(), SIGNER, BODY + b"x")
    assert body.value.rule == "entry.body_size"


def test_a_line_reads_back_as_it_was_written() -> None:
    assert parse_entry(entry_object(GOOD)) == GOOD
    assert parse_entry(entry_object(replace(GOOD, body=None))).body is None


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([], ""),
        ({"h": "", "s": ""}, ""),
        ({"h": 1, "s": "", "b": None}, "h"),
        ({"h": "", "s": "a", "b": None}, "s"),
        ({"h": "", "s": "", "b": "é"}, "b"),
    ],
)
def test_a_malformed_line_is_refused(value: object, place: str) -> None:
    with pytest.raises(EntryError) as refused:
        parse_entry(value)
    assert (refused.value.rule, refused.value.place) == ("entry.line", place)


def test_a_name_outside_the_roster_is_a_roster_error() -> None:
    with pytest.raises(RosterError):
        verify_entry(GOOD, Roster([]), LOG)
    assert canonical(entry_object(GOOD))  # the line is canonical JSON itself
