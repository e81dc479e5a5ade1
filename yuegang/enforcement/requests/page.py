"""What the page of one request shows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import deadlines, names, release_desk
from yuegang.enforcement.requests import access
from yuegang.enforcement.requests.actions import ANSWERABLE, target_of
from yuegang.enforcement.requests.models import Reply, Request
from yuegang.enforcement.requests.progress import standings
from yuegang.exchange.release.actions import url_of

SIDES = {"CN": "gd", "HK": "hk", "MO": "mo"}


@dataclass(frozen=True)
class Fact:
    """One fact with its label and its class letter."""

    label: str
    value: str
    letter: str


@dataclass(frozen=True)
class Step:
    """One step of the track."""

    label: str
    state: str
    note: str


def context_of(found: Request, officer: Officer) -> dict[str, object]:
    """Return everything the page shows."""
    state = deadlines.state_of(found)
    target = deadlines.target_of(found)
    may_write = access.may_write(officer)
    waiting = found.replies.filter(is_incoming=False).exclude(status=Reply.Status.SENT).first()
    kind, item = ("reply", waiting.pk) if waiting else ("request", found.pk)
    release = release_desk.release_of(kind, item)
    is_waiting = found.status == Request.Status.IN_RELEASE or (waiting and waiting.status == Reply.Status.IN_RELEASE)
    units = names.units()
    return {
        "asked": found,
        "from_unit": units.get(found.from_unit_id),
        "to_unit": units.get(found.to_unit_id),
        "facts": facts_of(found),
        "track": track_of(found),
        "standings": standings(found),
        "dates": deadlines.two_dates(found, state, clock.today()),
        "binding": SIDES.get(target.calendar, "") if target else "",
        "is_overdue": found.is_incoming and state.overdue,
        "release_url": url_of(release) if release is not None and is_waiting else "",
        "can": {
            "edit": may_write and not found.is_incoming and found.status == Request.Status.DRAFT,
            "acknowledge": may_write and found.is_incoming and found.status == Request.Status.SENT,
            "refuse": may_write and found.is_incoming and found.status in ("sent", "acknowledged"),
            "reply": may_write and found.is_incoming and found.status in ANSWERABLE and not is_waiting,
            "close": may_write and not found.is_incoming and found.status in ("partly", "answered"),
        },
        "audit_target": target_of(found),
    }


def facts_of(found: Request) -> list[Fact]:
    """Return the facts that are there, with the class each travels under."""
    held = _("not sent: no registered assessment") if not found.is_incoming and found.author else ""
    rows = [
        (_("Matter"), found.get_matter_display(), "A"),
        (_("Legal basis"), found.legal_basis, "A"),
        (_("Title of the work"), found.work_title, "A"),
        (_("Title in the other language"), found.work_title_other, "A"),
        (_("Kind of work"), found.get_work_kind_display(), "A"),
        (_("Registration number"), found.registration_number, "A"), (_("Rights owner (firm)"), found.rights_owner, "B"),
        (_("Author (person)"), f"{found.author} ({held})" if held else found.author, "C"),
        (_("Facts of the infringing copies"), found.infringing_facts, "A"),
        (_("Needed by"), found.needed_by.isoformat() if found.needed_by else "", "A"),
        (_("Permitted use"), found.get_permitted_use_display(), "A"),
        (_("Use made of it"), found.get_use_display() if found.use else "", "A"),
        (_("Reason"), found.get_refusal_reason_display() if found.refusal_reason else "", "A"),
    ]  # fmt: skip
    return [Fact(label, str(value), letter) for label, value, letter in rows if value]


def track_of(found: Request) -> list[Step]:
    """Return the steps of a request with their times."""
    times = [
        (_("To be handled") if found.is_incoming else _("Sent"), found.released_at),
        (_("Acknowledged"), found.acknowledged_at), (_("Answered"), found.answered_at), (_("Closed"), found.closed_at),
    ]  # fmt: skip
    if found.status == Request.Status.REFUSED:
        times = [times[0], (_("Not accepted"), found.refused_at)]
    if found.released_at is None:
        waits = found.status == Request.Status.IN_RELEASE
        times = [
            (_("Draft"), found.created_at),
            (_("At the release desk"), found.created_at if waits else None),
            times[0],
        ]
    last = max(place for place, (_label, at) in enumerate(times) if at is not None)
    return [
        Step(label, "now" if place == last else "ok" if place < last else "", _time(at))
        for place, (label, at) in enumerate(times)
    ]


def _time(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(clock.BOTH_SIDES):%Y-%m-%d %H:%M}"
