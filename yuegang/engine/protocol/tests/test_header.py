import json
from dataclasses import FrozenInstanceError, replace

import pytest

from yuegang.engine.protocol.canonical import canonical, digest
from yuegang.engine.protocol.entry import Blob, BodyAddress, Obligation, body_info, header_digest, to_bytes
from yuegang.engine.protocol.errors import EntryError
from yuegang.engine.protocol.fields import NO_DIGEST
from yuegang.engine.protocol.header import MAX_BLOBS, as_object, read_chain, read_header

from .builders import header

FULL = header(
    blobs=(Blob("sha256:" + "1" * 64, 9),),
    obligation=Obligation("t-1", 3, 10, "HK"),
    ref="6f1a2b3c-0000-4000-8000-000000000009",
)


def refused_by(**changes: object) -> tuple[str, str]:
    value = {**as_object(FULL), **changes}
    with pytest.raises(EntryError) as refused:
        read_chain(canonical(value))
        read_header(value)
    return refused.value.rule, refused.value.place


def test_a_header_reads_back_as_it_was_written() -> None:
    for one in (header(), FULL, header(seq=2, prev="sha256:" + "a" * 64, kind="receipt", enc="none", enc_key="")):
        chain, content = read_chain(to_bytes(one))
        assert content == one
        assert read_header(as_object(one)) == one
        assert chain.digest == header_digest(one) == digest(to_bytes(one))


def test_headers_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FULL.seq = 2  # type: ignore[misc]  # the fault under test


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("v", 0),
        ("v", "1"),
        ("sender", "HK"),
        ("receiver", "gd-customs"),  # itself
        ("seq", 0),
        ("seq", 2),  # with the first prev
        ("seq", True),
        ("prev", "sha256:" + "a" * 64),  # at seq 1
        ("prev", ""),
        ("ts", "2026-11-24T02:00:00Z"),
        ("ts", "2026-02-30T02:00:00.000Z"),
        ("body_digest", ""),
        ("body_size", 0),
        ("body_size", 1_048_577),
        ("suite", ""),
        ("key", ""),
    ],
)
def test_a_wrong_chain_field_stops_the_log(name: str, bad: object) -> None:
    place = "prev" if (name, bad) == ("seq", 2) else name
    assert refused_by(**{name: bad}) == ("entry.chain", place)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("kind", "Lead"),
        ("item_id", "1"),
        ("item_ver", 0),
        ("from_unit", " "),
        ("to_unit", None),
        ("enc", "rot13"),
        ("enc_key", 7),
        ("marking", "SECRET"),
        ("marking", []),
        ("ref", "x"),
        ("blobs", {}),
        ("blobs", [{"digest": NO_DIGEST, "size": 1}] * (MAX_BLOBS + 1)),
        ("obligation", []),
        ("obligation", {"target": "t"}),
    ],
)
def test_a_wrong_item_field_is_named(name: str, bad: object) -> None:
    assert refused_by(**{name: bad}) == ("entry.field", name)


def test_a_wrong_part_of_a_list_or_object_is_named_by_its_place() -> None:
    owed = {"target": "t", "acknowledge_days": 3, "feedback_days": 401, "calendar": "HK"}
    assert refused_by(obligation=owed) == ("entry.field", "obligation/feedback_days")
    blob = {"digest": NO_DIGEST, "size": 1}
    for bad in ({"digest": NO_DIGEST}, {**blob, "size": -1}, {**blob, "digest": "x"}, "x"):
        assert refused_by(blobs=[blob, bad]) == ("entry.field", "blobs/1")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"enc": "none"}, "enc"),
        ({"enc": "none", "enc_key": ""}, "enc"),  # a lead never travels in clear
        ({"enc": "none", "kind": "receipt"}, "enc"),
        ({"enc_key": ""}, "enc_key"),
        ({"to_unit": ""}, "to_unit"),
    ],
)
def test_sealing_must_fit_the_kind(changes: dict[str, object], place: str) -> None:
    assert refused_by(**changes) == ("entry.enc", place)


def test_a_missing_or_unknown_field_is_named() -> None:
    value = as_object(FULL)
    with pytest.raises(EntryError) as unknown:
        read_header({**value, "priority": 1})
    assert (unknown.value.rule, unknown.value.place) == ("entry.fields", "priority")
    del value["marking"]
    with pytest.raises(EntryError) as missing:
        read_header(value)
    assert (missing.value.rule, missing.value.place) == ("entry.fields", "marking")
    assert refused_by(v=2) == ("entry.version", "v")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b" " * 16_385, "entry.header_size"),
        (b"[]", "entry.canonical"),
        (b"{", "entry.canonical"),
        (json.dumps(as_object(FULL)).encode(), "entry.canonical"),
        (b"{}", "entry.chain"),
    ],
)
def test_bytes_that_are_no_header_are_refused(data: bytes, rule: str) -> None:
    with pytest.raises(EntryError) as refused:
        read_chain(data)
    assert refused.value.rule == rule


def test_an_ill_formed_header_is_not_written() -> None:
    with pytest.raises(EntryError):
        to_bytes(header(marking="SECRET"))
    long = tuple(Blob("sha256:" + f"{number:064x}", 2**53 - 1) for number in range(MAX_BLOBS))
    assert len(to_bytes(header(blobs=long))) < 16_384


def test_the_seal_is_bound_to_item_log_and_unit() -> None:
    address = BodyAddress(
        sender=FULL.sender,
        receiver=FULL.receiver,
        kind=FULL.kind,
        item_id=FULL.item_id,
        item_ver=FULL.item_ver,
        to_unit=FULL.to_unit,
    )
    assert body_info(address) == body_info(FULL) == body_info(replace(FULL, seq=9))
    others = (
        replace(address, sender="mo-customs"),
        replace(address, receiver="mo-customs"),
        replace(address, kind="message"),
        replace(address, item_id="6f1a2b3c-0000-4000-8000-000000000009"),
        replace(address, item_ver=2),
        replace(address, to_unit="CED"),
    )
    assert len({body_info(other) for other in (address, *others)}) == 7
