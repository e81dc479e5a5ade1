"""Say of what the side that owes an answer reminds itself, and whom; the other side is never told.

A pure function of the date owed and the civil day, so a node that slept does not remind five times at once.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Reminded(StrEnum):
    """Say who is told."""

    OFFICER = "officer"
    HEAD = "head"
    LIAISON = "liaison"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Hold one step of the ladder: days before (negative) or after the date owed, and who is told."""

    code: str
    days: int
    who: Reminded


LADDER = (
    Reminder("week_before", -7, Reminded.OFFICER),
    Reminder("day_before", -1, Reminded.OFFICER),
    Reminder("due", 0, Reminded.OFFICER),
    Reminder("week_after", 7, Reminded.HEAD),
    Reminder("escalated", 30, Reminded.LIAISON),
)


def reached(due: date, today: date) -> Reminder | None:
    """Return the highest step of the ladder that a date owed has reached; None more than a week before it."""
    passed = [step for step in LADDER if due + timedelta(days=step.days) <= today]
    return passed[-1] if passed else None
