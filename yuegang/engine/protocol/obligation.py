"""Say where an item stands and what is owed, the same on both nodes (docs/protocol.md, section 12).

A pure function of the times in the two logs, the agreed target, the calendar of the obligated unit and `now`.
Without a target signed by both sides there are no dates and nothing is ever overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Protocol

from ..calendars import CalendarError
from .errors import ProtocolError

LOCAL = timezone(timedelta(hours=8))  # the civil time of the Mainland, Hong Kong and Macao


class Stage(StrEnum):
    """Say how far the answer has come."""

    NONE = "none"
    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"
    FULFILLED = "fulfilled"
    REFUSED = "refused"
    WAIVED = "waived"


class Step(StrEnum):
    """Name what an entry of either log does to an item."""

    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    REFUSED = "refused"
    EXTENDED = "extended"
    WAIVED = "waived"


class WorkingDays(Protocol):
    """Say what is asked of a calendar; engine.calendars.Calendar is one."""

    def add_working_days(self, day: date, count: int) -> date:
        """Return the count-th working day after a day."""

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after start up to and including end."""


@dataclass(frozen=True, slots=True)
class Target:
    """Hold an agreed target in working days of a named calendar; 0 days: no target for this answer."""

    acknowledge_days: int
    feedback_days: int
    calendar: str


@dataclass(frozen=True, slots=True)
class Event:
    """Hold what one entry did and the `ts` of its header; an extension also says until which day."""

    step: Step
    at: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Hold when an item was first released, acknowledged, answered, refused and waived; aware times from headers.

    extended_to: the day the originator's last extension names.
    """

    released_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    waived_at: datetime | None = None
    extended_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationState:
    """Hold where an item stands.

    working_days_left: to the next open date, 0 on the day itself, negative after it; None if no date is open.
    overdue: an open date has passed. late: an answer came, or is still missing, after its date.
    uncovered: a date exists but the calendar does not reach it, so it is not shown and not guessed.
    """

    stage: Stage
    acknowledge_by: date | None = None
    feedback_by: date | None = None
    working_days_left: int | None = None
    overdue: bool = False
    late: bool = False
    uncovered: bool = False


def progress(events: Iterable[Event]) -> Progress:
    """Return the first time of each step and the last extension, whatever order the events arrive in."""
    first: dict[Step, datetime] = {}
    extensions: list[tuple[datetime, date]] = []
    for event in events:
        first[event.step] = min(event.at, first.get(event.step, event.at))
        if event.step is Step.EXTENDED and event.until is not None:
            extensions.append((event.at, event.until))
    return Progress(
        released_at=first.get(Step.RELEASED),
        acknowledged_at=first.get(Step.ACKNOWLEDGED),
        answered_at=first.get(Step.ANSWERED),
        refused_at=first.get(Step.REFUSED),
        waived_at=first.get(Step.WAIVED),
        extended_to=max(extensions)[1] if extensions else None,
    )


def state(item: Progress, target: Target | None, calendar: WorkingDays | None, now: datetime) -> ObligationState:
    """Return where an item stands at `now`.

    calendar: that of the obligated unit, named by the target. Raises ProtocolError: obligation.naive for a time
    without zone, obligation.calendar for a target without its calendar.
    """
    stage = _stage(item)
    if item.released_at is None or target is None:
        return ObligationState(stage=stage)
    if calendar is None:
        raise ProtocolError("obligation.calendar", target.calendar)
    released, today = _day(item.released_at), _day(now)
    acknowledge_by = _due(calendar, released, target.acknowledge_days)
    feedback_by = _extended(_due(calendar, released, target.feedback_days), item, target)
    overdue = _overdue(stage, acknowledge_by, feedback_by, today)
    left = _left(calendar, _open_dates(stage, acknowledge_by, feedback_by), today)
    return ObligationState(
        stage=stage,
        acknowledge_by=acknowledge_by,
        feedback_by=feedback_by,
        working_days_left=left,
        overdue=overdue,
        late=overdue or _was_late(item, acknowledge_by, feedback_by),
        uncovered=(acknowledge_by is None and target.acknowledge_days > 0)
        or (feedback_by is None and target.feedback_days > 0),
    )


def _stage(item: Progress) -> Stage:
    if item.released_at is None:
        return Stage.NONE
    if item.answered_at is not None:
        return Stage.FULFILLED
    if item.refused_at is not None:
        return Stage.REFUSED
    if item.waived_at is not None:
        return Stage.WAIVED
    return Stage.PENDING if item.acknowledged_at is None else Stage.ACKNOWLEDGED


def _day(time: datetime) -> date:
    if time.tzinfo is None:
        raise ProtocolError("obligation.naive")
    return time.astimezone(LOCAL).date()


def _due(calendar: WorkingDays, released: date, days: int) -> date | None:
    if days <= 0:
        return None
    try:
        return calendar.add_working_days(released, days)
    except CalendarError:
        return None


def _extended(due: date | None, item: Progress, target: Target) -> date | None:
    """An extension only ever moves a date that is owed, and only to a later day."""
    if item.extended_to is None or target.feedback_days <= 0:
        return due
    return item.extended_to if due is None else max(due, item.extended_to)


def _open_dates(stage: Stage, acknowledge_by: date | None, feedback_by: date | None) -> tuple[date, ...]:
    if stage is Stage.PENDING:
        return tuple(due for due in (acknowledge_by, feedback_by) if due is not None)
    return (feedback_by,) if stage is Stage.ACKNOWLEDGED and feedback_by is not None else ()


def _overdue(stage: Stage, acknowledge_by: date | None, feedback_by: date | None, today: date) -> bool:
    return any(due < today for due in _open_dates(stage, acknowledge_by, feedback_by))


def _left(calendar: WorkingDays, dates: tuple[date, ...], today: date) -> int | None:
    try:
        return min((calendar.working_days_between(today, due) for due in dates), default=None)
    except CalendarError:
        return None


def _was_late(item: Progress, acknowledge_by: date | None, feedback_by: date | None) -> bool:
    answers = [time for time in (item.acknowledged_at, item.answered_at, item.refused_at) if time is not None]
    closing = item.refused_at if item.answered_at is None else item.answered_at
    first = min(answers, default=None)
    return _after(first, acknowledge_by) or _after(closing, feedback_by)


def _after(time: datetime | None, due: date | None) -> bool:
    return time is not None and due is not None and _day(time) > due
