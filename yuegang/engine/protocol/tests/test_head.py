from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from yuegang.engine.protocol.canonical import encode
from yuegang.engine.protocol.errors import HeadError, ProtocolError
from yuegang.engine.protocol.head import SignedHead, compare_heads, parse_head, sign_head, verify_head
from yuegang.engine.protocol.roster import Roster

from .builders import LOG, OTHER, ROSTER, SIGNER, head_of, log_of, signed_head, signing_key

ENTRIES = log_of(3)
GOOD = signed_head(ENTRIES)


def refused_by(signed: SignedHead, roster: Roster = ROSTER) -> tuple[str, str]:
    with pytest.raises(ProtocolError) as refused:
        verify_head(signed, roster, LOG)
    return refused.value.rule, refused.value.place


def signed_object(**changes: object) -> SignedHead:
    data = encode({**asdict(head_of(ENTRIES)), **changes})
    return SignedHead(data, SIGNER.sign(data))


def test_a_signed_head_verifies_also_for_an_empty_log() -> None:
    assert verify_head(GOOD, ROSTER, LOG) == head_of(ENTRIES)
    assert verify_head(signed_head([]), ROSTER, LOG).size == 0


@pytest.mark.parametrize(
    ("changes", "rule", "place"),
    [
        ({"v": 2}, "head.field", "v"),
        ({"size": -1}, "head.field", "size"),
        ({"size": 0}, "head.field", "last"),
        ({"root": ""}, "head.field", "root"),
        ({"next_hb": "soon"}, "head.field", "next_hb"),
        ({"extra": 1}, "head.field", "extra"),
        ({"sender": "mo-customs"}, "head.log", ""),
        ({"suite": "X9"}, "head.suite", "suite"),
        ({"key": "unknown"}, "roster.unknown", "unknown"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, object], rule: str, place: str) -> None:
    assert refused_by(signed_object(**changes)) == (rule, place)


def test_bytes_that_are_no_head_are_refused() -> None:
    for data in (b"[]", b"{", b" " * 2_049, encode({"size": 1}) + b" "):
        with pytest.raises(HeadError) as refused:
            parse_head(data)
        assert refused.value.rule == "head.canonical"


def test_a_head_must_be_signed_by_its_sender() -> None:
    assert refused_by(replace(GOOD, signature=bytes(64))) == ("head.signature", "")
    assert refused_by(GOOD, Roster([signing_key(node="hk-customs")]))[0] == "roster.node"
    late = Roster([signing_key(revoked_at=datetime(2026, 11, 24, tzinfo=UTC))])
    assert refused_by(GOOD, late)[0] == "roster.revoked"
    assert refused_by(signed_object(suite="X9"), Roster([signing_key(suite="X9")])) == ("head.suite", "suite")


def test_it_refuses_to_sign_for_another_key_or_a_wrong_field() -> None:
    with pytest.raises(HeadError) as other:
        sign_head(head_of(ENTRIES), OTHER)
    assert other.value.rule == "head.key"
    with pytest.raises(HeadError) as field:
        sign_head(head_of(ENTRIES, root="x"), SIGNER)
    assert (field.value.rule, field.value.place) == ("head.field", "root")


def test_two_heads_of_one_size_with_other_roots_prove_a_fork() -> None:
    one, other = head_of(ENTRIES), head_of(log_of(3, marking="GREEN"))
    compare_heads(one, one)
    with pytest.raises(HeadError) as fork:
        compare_heads(one, other)
    assert (fork.value.rule, fork.value.place) == ("head.fork", "3")


def test_a_log_does_not_become_shorter() -> None:
    long, short = head_of(ENTRIES), head_of(ENTRIES[:2], ts="2026-11-24T03:00:00.000Z")
    with pytest.raises(HeadError) as shrunk:
        compare_heads(long, short)
    assert (shrunk.value.rule, shrunk.value.detail) == ("head.shrunk", {"before": 3})
    compare_heads(long, head_of(ENTRIES[:2], ts="2026-11-24T01:00:00.000Z"))  # an older head read late
    compare_heads(short, long)
