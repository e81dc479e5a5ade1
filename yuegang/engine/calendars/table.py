"""Build calendars from the rows of facts/calendars.csv; refuse a table with doubts."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from .calendar import SATURDAY, Calendar, CalendarError, DayKind

PLACES = ("CN", "HK", "MO")
_KINDS = {"holiday": DayKind.HOLIDAY, "half-holiday": DayKind.HALF_HOLIDAY, "workday": DayKind.MAKE_UP}


def read_calendars(rows: Iterable[Mapping[str, str]]) -> dict[str, Calendar]:
    """Return a calendar per place from rows with place, date, kind, name_en and confidence.

    A year is covered when it has rows, and the years of a place must follow one another.
    Raises CalendarError: calendar.place, calendar.kind, calendar.date, calendar.repeated, calendar.workday,
    calendar.gap.
    """
    by_place: dict[str, dict[date, Mapping[str, str]]] = {}
    for row in rows:
        place, day = _read_place(row), _read_day(row)
        if by_place.setdefault(place, {}).setdefault(day, row) is not row:
            raise CalendarError("calendar.repeated", place, day.isoformat())
    return {place: _build(place, days) for place, days in by_place.items()}


def _read_place(row: Mapping[str, str]) -> str:
    if row["place"] not in PLACES:
        raise CalendarError("calendar.place", row["place"], row["date"])
    if row["kind"] not in _KINDS:
        raise CalendarError("calendar.kind", row["place"], row["kind"])
    return row["place"]


def _read_day(row: Mapping[str, str]) -> date:
    try:
        day = date.fromisoformat(row["date"])
    except ValueError as error:
        raise CalendarError("calendar.date", row["place"], row["date"]) from error
    if row["kind"] == DayKind.MAKE_UP and day.weekday() < SATURDAY:
        raise CalendarError("calendar.workday", row["place"], row["date"])
    return day


def _build(place: str, days: Mapping[date, Mapping[str, str]]) -> Calendar:
    years = {day.year for day in days}
    if len(years) != max(years) - min(years) + 1:
        raise CalendarError("calendar.gap", place)
    lines = "".join(f"{day.isoformat()},{days[day]['kind']}\n" for day in sorted(days))
    return Calendar(
        place=place,
        version="sha256:" + hashlib.sha256(lines.encode()).hexdigest(),
        first=date(min(years), 1, 1),
        last=date(max(years), 12, 31),
        special={day: _KINDS[row["kind"]] for day, row in days.items()},
        names={day: row["name_en"] for day, row in days.items()},
        provisional=frozenset(day.year for day, row in days.items() if row["confidence"].startswith("low")),
    )
