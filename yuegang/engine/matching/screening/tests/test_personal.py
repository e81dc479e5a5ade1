"""Prove that a natural person's number is never stored nor compared. The numbers are made up."""

from yuegang.engine.matching.identifiers.personal import blank_personal
from yuegang.engine.matching.screening.entries import clean_entries

from .samples import entries, found, index

CARD, IDENTITY = "A123456(3)", "11010519491231002X"
ENTRY = {
    "entry": "e",
    "kind": "person",
    "name": f"陳大文 {CARD}",
    "aliases": [f"CHAN Tai Man {IDENTITY}"],
    "address": f"開源道55號 身份證{IDENTITY}",
    "brands": [CARD],
    "route": IDENTITY,
    "identifiers": [{"kind": "hk_plate", "text": CARD}, {"kind": "mainland_declaration", "text": IDENTITY}],
}


def test_nothing_of_it_stays_in_what_is_stored() -> None:
    stored = str(clean_entries(entries(ENTRY)).to_pylist())
    assert "陳大文" in stored
    assert "123456" not in stored
    assert "19491231" not in stored


def test_a_line_with_one_is_not_matched_by_it() -> None:
    watch = index({**ENTRY, "name": "", "aliases": [], "address": ""})
    assert found({"plate": CARD, "declaration": IDENTITY}, watch) == {}


def test_other_numbers_stay() -> None:
    assert blank_personal("ABCU1234567 RR123456785CN 11010519491231") == "ABCU1234567 RR123456785CN 11010519491231"
