import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.calendars import Calendar, CalendarError, DayKind, read_calendars

TABLE = Path(__file__).parents[3] / "facts" / "calendars.csv"


def read_table() -> dict[str, Calendar]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return read_calendars(csv.DictReader(file))


CALENDARS = read_table()
CN, HK, MO = CALENDARS["CN"], CALENDARS["HK"], CALENDARS["MO"]
places = st.sampled_from([CN, HK, MO])
days = st.dates(date(2017, 1, 1), date(2027, 12, 31))
near = st.dates(date(2018, 1, 1), date(2026, 12, 31))


def row(day: str, kind: str = "holiday", place: str = "CN", confidence: str = "medium") -> dict[str, str]:
    return {"place": place, "date": day, "kind": kind, "name_en": "n", "confidence": confidence}


@pytest.mark.parametrize(
    ("calendar", "start", "count", "due"),
    [
        # counted by hand on the two official tables
        (CN, date(2018, 2, 12), 3, date(2018, 2, 22)),
        (HK, date(2018, 2, 12), 3, date(2018, 2, 15)),
        (CN, date(2017, 9, 29), 1, date(2017, 9, 30)),  # a make-up Saturday
        (CN, date(2017, 9, 29), 3, date(2017, 10, 10)),
        (HK, date(2018, 9, 24), 2, date(2018, 9, 27)),  # 25 September: the day after Mid-Autumn
        (CN, date(2018, 9, 28), 2, date(2018, 9, 30)),  # make-up Saturday and Sunday
        (HK, date(2018, 12, 24), 1, date(2018, 12, 27)),
        (CN, date(2018, 12, 28), 2, date(2019, 1, 2)),
        (HK, date(2019, 4, 17), 2, date(2019, 4, 23)),  # Easter
        (CN, date(2019, 4, 30), 2, date(2019, 5, 6)),  # 5 May is a make-up Sunday
        (HK, date(2019, 4, 30), 2, date(2019, 5, 3)),
    ],
)
def test_a_deadline_equals_the_date_counted_by_hand(calendar: Calendar, start: date, count: int, due: date) -> None:
    assert calendar.add_working_days(start, count) == due


@given(places, near, st.integers(1, 200))
def test_adding_then_counting_gives_the_same_number(calendar: Calendar, start: date, count: int) -> None:
    due = calendar.add_working_days(start, count)
    assert calendar.is_working(due)
    assert calendar.working_days_between(start, due) == count
    assert calendar.working_days_between(due, start) == -count


@given(places, near, st.integers(-60, -1))
def test_counting_backwards_ends_on_an_earlier_working_day(calendar: Calendar, start: date, count: int) -> None:
    due = calendar.add_working_days(start, count)
    assert due < start
    assert calendar.is_working(due)
    assert calendar.working_days_between(due - timedelta(1), start - timedelta(1)) == -count


@given(places, near)
def test_zero_days_is_this_or_the_next_working_day(calendar: Calendar, start: date) -> None:
    due = calendar.add_working_days(start, 0)
    assert due == (start if calendar.is_working(start) else calendar.add_working_days(start, 1))


@given(places, days, days, days)
def test_counts_of_adjoining_spans_add_up(calendar: Calendar, a: date, b: date, c: date) -> None:
    count = calendar.working_days_between
    assert count(a, b) + count(b, c) == count(a, c)


def test_each_day_has_its_kind_and_name() -> None:
    assert CN.kind(date(2018, 2, 24)) is DayKind.MAKE_UP
    assert CN.kind(date(2018, 2, 16)) is DayKind.HOLIDAY
    assert CN.name(date(2018, 2, 16)) == "Chinese New Year (Spring Festival)"
    assert HK.kind(date(2018, 2, 24)) is DayKind.WEEKEND
    assert HK.kind(date(2018, 2, 23)) is DayKind.WORKING
    assert HK.name(date(2018, 2, 23)) == ""


def test_a_half_holiday_counts_as_a_working_day_unless_it_falls_on_a_weekend() -> None:
    assert MO.kind(date(2018, 2, 15)) is DayKind.HALF_HOLIDAY
    assert MO.is_working(date(2018, 2, 15))
    table = read_calendars([row("2022-12-31", "half-holiday", "MO")])
    assert not table["MO"].is_working(date(2022, 12, 31))


def test_the_next_difference_is_the_first_day_only_one_side_works() -> None:
    assert CN.next_difference(HK, date(2018, 2, 10)) == date(2018, 2, 11)
    assert HK.next_difference(CN, date(2018, 2, 12)) == date(2018, 2, 15)
    assert CN.next_difference(CN, date(2018, 2, 12)) is None


def test_years_without_an_official_notice_are_provisional() -> None:
    assert CN.is_provisional(date(2027, 3, 1))
    assert not CN.is_provisional(date(2026, 3, 1))


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2028, 1, 1)])
def test_it_never_guesses_outside_the_covered_years(day: date) -> None:
    inside = date(2020, 1, 1)
    assert not CN.covers(day)
    for ask in (
        lambda: CN.is_working(day),
        lambda: CN.kind(day),
        lambda: CN.name(day),
        lambda: CN.add_working_days(day, 1),
        lambda: CN.working_days_between(day, inside),
        lambda: CN.working_days_between(inside, day),
        lambda: CN.next_difference(HK, day),
    ):
        with pytest.raises(CalendarError) as refused:
            ask()
        assert (refused.value.rule, refused.value.place, refused.value.about) == (
            "calendar.years",
            "CN",
            day.isoformat(),
        )


@pytest.mark.parametrize(("day", "count"), [(date(2027, 12, 20), 30), (date(2017, 1, 5), -30)])
def test_it_refuses_a_deadline_beyond_the_covered_years(day: date, count: int) -> None:
    with pytest.raises(CalendarError) as refused:
        HK.add_working_days(day, count)
    assert refused.value.rule == "calendar.years"


def test_the_version_depends_on_the_days_and_not_on_the_order_of_rows() -> None:
    rows = [row("2018-02-16"), row("2018-02-24", "workday")]
    version = read_calendars(rows)["CN"].version
    assert read_calendars(rows[::-1])["CN"].version == version
    assert read_calendars(rows[:1])["CN"].version != version
    assert version.startswith("sha256:")


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([row("2018-02-16", place="XX")], "calendar.place"),
        ([row("2018-02-16", "picnic")], "calendar.kind"),
        ([row("2018-02-30")], "calendar.date"),
        ([row("2018-02-16"), row("2018-02-16")], "calendar.repeated"),
        ([row("2018-02-16", "workday")], "calendar.workday"),
        ([row("2018-02-16"), row("2020-02-16")], "calendar.gap"),
    ],
)
def test_it_refuses_a_table_with_doubts(rows: list[dict[str, str]], rule: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_calendars(rows)
    assert refused.value.rule == rule
