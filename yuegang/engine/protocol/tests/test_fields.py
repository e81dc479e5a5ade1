from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol import fields
from yuegang.engine.protocol.errors import GateError, ProtocolError, Refusal

MILLISECONDS = st.integers(0, 4_000_000_000_000)


@pytest.mark.parametrize(
    ("test", "good", "bad"),
    [
        (fields.is_digest, "sha256:" + "a" * 64, ["sha256:" + "A" * 64, "a" * 64, "sha256:" + "a" * 63, 1]),
        (fields.is_uuid, "6f1a2b3c-0000-4000-8000-000000000001", ["6F1A2B3C-0000-4000-8000-000000000001", "", None]),
        (fields.is_node, "hk-customs", ["hk", "HK-customs", "hk-customs-", "hk-customs\n", 0]),
        (fields.is_kind, "lead", ["Lead", "", "a" * 33, None]),
        (fields.is_unit, "CUS-53/LEGAL", ["", "/x", "a b", "甲", b"a"]),
        (fields.is_token, "gd-customs.sign.1", ["", ".x", "a" * 129, None]),
        (fields.is_suite, "X1+SM2", ["x1", "", "X" * 17, None]),
        (fields.is_calendar, "CN", ["cn", "CNX", "CN@", None]),
        (fields.is_calendar, "HK@sha256:" + "0" * 64, ["HK@" + "0" * 64]),
        (fields.is_count, 0, [-1, 2**53, True, "0", 1.0]),
        (fields.is_number, 1, [0, 2**53, True]),
        (
            fields.is_stamp,
            "2026-02-28T23:59:59.999Z",
            ["2026-02-30T00:00:00.000Z", "2026-02-28T23:59:59Z", "2026-02-28T23:59:59.999+00:00", "x", 5],
        ),
    ],
)
def test_it_knows_a_well_formed_value(test, good, bad) -> None:  # type: ignore[no-untyped-def]  # a table of tests
    assert test(good)
    assert [value for value in bad if test(value)] == []


@given(MILLISECONDS)
def test_a_stamp_keeps_the_millisecond(count: int) -> None:
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=count)
    assert fields.time_of(fields.stamp(time)) == time
    assert fields.stamp(time.astimezone(timezone(timedelta(hours=8)))) == fields.stamp(time)


def test_it_refuses_a_naive_time_and_a_stamp_that_is_none() -> None:
    with pytest.raises(ProtocolError) as naive:
        fields.stamp(datetime(2026, 1, 1))  # noqa: DTZ001  # the fault under test
    assert naive.value.rule == "stamp.naive"
    with pytest.raises(ProtocolError) as form:
        fields.time_of("2026-01-01")
    assert form.value.rule == "stamp.form"


def test_an_error_says_rule_and_place_and_the_gate_lists_its_refusals() -> None:
    assert str(ProtocolError("entry.log", "sender")) == "entry.log at sender"
    assert str(ProtocolError("entry.log")) == "entry.log"
    refusal = Refusal("gate.secret", "/narrative")
    assert GateError("gate.refused", refusals=[refusal]).refusals == (refusal,)
