"""What each kind of cell takes, refuses and offers."""

import pytest

from yuegang.base.imports import parsers
from yuegang.base.imports.errors import SENTENCES, CellError, sentence
from yuegang.base.imports.parsers import Parser
from yuegang.base.imports.tests.boxes import COLOURS

colour = parsers.one_of(COLOURS)
document = parsers.pattern(r"[A-Z]{2}\d{4}", "AB1234")


@pytest.mark.parametrize(
    ("parse", "raw", "value"),
    [
        (parsers.whole_number, "1,180", "1180"),
        (parsers.whole_number, "０２４", "24"),
        (parsers.amount, "1,180.5", "1180.50"),
        (parsers.amount, "7", "7.00"),
        (parsers.day, "2026-11-18", "2026-11-18"),
        (parsers.day, "2026/1/8", "2026-01-08"),
        (parsers.day, "2026年1月8日", "2026-01-08"),
        (parsers.day, "20260108", "2026-01-08"),
        (parsers.day, "2026-01-08 00:00:00", "2026-01-08"),
        (colour, "紅色", "red"),
        (colour, " BLUE ", "blue"),
        (colour, "red", "red"),
        (parsers.yes_or_no, "是", "yes"),
        (document, "ＡＢ1234", "AB1234"),
        (parsers.text(5), "  a b ", "a b"),
    ],
)
def test_a_cell_becomes_its_canonical_value(parse: Parser, raw: str, value: str) -> None:
    assert parse(raw) == value


@pytest.mark.parametrize(
    ("parse", "raw", "rule", "suggest"),
    [
        (parsers.whole_number, "6 只", "cell.integer", "6"),
        (parsers.whole_number, "6 或 7", "cell.integer", ""),
        (parsers.whole_number, "-3", "cell.integer", ""),
        (parsers.whole_number, "1.5", "cell.integer", ""),
        (parsers.whole_number, "9999999999", "cell.large", ""),
        (parsers.amount, "HK$1180.50", "cell.decimal", "1180.50"),
        (parsers.amount, "1.234", "cell.decimal", ""),
        (parsers.amount, "9" * 13, "cell.large", ""),
        (parsers.amount, "9" * 40, "cell.large", ""),
        (parsers.day, "2026-11-31", "cell.no_day", ""),
        (parsers.day, "18/11/2026", "cell.date_order", "2026-11-18"),
        (parsers.day, "08/11/2026", "cell.date_order", ""),
        (parsers.day, "yesterday", "cell.date", ""),
        (colour, "红", "cell.choice", "红色"),
        (colour, "x", "cell.choice", ""),
        (parsers.text(3), "abcd", "cell.long", ""),
        (parsers.text(30), "1.23456789012346E+15", "cell.digits", ""),
        (parsers.text(30), "a\x00b", "cell.control", ""),
        (document, "A1", "cell.pattern", ""),
    ],
)
def test_a_cell_is_refused_by_a_rule_with_a_repair_where_one_is_certain(
    parse: Parser, raw: str, rule: str, suggest: str
) -> None:
    with pytest.raises(CellError) as caught:
        parse(raw)
    assert (caught.value.rule, caught.value.suggest) == (rule, suggest)
    assert sentence(rule, caught.value.detail)


def test_every_rule_has_a_sentence() -> None:
    assert all(str(text) for text in SENTENCES.values())
