"""The duty desks on urgent leads, and the log of calls between them; a call is our own note and crosses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, IntegerField, TextChoices, Value, When
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.enforcement import access, names, river
from yuegang.enforcement.actions.rows import locked_lead, target_of
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Lead, LeadEvent, Urgency
from yuegang.parties import access as parties
from yuegang.parties.models import DutyDesk

URGENT = (Urgency.IMMEDIATE, Urgency.DAY)


class Outcome(TextChoices):
    """How a call ended."""

    REACHED = "reached", _("Spoke to the desk")
    PASSED_ON = "passed_on", _("Message taken, will be passed on")
    CALLS_BACK = "calls_back", _("They will call back")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("The number is wrong")


@dataclass(frozen=True)
class Desk:
    """A desk as the page shows it: the unit it is meant for, and its numbers; phone is empty if none is recorded."""

    unit: str
    unit_name: str
    side: str
    phone: str
    hours: str
    note: str
    confirmed_on: str


@dataclass(frozen=True)
class Call:
    """What an officer notes about a call; the number is the desk's own, never typed."""

    unit: str
    whom: str
    outcome: str
    note: str = ""
    follow_up_by: datetime | None = None


@dataclass(frozen=True)
class Logged:
    """A call of the log."""

    at: datetime
    who: str
    unit_name: str
    whom: str
    phone: str
    outcome: str
    note: str
    follow_up_by: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class UrgentLead:
    """An urgent lead with the desks of both sides and its calls, the newest first."""

    lead: Lead
    desks: tuple[Desk, ...]
    calls: tuple[Logged, ...]


def urgent_leads(officer: Officer) -> list[UrgentLead]:
    """Return the open urgent leads an officer may read, the most urgent and oldest first."""
    first = Case(When(urgency=Urgency.IMMEDIATE, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = access.leads_for(officer).open().filter(urgency__in=URGENT).with_names()
    return with_desks(list(found.order_by(first, "released_at")))


def with_desks(leads: Sequence[Lead]) -> list[UrgentLead]:
    """Return leads with both desks and their calls, in three queries."""
    units = names.units()
    codes = {code for lead in leads for code in (lead.origin_unit_id, lead.to_unit_id) if code}
    nodes = sorted({units[code].node for code in codes if code in units})
    desks = {desk.unit_id: desk for desk in parties.duty_desks(nodes)}
    calls = LeadEvent.objects.filter(lead__in=leads, kind=LeadEvent.Kind.CALL).order_by("-at")
    by_lead: dict[UUID, list[LeadEvent]] = {}
    for call in calls:
        by_lead.setdefault(call.lead_id, []).append(call)
    return [
        UrgentLead(
            lead,
            tuple(_desk(code, desks) for code in (lead.origin_unit_id, lead.to_unit_id) if code),
            tuple(_log(by_lead.get(lead.pk, []))),
        )
        for lead in leads
    ]


def _desk(code: str, desks: dict[str, DutyDesk]) -> Desk:
    """Return the desk of a unit, or that of its node's liaison unit if the unit keeps none."""
    units = names.units()
    unit = units.get(code)
    found = desks.get(code)
    if found is None and unit is not None:
        liaisons = [other for other in desks if units[other].node == unit.node and units[other].is_liaison]
        found = desks[liaisons[0]] if liaisons else None
    holder = units.get(found.unit_id) if found else unit
    return Desk(
        unit=found.unit_id if found else code,
        unit_name=holder.name if holder else code,
        side=unit.side if unit else "",
        phone=found.phone if found else "",
        hours=found.hours if found else "",
        note=found.note if found else "",
        confirmed_on=found.confirmed_on.isoformat() if found and found.confirmed_on else "",
    )


def _log(calls: Sequence[LeadEvent]) -> list[Logged]:
    """Return the calls of a lead; a follow-up is overdue if its time has passed and no later call was made."""
    now, units = clock.now(), names.units()
    logged = []
    for place, call in enumerate(calls):
        params = call.params
        due = parse_datetime(params.get("follow_up_by", ""))
        unit = units.get(params["unit"])
        logged.append(
            Logged(
                at=call.at, who=call.actor_name, unit_name=unit.name if unit else params["unit"],
                whom=params["whom"], phone=params["phone"], outcome=str(Outcome(params["outcome"]).label),
                note=params.get("note", ""), follow_up_by=due,
                is_overdue=place == 0 and due is not None and due < now,
            )
        )  # fmt: skip
    return logged


@transaction.atomic
def log_call(officer: Officer, lead_id: UUID, call: Call) -> LeadEvent:
    """Add a call to the log of a lead, with the number of the desk's own record.

    Raises NotPossible "call.desk" if the lead has no such desk or no number is recorded for it, "call.outcome",
    "call.follow_up" if that lies in the past; Lead.DoesNotExist.
    """
    lead = locked_lead(officer, lead_id)
    [urgent] = with_desks([lead])
    desk = next((desk for desk in urgent.desks if desk.unit == call.unit and desk.phone), None)
    if desk is None:
        raise NotPossible("call.desk")
    if call.outcome not in Outcome.values:
        raise NotPossible("call.outcome")
    if call.follow_up_by is not None and call.follow_up_by < clock.now():
        raise NotPossible("call.follow_up")
    due = call.follow_up_by.isoformat() if call.follow_up_by else ""
    record(officer, "lead.call", target_of(lead), detail={"unit": desk.unit, "outcome": call.outcome})
    params = {
        "unit": desk.unit, "phone": desk.phone, "whom": call.whom, "outcome": call.outcome, "note": call.note,
        "follow_up_by": due,
    }  # fmt: skip
    return river.happened(lead, LeadEvent.Kind.CALL, officer, params)
