"""Editions: what the validation finds before anybody publishes."""

from dataclasses import replace
from datetime import date

import pytest

from yuegang.engine.law.edition import Article, Edition, Wording, may_publish, validate


def article(number: str, text: str = "为了保护知识产权，制定本法。") -> Article:
    return Article(number, f"第{number}条", (), {"zh-Hans": Wording(text)})


GOOD = Edition(
    place="CN",
    code="商标法",
    titles={"zh-Hans": "中华人民共和国商标法"},
    level="law",
    number="",
    adopted=date(2019, 4, 23),
    in_force=date(2019, 11, 1),
    source="",
    is_complete=True,
    articles=(article("1"), article("2"), article("2-1"), article("3")),
)


def rules(edition: Edition, before: int | None = None) -> set[str]:
    return {finding.rule for finding in validate(edition, before)}


def test_a_sound_edition_has_no_findings() -> None:
    assert validate(GOOD) == [] and may_publish(validate(GOOD))


@pytest.mark.parametrize(
    ("edition", "rule"),
    [
        (replace(GOOD, articles=()), "articles.none"),
        (replace(GOOD, titles={}), "title.none"),
        (replace(GOOD, adopted=None, in_force=None), "date.none"),
        (replace(GOOD, articles=(article("1"), article("1"))), "number.repeated"),
        (replace(GOOD, articles=(article("1", "商标\ufffd"),)), "text.encoding"),
    ],
)
def test_what_cannot_be_law_stops_the_publication(edition: Edition, rule: str) -> None:
    assert rule in rules(edition) and not may_publish(validate(edition))


@pytest.mark.parametrize(
    ("edition", "rule"),
    [
        (replace(GOOD, in_force=None), "date.adopted_only"),
        (replace(GOOD, is_complete=False), "text.excerpt"),
        (replace(GOOD, articles=(article("1"), article("4"))), "number.gap"),
        (replace(GOOD, articles=(article("1"), article("2"), article("1A"))), "number.order"),
        (replace(GOOD, articles=(article("1", " "), article("附则"))), "text.empty"),
    ],
)
def test_what_looks_odd_is_shown_and_may_be_published(edition: Edition, rule: str) -> None:
    assert rule in rules(edition) and may_publish(validate(edition))


def test_a_text_that_lost_half_its_words_is_shown() -> None:
    assert "size.changed" in rules(GOOD, GOOD.size * 2)
    assert "size.changed" not in rules(GOOD, GOOD.size)
