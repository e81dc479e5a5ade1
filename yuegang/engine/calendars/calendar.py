"""Answer questions about the working days of one place, within the years its table covers."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5  # date.weekday()


class DayKind(StrEnum):
    """Say what a day is in one place; a half holiday counts as a working day."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    HALF_HOLIDAY = "half-holiday"
    MAKE_UP = "workday"


class CalendarError(Exception):
    """Say that a calendar cannot answer: a day outside its years, or a table that is not sound.

    rule: stable code. place: "CN", "HK" or "MO". about: the day or row in question.
    """

    def __init__(self, rule: str, place: str, about: str = "") -> None:
        super().__init__(rule, place, about)
        self.rule = rule
        self.place = place
        self.about = about


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Hold the special days of one place from the first to the last covered day, both inclusive.

    version: digest of its rows. provisional: years whose official notice was not out when the table was made.
    """

    place: str
    version: str
    first: date
    last: date
    special: Mapping[date, DayKind]
    names: Mapping[date, str]
    provisional: frozenset[int] = frozenset()
    _days: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        days = tuple(ordinal for ordinal in span if self._works(date.fromordinal(ordinal)))
        object.__setattr__(self, "_days", days)

    def covers(self, day: date) -> bool:
        """Tell whether the table reaches this day."""
        return self.first <= day <= self.last

    def kind(self, day: date) -> DayKind:
        """Return what a day is; raises CalendarError outside the covered years."""
        self._require(day)
        return self._kind(day)

    def name(self, day: date) -> str:
        """Return the English name the table gives a special day, else ""; raises CalendarError."""
        self._require(day)
        return self.names.get(day, "")

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day; raises CalendarError outside the covered years."""
        self._require(day)
        return self._works(day)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day lies in a year whose official notice was not out yet."""
        return day.year in self.provisional

    def add_working_days(self, day: date, count: int) -> date:
        """Return the count-th working day after a day; for 0 that day or the next working day, below 0 before it.

        Raises CalendarError when the answer leaves the covered years.
        """
        self._require(day)
        ordinal = day.toordinal()
        after = count > 0  # then the day itself is not counted
        index = bisect_left(self._days, ordinal + after) + count - after
        if not 0 <= index < len(self._days):
            raise CalendarError("calendar.years", self.place, f"{day.isoformat()} {count:+d}")
        return date.fromordinal(self._days[index])

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after start up to and including end; negative when end is earlier.

        Raises CalendarError outside the covered years.
        """
        self._require(start)
        self._require(end)
        return bisect_right(self._days, end.toordinal()) - bisect_right(self._days, start.toordinal())

    def next_difference(self, other: "Calendar", day: date) -> date | None:
        """Return the first day, from this one on, on which only one of two places works; None if none is covered.

        Raises CalendarError when either does not cover the first day.
        """
        self._require(day)
        other._require(day)
        while self.covers(day) and other.covers(day):
            if self._works(day) != other._works(day):
                return day
            day += timedelta(days=1)
        return None

    def _kind(self, day: date) -> DayKind:
        plain = DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING
        return self.special.get(day, plain)

    def _works(self, day: date) -> bool:
        kind = self._kind(day)
        if kind is DayKind.HALF_HOLIDAY:
            return day.weekday() < SATURDAY
        return kind in (DayKind.WORKING, DayKind.MAKE_UP)

    def _require(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise CalendarError("calendar.years", self.place, day.isoformat())
