"""Today: what an officer owes, what is new, what waits for a signature, and the six weeks ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yuegang.accounts.guards import officer_of, officer_required
from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import access, deadlines, names
from yuegang.enforcement.listing import strip
from yuegang.enforcement.listing.rows import COLUMNS, Row, rows_of
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.models.lead import Leads
from yuegang.engine.calendars import Calendar, CalendarError
from yuegang.engine.charts.weeks import Day, six_weeks
from yuegang.exchange.release import access as releases
from yuegang.exchange.release.models import Release
from yuegang.exchange.release.rows import Row as ReleaseRow
from yuegang.exchange.release.rows import row_of
from yuegang.parties import access as parties
from yuegang.parties.calendars import calendars

SHOWN = 8  # lines of one list; the rest is behind its link
SIDE_OF = {"CN": "gd", "HK": "hk"}


@dataclass(frozen=True)
class Section:
    """A list of leads: how many there are, the first of them, and the address of all."""

    rows: Sequence[Row]
    count: int
    address: str


@dataclass(frozen=True)
class Signature:
    """A release that waits for the officer, with the sides it goes between."""

    row: ReleaseRow
    from_side: str
    to_side: str


@dataclass(frozen=True)
class Answer:
    """Feedback of the other side that arrived on a lead still open here."""

    row: Row
    feedback: Feedback


@dataclass(frozen=True)
class Place:
    """One place's day: its side and whether it works today; None outside its calendar."""

    side: str
    is_working: bool | None


@require_GET
@officer_required
def today(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    day = clock.today()
    context = {
        "today": day,
        "week": day.isocalendar().week,
        "places": [Place(SIDE_OF[code], _works(calendars().get(code), day)) for code in SIDE_OF],
        "differs": next_difference(day),
        "weeks": weeks_ahead(officer, day),
        "signatures": signatures(officer),
        **sections(officer, day),
    }
    return render(request, "office/today.html", context)


def sections(officer: Officer, day: date) -> dict[str, object]:
    """Return the lists of leads; each is empty for an officer who reads no leads."""
    ours = access.leads_for(officer).filter(deadlines.ours(), answered_at=None)
    late = Q(feedback_by__lt=day)
    soon = deadlines.due_soon() & ~late
    came = ours.filter(status=Lead.Status.SENT).order_by("-released_at")
    arrived = _section(came, strip.address(status="sent", direction="in"))
    answered = answers(officer)
    return {
        "overdue": _section(ours.filter(late).order_by("feedback_by"), strip.address(show="due", sort="due")),
        "due": _section(ours.filter(soon).order_by("feedback_by"), strip.address(show="due", sort="due")),
        "arrived": arrived,
        "answers": answered,
        "news": arrived.count + len(answered),
        "next_deadline": next_deadline(ours.filter(feedback_by__gte=day), day),
        "figure": _weekly(officer),
        "has_leads": bool(officer.roles & access.READING_ROLES),
    }


def _section(leads: Leads, address: str) -> Section:
    return Section(rows_of(leads.only(*COLUMNS)[:SHOWN]), leads.count(), address)


def answers(officer: Officer) -> list[Answer]:
    """Return the latest feedback from the other side on leads of ours that nobody has closed yet."""
    leads = access.leads_for(officer).filter(is_incoming=False, status=Lead.Status.ANSWERED)
    found = Feedback.objects.filter(lead__in=leads, is_incoming=True).select_related("lead")
    latest = list(found.order_by("-released_at")[:SHOWN])
    rows = rows_of([feedback.lead for feedback in latest])
    return [Answer(row, feedback) for row, feedback in zip(rows, latest, strict=True)]


def signatures(officer: Officer) -> list[Signature]:
    """Return the releases that wait for the officer's signature or ratification."""
    desk = releases.desk(officer)
    return [_signature(release) for release in [*desk.ratify, *desk.waiting][:SHOWN]]


def _signature(release: Release) -> Signature:
    units = names.units()
    sides = [units[code].side if code in units else "" for code in (release.from_unit, release.to_unit)]
    return Signature(row_of(release), sides[0], sides[1])


def next_deadline(leads: Leads, day: date) -> deadlines.TwoDates | None:
    """Return the nearest date owed, on both calendars."""
    lead = leads.order_by("feedback_by").first()
    return None if lead is None else deadlines.two_dates(lead, deadlines.state_of(lead), day)


def _weekly(officer: Officer) -> strip.Figure | None:
    """Return the weekly trend of the lead list's pictures."""
    figures = strip.figures(officer)
    return figures[1] if len(figures) > 1 and not figures[1].chart.is_empty else None


def weeks_ahead(officer: Officer, day: date) -> tuple[tuple[Day, ...], ...]:
    """Return six weeks with the number of answers due each day, rest days of both places marked."""
    unit = parties.unit_of(officer)
    own = calendars().get(unit.calendar if unit else "CN")
    other = calendars().get(deadlines.OTHER_CALENDAR[own.place]) if own else None
    if own is None or other is None:
        return ()
    owed = access.leads_for(officer).filter(deadlines.ours(), answered_at=None, feedback_by__gte=day).order_by()
    due = dict(owed.values_list("feedback_by").annotate(n=Count("pk")))
    return six_weeks(day, own, other, due)


def next_difference(day: date) -> date | None:
    """Return the next day on which one place works and the other rests."""
    mainland, hong_kong = calendars().get("CN"), calendars().get("HK")
    if mainland is None or hong_kong is None:
        return None
    try:
        return mainland.next_difference(hong_kong, day)
    except CalendarError:
        return None


def _works(calendar: Calendar | None, day: date) -> bool | None:
    return calendar.is_working(day) if calendar is not None and calendar.covers(day) else None
