from datetime import date

from yuegang.engine.calendars.tests.test_calendar import CN, HK
from yuegang.engine.charts import six_weeks


def test_six_weeks_begin_on_monday_and_name_the_side_that_rests() -> None:
    weeks = six_weeks(date(2018, 2, 14), CN, HK, {date(2018, 2, 22): 3})
    days = {day.day: day for week in weeks for day in week}
    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0][0].day == date(2018, 2, 12)
    assert days[date(2018, 2, 14)].is_today
    assert days[date(2018, 2, 14)].off == ""
    assert (days[date(2018, 2, 15)].off, days[date(2018, 2, 16)].off) == ("CN", "both")
    assert days[date(2018, 2, 24)].off == "HK"  # a make-up Saturday on the Mainland
    assert days[date(2018, 2, 16)].holiday == "Chinese New Year (Spring Festival)"
    assert (days[date(2018, 2, 22)].due, days[date(2018, 2, 23)].due) == (3, 0)
    assert (days[date(2018, 2, 28)].label, days[date(2018, 3, 1)].label) == ("28", "3/1")


def test_days_beyond_a_calendar_are_unknown() -> None:
    weeks = six_weeks(date(2027, 12, 29), HK, CN, {}, weeks=2)
    assert [day.off for day in weeks[0]][-3:] == ["", "unknown", "unknown"]
    assert weeks[0][5].holiday == ""
