from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuegang.engine.protocol.canonical import encode
from yuegang.engine.protocol.entry import Blob, Header, Obligation
from yuegang.engine.protocol.errors import EntryError
from yuegang.engine.protocol.fields import NO_DIGEST, stamp
from yuegang.engine.protocol.header import (
    CLEAR_KINDS,
    MARKINGS,
    as_object,
    read_chain_fields,
    read_header,
    read_object,
    to_bytes,
)
from yuegang.engine.protocol.header_form import read_exact, write_exact

from .builders import header

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
digests = st.integers(0, 2**256 - 1).map(lambda number: f"sha256:{number:064x}")
uuids = st.uuids().map(str)
counts = st.integers(0, 2**53 - 1) | st.sampled_from([0, 2**53 - 1])
units = st.text(LETTERS.upper() + DIGITS + "/._-", max_size=63).map(lambda text: f"A{text}")
tokens = st.text(LETTERS + DIGITS + ":._@/+-", max_size=127).map(lambda text: f"k{text}")
nodes = st.text(LETTERS + DIGITS, min_size=1, max_size=24).map(lambda text: f"gd-{text}")
kinds = st.text(LETTERS + DIGITS + "-", max_size=31).map(lambda text: f"k{text}")
suites = st.text(LETTERS.upper() + DIGITS + "+-", max_size=15).map(lambda text: f"X{text}")
days = st.integers(0, 400)
calendars = st.sampled_from(["CN", "HK", "MO", f"HK@{NO_DIGEST}"])
stamps = st.integers(0, 10**12).map(
    lambda count: stamp(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(milliseconds=count))
)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    seq = draw(st.integers(1, 2**53 - 1))
    sealed = draw(st.booleans())
    sender, receiver = draw(st.lists(nodes, min_size=2, max_size=2, unique=True))
    return Header(
        sender=sender,
        receiver=receiver,
        seq=seq,
        prev=NO_DIGEST if seq == 1 else draw(digests.filter(lambda text: text != NO_DIGEST)),
        ts=draw(stamps),
        kind=draw(kinds if sealed else st.sampled_from(sorted(CLEAR_KINDS))),
        item_id=draw(uuids),
        item_ver=draw(st.integers(1, 2**53 - 1)),
        from_unit=draw(st.just("") | units),
        to_unit=draw(units if sealed else st.just("") | units),
        body_digest=draw(digests),
        body_size=draw(st.integers(1, 1_048_576)),
        enc="hpke" if sealed else "none",
        enc_key=draw(tokens) if sealed else "",
        marking=draw(st.sampled_from(sorted(MARKINGS))),
        suite=draw(suites),
        key=draw(tokens),
        blobs=tuple(draw(st.lists(st.builds(Blob, digests, counts), max_size=3))),
        obligation=draw(st.none() | st.builds(Obligation, tokens, days, days, calendars)),
        ref=draw(st.just("") | uuids),
    )


def slowly(data: bytes) -> Header | None:
    """Read a header field by field: None unless every rule holds."""
    try:
        value = read_object(data)
        read_chain_fields(value, "")
        return read_header(value)
    except EntryError:
        return None


@given(headers())
def test_the_short_way_reads_and_writes_every_good_header(one: Header) -> None:
    data = encode(as_object(one))
    assert write_exact(one) == data
    assert read_exact(data) == one == slowly(data)


@given(headers(), st.data())
@settings(max_examples=200)
def test_both_ways_agree_on_damaged_bytes(one: Header, data: st.DataObject) -> None:
    damaged = bytearray(encode(as_object(one)))
    for _ in range(data.draw(st.integers(1, 2))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.sampled_from(b'019azAZ":,{}[]- .\xc3\x00'))
    assert read_exact(bytes(damaged)) == slowly(bytes(damaged))


BAD: list[dict[str, Any]] = [  # Any: of every type
    {"seq": 0}, {"seq": 2**53}, {"seq": True}, {"seq": 1.0}, {"seq": "1"}, {"prev": "sha256:" + "a" * 64}, {"seq": 2},
    {"receiver": "gd-customs"}, {"sender": "hk"}, {"ts": "2026-02-30T00:00:00.000Z"}, {"ts": "2026-13-01"},
    {"body_size": 0}, {"body_size": 1_048_577}, {"item_ver": 2**53}, {"v": 2}, {"v": True}, {"enc": "none"},
    {"enc_key": ""},
    {"to_unit": ""}, {"to_unit": 'x","ts":"'}, {"key": ""}, {"kind": "Lead"}, {"marking": "SECRET"}, {"ref": "x"},
    {"item_id": "6F1A2B3C-0000-4000-8000-000000000001"}, {"suite": "x"}, {"from_unit": "甲"}, {"from_unit": "\ud800"},
    {"blobs": (Blob(NO_DIGEST, -1),)}, {"blobs": (Blob(NO_DIGEST, 2**53),)}, {"blobs": (Blob("x", 1),)},
    {"blobs": (Blob(NO_DIGEST, 1),) * 65}, {"obligation": Obligation("t", 401, 0, "HK")},
    {"obligation": Obligation("t", 1, 1, "hk")}, {"obligation": Obligation("", 1, 1, "HK")},
]  # fmt: skip


@pytest.mark.parametrize("changes", BAD)
def test_neither_way_lets_a_bad_header_pass(changes: dict[str, Any]) -> None:
    bad = replace(header(), **changes)
    with pytest.raises(EntryError):
        to_bytes(bad)


@pytest.mark.parametrize("changes", [one for one in BAD if "\ud800" not in one.values()])
def test_neither_way_reads_a_bad_header(changes: dict[str, Any]) -> None:
    data = encode(as_object(replace(header(), **changes)))
    assert read_exact(data) is None
    assert slowly(data) is None


def test_an_endless_header_takes_the_long_way() -> None:
    assert read_exact(b" " * 16_385) is None
