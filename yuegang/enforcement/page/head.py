"""The head of a lead's page: title, track, clock, what may be done now, the leads before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import access, deadlines, names
from yuegang.enforcement.listing import filters
from yuegang.enforcement.models import Feedback, Lead

SIDES = {"CN": "gd", "HK": "hk", "MO": "mo"}
WINDOW = 2000  # leads of a list among which the one before and the one after are looked for


@dataclass(frozen=True)
class Step:
    """One step of the track."""

    label: str
    state: str
    note: str


def title_of(lead: Lead) -> str:
    """Return what a lead is about: its goods and its route."""
    stops = [
        names.short(names.ports(), lead.loading_port_id), names.short(names.ports(), lead.control_port_id),
        names.short(names.destinations(), lead.destination_id),
    ]  # fmt: skip
    route = " → ".join(stop for stop in stops if stop)
    subject = _("Stub, %(right)s") % {"right": lead.subject()} if lead.is_stub else lead.subject()
    if not (route and subject):
        return subject or route
    return _("%(subject)s, %(route)s") % {"subject": subject, "route": route}


def track_of(lead: Lead) -> list[Step]:
    """Return the steps of a lead with their times."""
    if not lead.has_crossed:
        waits = lead.status == Lead.Status.IN_RELEASE
        return [
            Step(_("Draft"), "ok" if waits else "now", _time(lead.created_at)),
            Step(_("At the release desk"), "now" if waits else "", ""),
            Step(_("Sent"), "", ""),
        ]
    times = [
        (_("To be handled") if lead.is_incoming else _("Sent"), lead.released_at),
        (_("Acknowledged"), lead.acknowledged_at), (_("In hand"), lead.in_hand_at), (_("Answered"), lead.answered_at),
    ]  # fmt: skip
    if lead.status == Lead.Status.REFUSED:
        times = [times[0], (_("Not accepted"), lead.refused_at)]
    elif not lead.is_incoming:
        times.pop(2)  # when the other side begins is its own affair
    if lead.closed_at is not None:
        times.append((_("Closed"), lead.closed_at))
    last = max(place for place, (label, at) in enumerate(times) if at is not None)
    return [
        Step(label, "now" if place == last else "ok" if place < last else "", _time(at))
        for place, (label, at) in enumerate(times)
    ]


def _time(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(clock.BOTH_SIDES)
    return f"{local:%m-%d %H:%M}" if local.year == clock.today().year else f"{local:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Clock:
    """What the page says about the date owed; `words` stands where no date does."""

    dates: deadlines.TwoDates | None
    days: int
    words: str
    is_overdue: bool
    shows_left: bool
    acknowledge_by: date | None

    @property
    def binding(self) -> str:
        """The side whose calendar binds."""
        return SIDES[self.dates.calendar] if self.dates else ""


def clock_of(lead: Lead) -> Clock:
    """Return the date owed on both calendars; overdue is told to the side that owes alone."""
    state = deadlines.state_of(lead)
    target = deadlines.target_of(lead)
    words = ""
    if target is None:
        words = _("No date agreed")
    elif state.uncovered:
        words = _("The calendar of that year is not out yet")
    ours = deadlines.is_ours_to_answer(lead)
    if not words and not ours and lead.answered_at is None:
        words = _("Answer awaited")
    return Clock(
        dates=deadlines.two_dates(lead, state, clock.today()),
        days=target.feedback_days if target else 0,
        words=words,
        is_overdue=ours and state.overdue,
        shows_left=lead.answered_at is None and (ours or (state.working_days_left or 0) >= 0),
        acknowledge_by=state.acknowledge_by if ours and lead.acknowledged_at is None else None,
    )


@dataclass(frozen=True)
class Possible:
    """What an officer may do with a lead now."""

    edit: bool = False
    submit: bool = False
    discard: bool = False
    acknowledge: bool = False
    refuse: bool = False
    forward: bool = False
    take: bool = False
    act: bool = False
    assign: bool = False
    answer: bool = False
    message: bool = False
    image: bool = False
    close: bool = False


def possible(lead: Lead, officer: Officer, feedback: Sequence[Feedback]) -> Possible:
    """Return what an officer may do; the actions check the same again."""
    if not access.may_write(officer):
        return Possible()
    status, incoming = lead.status, lead.is_incoming
    waits = status == Lead.Status.IN_RELEASE or lead.revision == Lead.Revision.IN_RELEASE
    ended = status in (Lead.Status.CLOSED, Lead.Status.REFUSED)
    working = status in (Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND, Lead.Status.ANSWERED)
    is_final = any(row.stage == Feedback.Stage.FINAL and row.status == Feedback.Status.SENT for row in feedback)
    own_open = not incoming and not waits and not ended
    return Possible(
        edit=own_open,
        submit=own_open and (not lead.has_crossed or lead.revision == Lead.Revision.DRAFT),
        discard=own_open and lead.number is None,
        acknowledge=incoming and status == Lead.Status.SENT,
        refuse=incoming and status in (Lead.Status.SENT, Lead.Status.ACKNOWLEDGED),
        forward=incoming and status in (Lead.Status.SENT, Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND),
        take=incoming and status == Lead.Status.ACKNOWLEDGED,
        act=working or (own_open and lead.has_crossed),
        assign=not ended,
        answer=incoming and working,
        message=lead.has_crossed and not lead.is_stub,
        image=not lead.is_stub and not ended and not waits,
        close=status == Lead.Status.ANSWERED and is_final,
    )


@dataclass(frozen=True)
class Neighbours:
    """The leads before and after one in the list the reader came from."""

    before: str
    after: str
    place: int
    total: int


def neighbours(lead: Lead, officer: Officer, list_query: str) -> Neighbours | None:
    """Return the neighbours of a lead in the list it was opened from, or None when it is not in it."""
    query = QueryDict(list_query)
    form = filters.FilterForm(query)
    where = filters.narrowing(form.understood(), query.get("show", ""), officer)
    found = access.leads_for(officer).filter(where).order_by(*filters.order(query.get("sort", "")))
    keys = list(found.values_list("pk", flat=True)[:WINDOW])
    if lead.pk not in keys:
        return None
    place = keys.index(lead.pk)

    def address(other: int) -> str:
        if not 0 <= other < len(keys):
            return ""
        return f"{reverse('enforcement:lead', args=[keys[other]])}?{urlencode({'from': list_query})}"

    return Neighbours(address(place - 1), address(place + 1), place + 1, len(keys))
