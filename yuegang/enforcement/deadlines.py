"""The clock of a lead: the protocol's obligation engine fed with the lead's times, target and calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Q

from yuegang.base import clock
from yuegang.enforcement.models import Lead
from yuegang.enforcement.models.lead import OPEN
from yuegang.engine.calendars import Calendar, CalendarError
from yuegang.engine.protocol import obligation
from yuegang.engine.protocol.obligation import ObligationState, Progress, Stage, Target
from yuegang.parties.calendars import calendars

OTHER_CALENDAR = {"CN": "HK", "HK": "CN", "MO": "CN"}


class Answerable(Protocol):
    """What an answer is owed on: a lead or a request, with its times and the target it travelled with."""

    obligation: Any  # JSON, or None
    released_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    refused_at: datetime | None
    waived_at: datetime | None
    extended_to: date | None


def target_of(lead: Answerable) -> Target | None:
    """Return the target the lead travelled with, or None if no target was agreed at its release."""
    if not lead.obligation:
        return None
    return Target(
        acknowledge_days=int(lead.obligation["acknowledge_days"]),
        feedback_days=int(lead.obligation["feedback_days"]),
        calendar=str(lead.obligation["calendar"]),
    )


def state_of(lead: Answerable, now: datetime | None = None) -> ObligationState:
    """Return where a lead stands; a closed lead keeps the state its answer left it in."""
    target = target_of(lead)
    return obligation.state(
        Progress(
            released_at=lead.released_at,
            acknowledged_at=lead.acknowledged_at,
            answered_at=lead.answered_at,
            refused_at=lead.refused_at,
            waived_at=lead.waived_at,
            extended_to=lead.extended_to,
        ),
        target,
        calendars().get(target.calendar) if target else None,
        now or clock.now(),
    )


def refresh_dates(lead: Lead) -> None:
    """Bring the stored dates of a lead to what the engine says; the caller saves in its transaction."""
    state = state_of(lead)
    is_waived = state.stage is Stage.WAIVED  # lists show no date that nobody owes
    lead.acknowledge_by = None if is_waived else state.acknowledge_by
    lead.feedback_by = None if is_waived else state.feedback_by
    target = target_of(lead)
    lead.due_calendar = target.calendar if target else ""


def is_ours_to_answer(lead: Lead) -> bool:
    """Say whether this node owes the answer: overdue is shown to it alone."""
    return lead.is_incoming


@dataclass(frozen=True)
class TwoDates:
    """A date owed across the boundary: on the calendar that binds, and the same interval on the other one."""

    due: date
    calendar: str
    other: date | None
    other_calendar: str
    left: int | None


def two_dates(lead: Answerable, state: ObligationState, today: date) -> TwoDates | None:
    """Return the answer's date on both calendars, the binding one first, with the days left to it; None without one."""
    target = target_of(lead)
    if target is None or state.feedback_by is None or lead.released_at is None:
        return None
    other_code = OTHER_CALENDAR[target.calendar]
    return TwoDates(
        due=state.feedback_by,
        calendar=target.calendar,
        other=other_date(lead),
        other_calendar=other_code,
        left=_between(calendars().get(target.calendar), today, state.feedback_by),
    )


def other_date(lead: Answerable) -> date | None:
    """Return the day the same interval ends on the other calendar; an extension names one day for both sides."""
    target = target_of(lead)
    if target is None or lead.released_at is None or lead.extended_to is not None:
        return None
    return _on(calendars().get(OTHER_CALENDAR[target.calendar]), lead.released_at, target.feedback_days)


def _on(calendar: Calendar | None, released: datetime, days: int) -> date | None:
    if calendar is None:
        return None
    try:
        return calendar.add_working_days(released.astimezone(clock.BOTH_SIDES).date(), days)
    except CalendarError:
        return None


def soon(days: int = 3) -> dict[str, date]:
    """Return, for each calendar, the day that lies `days` working days ahead."""
    found: dict[str, date] = {}
    for code, calendar in calendars().items():
        try:
            found[code] = calendar.add_working_days(clock.today(), days)
        except CalendarError:
            continue
    return found


def days_left(lead: Lead, today: date) -> int | None:
    """Return the working days to the stored date on its own calendar; None without one or outside its years."""
    return _between(calendars().get(lead.due_calendar), today, lead.feedback_by)


def _between(calendar: Calendar | None, today: date, due: date | None) -> int | None:
    if calendar is None or due is None:
        return None
    try:
        return calendar.working_days_between(today, due)
    except CalendarError:
        return None


def ours() -> Q:
    """Return the leads on which our side owes the next step."""
    return Q(is_incoming=True, status__in=OPEN)


def due_soon() -> Q:
    """Return the leads of which our answer is due within three working days of the calendar that binds, or past."""
    near = Q(status=Lead.Status.SENT, acknowledge_by__lt=clock.today())
    for calendar, day in soon().items():
        near |= Q(due_calendar=calendar, feedback_by__lte=day)
    return ours() & Q(answered_at=None, waived_at=None) & near
