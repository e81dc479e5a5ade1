"""Prove that near misses are found and explained."""

import pytest

from yuegang.engine.matching.identifiers import Kind, NumberIndex, compare, read

BOX = "CSQU3054383"


def _found(kind: Kind, entry: str, written: str) -> tuple[float, str] | None:
    hits = NumberIndex(kind, [entry]).search(written)
    return (hits[0].nearness.score, hits[0].nearness.reason) if hits else None


@pytest.mark.parametrize(
    ("kind", "entry", "written", "reason"),
    [
        (Kind.CONTAINER, BOX, BOX, "equal"),
        (Kind.CONTAINER, BOX, "CSQU3045383", "swapped"),
        (Kind.CONTAINER, BOX, "CSQU3054183", "character 9 differs"),
        (Kind.MAINLAND_PLATE, "粤B8A345", "粤BBA345", "misread"),
        (Kind.HK_PLATE, "AB1234", "AB134", "missing"),
        (Kind.PHONE, "+85223456789", "+85223456798", "swapped"),
    ],
)
def test_one_slip_is_found_and_explained(kind: Kind, entry: str, written: str, reason: str) -> None:
    found = _found(kind, entry, written)
    assert found is not None and reason in found[1]


def test_a_broken_check_digit_speaks_for_a_slip() -> None:
    broken, sound = _found(Kind.CONTAINER, BOX, "CSQU3045383"), _found(Kind.VESSEL, "9074729", "9074731")
    assert broken is not None and "fails its check digit" in broken[1]
    assert sound is None


def test_two_numbers_that_keep_their_check_digit_are_likely_two() -> None:
    one, other = read(Kind.AIR_WAYBILL, "16012345675"), read(Kind.AIR_WAYBILL, "17012345675")
    assert one is not None and other is not None
    nearness = compare(one, other)
    assert nearness is not None and nearness.score < 0.3 and "likely two" in nearness.reason


def test_two_slips_are_no_near_miss() -> None:
    assert _found(Kind.HK_PLATE, "AB1234", "AB4321") is None
    assert _found(Kind.HK_PLATE, "AB1234", "no plate at all") is None


def test_plates_of_other_lengths_or_letters_are_no_near_miss() -> None:
    one = read(Kind.HK_PLATE, "AB1234")
    for other in ("CD134", "AB12", "AC1243"):
        reading = read(Kind.HK_PLATE, other)
        assert one is not None and reading is not None and compare(one, reading) is None


def test_numbers_of_two_kinds_are_never_near() -> None:
    one, other = read(Kind.VESSEL, "9074729"), read(Kind.HK_COMPANY, "9074729")
    assert one is not None and other is not None and compare(one, other) is None


def test_entries_without_the_form_are_listed() -> None:
    assert NumberIndex(Kind.CONTAINER, [BOX, "none"]).refused == (1,)
