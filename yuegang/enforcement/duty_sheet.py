"""The call sheet of an urgent lead: one page with both desks and a code that leads back to the lead."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yuegang.base import clock
from yuegang.base.documents.actions import qr_svg, render_pdf
from yuegang.enforcement.duty import Desk, UrgentLead
from yuegang.enforcement.listing.rows import rows_of
from yuegang.enforcement.models import Lead


def call_sheet(urgent: UrgentLead, address: str, language: str) -> bytes:
    """Return the PDF of a lead's call sheet in the reader's active language.

    address: the full address of the lead's page. Raises DocumentError for a character the font cannot show.
    """
    lead = urgent.lead
    context = {
        "title": _("Call sheet: %(number)s") % {"number": lead.number},
        "urgency": str(lead.get_urgency_display()),
        "facts": _facts(lead),
        "desks": [_shown(desk) for desk in urgent.desks],
        "calls": [[_time(call.at), call.unit_name, call.whom, call.outcome] for call in urgent.calls[:3]],
        "code": qr_svg(address),
        "words": _words(),
        "printed": _time(clock.now()),
    }
    return render_pdf("enforcement/duty_sheet.typ", context, language)


def _facts(lead: Lead) -> list[list[str]]:
    """Return only what may be said on an open line: number, goods, route and time, no firm, vehicle or person."""
    [row] = rows_of([lead])
    pairs = [
        (_("Number"), row.number),
        (_("Goods"), row.goods),
        (_("Route"), " → ".join(row.route)),
        (_("Expected on"), lead.expected_on.isoformat() if lead.expected_on else ""),
        (_("Released"), _time(lead.released_at) if lead.released_at else ""),
        (_("Feedback due"), row.due),
    ]
    return [[label, value] for label, value in pairs if value]


def _shown(desk: Desk) -> dict[str, str]:
    day = desk.confirmed_on
    return {
        "unit": desk.unit_name,
        "phone": desk.phone or _("no number recorded"),
        "hours": desk.hours,
        "note": desk.note,
        "confirmed": _("confirmed on %(day)s") % {"day": day} if day else _("not confirmed"),
    }


def _words() -> dict[str, str]:
    return {
        "desks": _("Duty desks of both sides"),
        "lead": _("The lead"),
        "calls": _("Latest calls"),
        "notes": _("Notes of this call"),
        "when": _("Time"),
        "whom": _("Spoke to"),
        "outcome": _("Result of the call"),
        "follow": _("Follow-up by"),
        "code": _("Opens the lead for officers of this node"),
        "caution": _("On an open line say no names of persons or firms and no vehicle or document numbers."),
        "printed": _("Printed"),
    }


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
