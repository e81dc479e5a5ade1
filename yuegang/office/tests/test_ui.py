"""The tags every page uses, in the three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from yuegang.base import clock
from yuegang.office import states
from yuegang.office.templatetags import ui

THREE = ("zh-hans", "zh-hant", "en")


def shown(source: str, language: str = "en", **context: object) -> str:
    with override(language):
        return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(("language", "tag"), list(zip(THREE, ("zh-Hans-CN", "zh-Hant-HK", "en"), strict=True)))
def test_the_page_names_its_language_as_browsers_know_it(language: str, tag: str) -> None:
    assert shown("{% html_lang %}", language) == tag


def test_a_fragment_of_another_script_carries_its_language_and_is_escaped() -> None:
    assert shown("{{ x|in_lang:'zh-hant' }}", x="<粵>") == '<span lang="zh-Hant-HK">&lt;粵&gt;</span>'


@pytest.mark.parametrize("code", states.STATES)
def test_every_state_has_a_shape_that_is_in_the_sprite(code: str) -> None:
    assert states.look_up(code)[0] in {"new", "work", "done", "late", "wait", "shut", "none"}


def test_a_state_is_told_by_shape_and_word() -> None:
    html = shown("{% state 'overdue' %}", "zh-hans")
    assert 'href="#s-late"' in html
    assert "逾期" in html


def test_the_words_of_a_state_are_those_of_the_side() -> None:
    assert "已反馈" in shown("{% state 'answered' %}", "zh-hans")
    assert "已回覆" in shown("{% state 'answered' %}", "zh-hant")


def test_an_unknown_state_shows_itself_and_a_page_may_give_its_own_word() -> None:
    assert "#s-none" in shown("{% state 'lead.odd' %}")
    assert "Seized" in shown("{% state 'x' 'Seized' 'done' %}")


@pytest.mark.parametrize(
    "place",
    [
        "hk",
        "hk-customs",
        SimpleNamespace(side_id="hk"),
        SimpleNamespace(node_id="hk-customs", code="HK-CED/IPIB"),
        SimpleNamespace(code="hk"),
    ],
)
def test_a_side_is_known_from_whatever_names_it(place: object) -> None:
    assert ui.side_code(place) == "hk"


def test_a_direction_reads_from_one_side_to_the_other() -> None:
    html = shown("{% direction 'gd' 'hk' %}", "zh-hant")
    assert html.index("粵") < html.index("至") < html.index("港")


@pytest.mark.parametrize("letter", "ABCD")
def test_a_class_mark_says_what_it_means(letter: str) -> None:
    assert f'class="cls {letter.lower()}" title="{letter}: ' in shown("{% cls letter %}", letter=letter)


def test_a_date_owed_stands_on_both_calendars_the_binding_one_first() -> None:
    html = shown("{% cal2 due 'hk' other 25 %}", due=date(2026, 12, 29), other=date(2026, 12, 28))
    assert html.index("HK") < html.index("<b>2026-12-29</b> 25 working days left") < html.index("GD")
    assert html.index("GD") < html.index("2026-12-28")


def test_a_date_without_agreement_is_not_a_date() -> None:
    assert "No date agreed" in shown("{% cal2 None 'gd' %}")


@pytest.mark.parametrize(
    ("left", "text"), [(1, "1 working day left"), (0, "0 working days left"), (-2, "2 working days past")]
)
def test_days_are_said_without_a_minus(left: int, text: str) -> None:
    with override("en"):
        assert ui.days_left(left) == text


def test_moments_are_shown_at_the_time_of_both_sides() -> None:
    late = datetime(2025, 11, 22, 17, 30, tzinfo=UTC)
    assert ui.day(late) == "2025-11-23"
    assert ui.stamp(late) == "2025-11-23 01:30"
    this_year = late.replace(year=clock.today().year)
    assert ui.stamp(this_year) == "11-23 01:30"


def test_nothing_is_shown_for_nothing() -> None:
    assert [ui.day(None), ui.stamp(None), ui.number(None), ui.money(None, "CNY"), ui.in_words(None)] == [""] * 5


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "人民币 61,200.00"), ("zh-hant", "人民幣 61,200.00"), ("en", "CNY 61,200.00")]
)
def test_money_carries_its_currency(language: str, text: str) -> None:
    assert shown("{{ x|money:'CNY' }}", language, x=Decimal(61200)) == text


def test_a_currency_without_a_name_keeps_its_code() -> None:
    assert shown("{{ x|money:'CHF' }}", x=Decimal("1.5")) == "CHF 1.50"


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (12345678, "zh-hans", "1,234.6万"),
        (50000, "zh-hant", "5萬"),
        (230000000, "zh-hant", "2.3億"),
        (9999, "zh-hans", "9,999"),
        (12345678, "en", "12,345,678"),
    ],
)
def test_large_numbers_are_counted_in_ten_thousands_in_chinese(value: int, language: str, text: str) -> None:
    assert shown("{{ x|in_words }}", language, x=value) == text


@pytest.mark.parametrize(("days", "text"), [(3, "3 left"), (0, "0 left"), (-2, "2 past"), (None, "")])
def test_a_list_says_the_days_in_two_words(days: int | None, text: str) -> None:
    with override("en"):
        assert ui.left(days) == text
