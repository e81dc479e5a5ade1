"""Prove how marks are taken apart."""

from yuegang.engine.matching.brands.marks import PartKind, parts


def _kinds(mark: str) -> dict[str, PartKind]:
    return {part.text: part.kind for part in parts(mark)}


def test_sides_words_and_initials_of_a_bilingual_mark() -> None:
    kinds = _kinds("Alexander Wang/亚历山大·王")
    assert kinds["alexanderwang"] is PartKind.SIDE
    assert kinds["亚历山大王"] is PartKind.SIDE
    assert kinds["wang"] is PartKind.WORD
    assert kinds["亚历山大"] is PartKind.WORD
    assert kinds["aw"] is PartKind.INITIALS


def test_camel_case_is_words() -> None:
    assert {"the", "north", "face", "tnf"} <= set(_kinds("TheNorthFace"))


def test_a_side_of_two_scripts_is_also_its_scripts() -> None:
    assert _kinds("Dsquared/D二次方")["二次方"] is PartKind.SCRIPT


def test_a_mark_without_letters_has_no_parts() -> None:
    assert parts("™ / –") == []
