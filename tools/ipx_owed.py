"""Compute what is owed from headers and a calendar table, for ipx_verify: docs/protocol.md, section 12."""

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

Json = Any  # headers that ipx_verify has checked
STAGES = {"answered": "fulfilled", "refused": "refused", "waived": "waived", "acknowledged": "acknowledged"}
STAGES |= {"released": "pending"}
OPEN = {"pending": ("acknowledge", "feedback"), "acknowledged": ("feedback",)}


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the week, by place."""

    places: Mapping[str, Mapping[date, str]]

    @classmethod
    def read(cls, table: str) -> "Calendar":
        """Read lines of place, date, kind; further columns have no meaning here."""
        places: dict[str, dict[date, str]] = {}
        for row in csv.DictReader(table.splitlines()):
            places.setdefault(row["place"], {})[date.fromisoformat(row["date"])] = row["kind"]
        return cls(places)

    def place(self, name: str) -> "Place":
        """Return the calendar a target names; of another version than the table's it has no days."""
        days = self.places.get(name[:2], {})
        lines = "".join(f"{day},{days[day]}\n" for day in sorted(days))
        version = "@sha256:" + hashlib.sha256(lines.encode()).hexdigest()
        return Place(days if name[2:] in ("", version) else {})


@dataclass(frozen=True)
class Place:
    """Working days of one place."""

    days: Mapping[date, str]

    def covers(self, day: date) -> bool:
        """Say whether the table reaches this day's year."""
        return any(known.year == day.year for known in self.days)

    def between(self, after: date, until: date) -> int:
        """Count the working days after one day up to and including another."""
        span = (after + timedelta(number) for number in range(1, (until - after).days + 1))
        return sum(
            self.days.get(day) == "workday" or (day.weekday() < 5 and self.days.get(day) != "holiday") for day in span
        )

    def due(self, start: date, number: int) -> date | None:
        """Return the so-many-th working day after a day, or None beyond the table or for 0."""
        end = start
        while number and self.covers(end):
            end += timedelta(1)
            number -= self.between(end - timedelta(1), end)
        return end if end != start and self.covers(end) else None


def owed(header: Json, answers: Iterable[Json], calendar: Calendar, now: str) -> dict[str, object]:
    """Return the state of an item from headers alone: a refusal in a closed body counts as an acknowledgement."""
    events = {"released": header["ts"]}
    steps = {"acknowledgement": "acknowledged", "feedback": "answered"}
    for answer in answers:
        step = steps.get(answer["kind"]) if answer.get("ref") == header["item_id"] else None
        if step:
            events[step] = min(answer["ts"], events.get(step, answer["ts"]))
    return state(header["obligation"], calendar, events, now)


def state(
    target: Json, calendar: Calendar, events: Mapping[str, str], now: str, until: str | None = None
) -> dict[str, object]:
    """Return stage, dates and flags; events: step to its earliest stamp; until: day of the last extension."""
    day = {step: _civil(at) for step, at in {**events, "now": now}.items()}
    stage = next((STAGES[step] for step in STAGES if step in day), "none")
    place = calendar.place(target["calendar"] if target else "")
    days = {name: target[f"{name}_days"] if target and "released" in day else 0 for name in OPEN["pending"]}
    by = {name: place.due(day["released"], number) if number else None for name, number in days.items()}
    if until and days["feedback"]:
        by["feedback"] = max(by["feedback"] or date.min, date.fromisoformat(until))
    dates = [found for name in OPEN.get(stage, ()) if (found := by[name])]
    left = [place.between(day["now"], one) - place.between(one, day["now"]) for one in dates]
    overdue = any(one < day["now"] for one in dates)
    return {
        "stage": stage,
        **{f"{name}_by": found and found.isoformat() for name, found in by.items()},
        "working_days_left": min(left) if left and place.covers(day["now"]) else None,
        "overdue": overdue,
        "late": overdue or _came_late(day, by),
        "uncovered": any(number and not by[name] for name, number in days.items()),
    }


def _civil(stamp: str) -> date:
    return (datetime.fromisoformat(stamp) + timedelta(hours=8)).date()


def _came_late(day: Mapping[str, date], by: Mapping[str, date | None]) -> bool:
    came: Sequence[date] = [day[step] for step in ("acknowledged", "answered", "refused") if step in day]
    closing = day.get("answered", day.get("refused"))
    first, last = by["acknowledge"], by["feedback"]
    return bool((first and came and min(came) > first) or (last and closing and closing > last))
