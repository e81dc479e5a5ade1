"""Measure the obligation engine: the state of many open items on two calendars, and how its cost grows.

Processor time, so that others on the machine do not count.

python -m bench.obligations [--items 100000]
"""

import argparse
import csv
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yuegang.engine.calendars import Calendar, read_calendars
from yuegang.engine.protocol.obligation import Event, Step, Target, progress, state
from yuegang.engine.protocol.reminding import reached

START = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
TABLE = Path(__file__).parents[1] / "yuegang" / "facts" / "calendars.csv"
LIMIT = 2.0  # processor seconds for 100,000 open items


def logs(count: int) -> list[list[Event]]:
    """Return the events of open items spread over the year: a third acknowledged, a tenth extended."""
    span = (NOW - START).total_seconds()
    found = []
    for number in range(count):
        at = START + timedelta(seconds=span * number / count)
        events = [Event(Step.RELEASED, at)]
        if number % 3 == 0:
            events.append(Event(Step.ACKNOWLEDGED, at + timedelta(days=1)))
        if number % 10 == 0:
            events.append(Event(Step.EXTENDED, at + timedelta(days=5), NOW.date() + timedelta(days=number % 60)))
        found.append(events)
    return found


def seconds_for(items: list[list[Event]], places: list[tuple[Target, Calendar]]) -> tuple[float, int]:
    """Return the processor seconds for the states and reminders of all items, and how many are overdue."""
    began, overdue = time.process_time(), 0
    for number, events in enumerate(items):
        target, calendar = places[number % len(places)]
        found = state(progress(events), target, calendar, NOW)
        overdue += found.overdue
        if found.feedback_by is not None:
            reached(found.feedback_by, NOW.date())
    return time.process_time() - began, overdue


def main() -> int:
    """Print a table and a JSON line; return 1 when 100,000 items take longer than the limit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--items", type=int, default=100_000)
    count = options.parse_args().items
    with TABLE.open(encoding="utf-8", newline="") as file:
        calendars = read_calendars(csv.DictReader(file))
    places = [(Target(1, 10, place), calendars[place]) for place in ("CN", "HK")]
    rows = []
    for size in (count // 10, count // 2, count):
        spent, overdue = seconds_for(logs(size), places)
        rows.append({"items": size, "seconds": round(spent, 3), "us_each": round(spent / size * 1e6, 1)})
        print(f"{size:>8,} open items  {spent:7.3f} s  {spent / size * 1e6:6.1f} us each  {overdue:,} overdue")
    print(json.dumps({"bench": "obligations", "rows": rows}))
    return int(count <= 100_000 and rows[-1]["seconds"] > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
