"""Prove what is found in goods text, and where."""

import pytest

from yuegang.engine.matching.brands.aliases import AliasLexicon
from yuegang.engine.matching.brands.scanner import BrandScanner

WATCH = ["Chanel/香奈儿", "COACH", "LV/路易威登", "adidas"]


@pytest.fixture(scope="module")
def scanner() -> BrandScanner:
    return BrandScanner(WATCH, AliasLexicon())


@pytest.mark.parametrize(
    ("line", "text", "form"),
    [
        ("10 pcs CHANEL bags", "CHANEL", "literal"),
        ("new C-H-A-N-E-L bag", "C-H-A-N-E-L", "separated"),
        ("手袋𝗖𝗛𝗔𝗡𝗘𝗟一只", "𝗖𝗛𝗔𝗡𝗘𝗟", "folded"),
        ("香奈兒手袋", "香奈兒", "folded"),
        ("手袋 CHANEL", "CHANEL", "literal"),
    ],
)
def test_it_finds_a_mark_with_its_place(scanner: BrandScanner, line: str, text: str, form: str) -> None:
    (mention,) = scanner.scan(["nothing", line, "手袋"])
    assert (mention.line, mention.mark, mention.text, mention.form) == (1, 0, text, form)
    assert line[mention.start : mention.end] == text


@pytest.mark.parametrize("line", ["coaching lessons", "a chanelled beam", "coa chair", "", "手袋"])
def test_a_mark_inside_another_word_is_none(scanner: BrandScanner, line: str) -> None:
    assert scanner.scan([line]) == []


def test_a_short_name_counts_only_with_a_second_signal(scanner: BrandScanner) -> None:
    lines = ["LV bag", "LV bag"]
    assert scanner.scan(lines) == []
    (mention,) = scanner.scan(lines, [False, True])
    assert (mention.line, mention.mark, mention.needs_second) == (1, 2, True)


def test_a_nickname_counts_only_with_a_second_signal() -> None:
    scanner = BrandScanner(WATCH)
    assert scanner.scan(["三叶草 鞋"]) == []
    assert [mention.mark for mention in scanner.scan(["三叶草 鞋"], [True])] == [3]


def test_a_line_end_inside_a_line_is_refused(scanner: BrandScanner) -> None:
    with pytest.raises(ValueError, match="line end"):
        scanner.scan(["a\nb"])


def test_no_marks_and_no_lines_find_nothing() -> None:
    assert BrandScanner([], AliasLexicon()).scan(["CHANEL"]) == []
    assert BrandScanner(WATCH).scan([]) == []
