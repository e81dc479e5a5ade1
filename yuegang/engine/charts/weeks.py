"""Lay out six weeks of due dates under the calendars of two places, for a table on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..calendars import Calendar

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Day:
    """Hold one cell: the day, how many dates fall on it, and which places rest.

    off: "" when both work, "both", or the code of the one place that rests; "unknown" outside a calendar.
    label: the day, with its month when that begins or the table does.
    """

    day: date
    label: str
    due: int
    is_today: bool
    off: str
    holiday: str


def six_weeks(
    today: date, own: Calendar, other: Calendar, due: Mapping[date, int], weeks: int = WEEKS
) -> tuple[tuple[Day, ...], ...]:
    """Return weeks of seven days, Monday first, from the week of today.

    due: how many dates fall on a day.
    """
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=count) for count in range(7 * weeks)]
    cells = [
        Day(
            day=day,
            label=f"{day.month}/{day.day}" if day.day == 1 else str(day.day),
            due=due.get(day, 0),
            is_today=day == today,
            off=_off(day, own, other),
            holiday=_holiday(day, own, other),
        )
        for day in days
    ]
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))


def _off(day: date, own: Calendar, other: Calendar) -> str:
    if not own.covers(day) or not other.covers(day):
        return "unknown"
    rests = [calendar.place for calendar in (own, other) if not calendar.is_working(day)]
    return "both" if len(rests) == 2 else "".join(rests)


def _holiday(day: date, own: Calendar, other: Calendar) -> str:
    names = [calendar.name(day) for calendar in (own, other) if calendar.covers(day)]
    return next((name for name in names if name), "")
