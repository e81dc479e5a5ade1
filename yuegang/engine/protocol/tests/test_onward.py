from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from yuegang.engine.protocol.canonical import encode
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import stamp
from yuegang.engine.protocol.onward import (
    Copy,
    Grant,
    Onward,
    SignedGrant,
    onward_of,
    parse_grant,
    sign_grant,
    verify_grant,
)
from yuegang.engine.protocol.roster import Key, Roster
from yuegang.engine.protocol.suites import generate_signing, signer_from

NOW = datetime(2026, 11, 2, 4, tzinfo=UTC)
PRIVATE, PUBLIC = generate_signing()
SIGNER = signer_from("X1", "gd-customs:sign:1", PRIVATE)
KEY = Key(
    node="gd-customs", unit="", key_id=SIGNER.key_id, suite="X1", use="sign", public=PUBLIC,
    valid_from=NOW - timedelta(days=9), not_after=NOW + timedelta(days=9),
)  # fmt: skip
ITEM = "8b0f1c1e-2f7c-4c43-9f0a-0d8f3d2b1a11"
GRANT = Grant(
    grant_id="1c9d7a52-6a52-4a4e-8d5c-5f0d8a4c7b22", origin="gd-customs", kind="lead", item_id=ITEM, item_ver=1,
    holder="hk-customs", to_node="mo-customs", to_unit="MO-SA/LIA", purpose="inspection",
    withhold=("/consignor_name", "/vehicle"), until=stamp(NOW + timedelta(days=5)), ts=stamp(NOW),
    suite="X1", key=SIGNER.key_id,
)  # fmt: skip
COPY = Copy(
    origin="gd-customs", kind="lead", item_id=ITEM, item_ver=1, holder="hk-customs", to_node="mo-customs",
    to_unit="MO-SA/LIA", at=NOW + timedelta(days=1), pointers=("/goods", "/items"),
)  # fmt: skip


def refusal(act: Callable[[], object]) -> str:
    """Return the rule an act breaks."""
    with pytest.raises(ProtocolError) as refused:
        act()
    return refused.value.rule


@pytest.mark.parametrize(
    ("marking", "onward"),
    [("RED", "never"), ("AMBER+STRICT", "never"), ("AMBER", "ask"), ("GREEN", "within"), ("CLEAR", "within")],
)
def test_the_marking_says_how_far_an_item_may_go(marking: str, onward: str) -> None:
    assert onward_of(marking) == onward


def test_what_is_no_marking_goes_nowhere() -> None:
    assert onward_of("") is Onward.NEVER


def test_a_grant_lets_exactly_its_copy_pass() -> None:
    assert verify_grant(sign_grant(GRANT, SIGNER), Roster([KEY]), COPY) == GRANT


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"origin": "gd-psd"}, "grant.item"),
        ({"kind": "feedback"}, "grant.item"),
        ({"item_id": GRANT.grant_id}, "grant.item"),
        ({"item_ver": 2}, "grant.item"),
        ({"holder": "hk-ipd"}, "grant.holder"),
        ({"to_node": "gd-psd"}, "grant.receiver"),
        ({"to_unit": "MO-SA/OPS"}, "grant.receiver"),
        ({"at": NOW - timedelta(seconds=1)}, "grant.early"),
        ({"at": NOW + timedelta(days=5)}, "grant.expired"),
        ({"pointers": ("/goods", "/vehicle")}, "grant.withheld"),
    ],
)
def test_any_other_copy_is_refused(change: dict[str, object], rule: str) -> None:
    other = replace(COPY, **change)  # type: ignore[arg-type]  # the table names fields
    assert refusal(lambda: verify_grant(sign_grant(GRANT, SIGNER), Roster([KEY]), other)) == rule


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"node": "hk-customs"}, "roster.node"),
        ({"use": "http"}, "roster.use"),
        ({"valid_from": NOW + timedelta(hours=1)}, "roster.not_yet_valid"),
        ({"not_after": NOW}, "roster.expired"),
        ({"suite": "X2"}, "grant.signature"),
        ({"suite": "X9"}, "grant.signature"),
        ({"public": bytes(32)}, "grant.signature"),
    ],
)
def test_only_a_good_key_of_the_originator_consents(change: dict[str, object], rule: str) -> None:
    key = replace(KEY, **change)  # type: ignore[arg-type]  # the table names fields
    assert refusal(lambda: verify_grant(sign_grant(GRANT, SIGNER), Roster([key]), COPY)) == rule


def test_a_revoked_key_consents_to_nothing_even_with_an_early_date() -> None:
    revoked = replace(KEY, revoked_at=COPY.at, reason="lost")
    assert refusal(lambda: verify_grant(sign_grant(GRANT, SIGNER), Roster([revoked]), COPY)) == "roster.revoked"


def test_an_unknown_suite_of_a_known_key_is_no_signature() -> None:
    signed = sign_grant(GRANT, SIGNER)
    other = SignedGrant(signed.data.replace(b'"suite":"X1"', b'"suite":"X9"'), signed.signature)
    key = replace(KEY, suite="X9")
    assert refusal(lambda: verify_grant(other, Roster([key]), COPY)) == "grant.signature"


def test_a_changed_byte_is_refused() -> None:
    signed = sign_grant(GRANT, SIGNER)
    changed = SignedGrant(signed.data.replace(b"MO-SA/LIA", b"MO-SA/OPS"), signed.signature)
    other = replace(COPY, to_unit="MO-SA/OPS")
    assert refusal(lambda: verify_grant(changed, Roster([KEY]), other)) == "grant.signature"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "grant.canonical"),
        (b"[]", "grant.canonical"),
        (b"{}", "grant.field"),
        (encode({"form": "ipx-grant-2"}), "grant.field"),
    ],
)
def test_bytes_of_another_form_are_refused(data: bytes, rule: str) -> None:
    assert refusal(lambda: parse_grant(data)) == rule


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "any"},
        {"withhold": ("goods",)},
        {"withhold": ("/a", "/a")},
        {"withhold": tuple(f"/{number}" for number in range(101))},
        {"until": "tomorrow"},
        {"item_ver": 0},
    ],
)
def test_an_ill_formed_grant_is_not_signed(change: dict[str, object]) -> None:
    other = replace(GRANT, **change)  # type: ignore[arg-type]  # the table names fields
    assert refusal(lambda: sign_grant(other, SIGNER)) == "grant.field"


def test_a_grant_that_names_another_key_is_not_signed() -> None:
    assert refusal(lambda: sign_grant(replace(GRANT, key="other"), SIGNER)) == "grant.key"
