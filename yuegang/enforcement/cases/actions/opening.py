"""Open a case, correct its facts, merge leads into it and take them out again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.documents.numbers import next_number
from yuegang.enforcement import access as leads
from yuegang.enforcement import river
from yuegang.enforcement.actions.rows import locked_lead
from yuegang.enforcement.cases.actions.rows import happened, open_locked, save_case, unit_of
from yuegang.enforcement.cases.models import Case, CaseEvent, CaseLead
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Lead, LeadEvent
from yuegang.enforcement.models.lead import Leads

FACTS = frozenset({"title", "ip_type", "right", "brand", "opened_on", "nothing_seized"})
MERGEABLE = (Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND, Lead.Status.ANSWERED)
MOST_LEADS = 50  # merged at once


@transaction.atomic
def open_case(officer: Officer, facts: Mapping[str, object], leads_merged: Sequence[UUID] = ()) -> Case:
    """Open a case of the officer's unit under the next number of its agency's register, leads merged into it.

    facts: columns by name (FACTS). Raises ValidationError with rule and field; NotPossible "merge.status",
    "merge.elsewhere", "merge.many"; Lead.DoesNotExist; Case.DoesNotExist if the officer writes no cases.
    """
    unit = unit_of(officer)
    if len(leads_merged) > MOST_LEADS:
        raise NotPossible("merge.many")
    year, number = next_number(f"case:{unit.agency_id}")
    case = Case(
        number=f"{unit.agency_id}-C{year}-{number:04d}", own_unit=unit, own_agency=unit.agency_id, in_charge=officer,
        created_by=officer, opened_on=clock.today(),
    )  # fmt: skip
    _set(case, facts)
    save_case(case)
    happened(case, CaseEvent.Kind.OPENED, officer)
    for lead_id in leads_merged:
        _merge(officer, case, lead_id)
    return case


@transaction.atomic
def revise_case(officer: Officer, case_id: UUID | str, facts: Mapping[str, object], *, edit_ver: int) -> Case:
    """Change the facts of an open case; raises NotPossible "edit.conflict" when somebody changed it meanwhile."""
    case = open_locked(officer, case_id)
    if case.edit_ver != edit_ver:
        raise NotPossible("edit.conflict")
    before = {name: getattr(case, name) for name in FACTS}
    _set(case, facts)
    changed = sorted(name for name, value in before.items() if getattr(case, name) != value)
    case.edit_ver += 1
    save_case(case)
    happened(case, CaseEvent.Kind.REVISED, officer, {"fields": changed})
    return case


@transaction.atomic
def add_lead(officer: Officer, case_id: UUID | str, lead_id: UUID | str) -> Case:
    """Merge a lead into an open case; raises NotPossible "merge.status" or "merge.elsewhere", Lead.DoesNotExist."""
    case = open_locked(officer, case_id)
    _merge(officer, case, lead_id)
    return case


@transaction.atomic
def remove_lead(officer: Officer, case_id: UUID | str, lead_id: UUID | str) -> Case:
    """Take a lead out of an open case again; raises NotPossible "merge.absent"."""
    case = open_locked(officer, case_id)
    link = CaseLead.objects.filter(case=case, lead_id=lead_id).select_related("lead").first()
    if link is None:
        raise NotPossible("merge.absent")
    number = link.lead.number or ""
    link.delete()
    happened(case, CaseEvent.Kind.LEAD_REMOVED, officer, {"lead": number})
    river.happened(link.lead, LeadEvent.Kind.CASE_LEFT, officer, {"case": case.number})
    return case


def mergeable(officer: Officer) -> Leads:
    """Return the leads an officer may merge into a case: received or sent, in work, in no case yet."""
    return leads.leads_for(officer).filter(status__in=MERGEABLE, case_link=None)


def _merge(officer: Officer, case: Case, lead_id: UUID | str) -> None:
    lead = locked_lead(officer, lead_id)
    if lead.status not in MERGEABLE:
        raise NotPossible("merge.status")
    if CaseLead.objects.filter(lead=lead).exists():
        raise NotPossible("merge.elsewhere")
    CaseLead.objects.create(case=case, lead=lead, added_by=officer)
    happened(case, CaseEvent.Kind.LEAD_ADDED, officer, {"lead": lead.number or ""})
    river.happened(lead, LeadEvent.Kind.CASE_JOINED, officer, {"case": case.number})


def _set(case: Case, facts: Mapping[str, object]) -> None:
    unknown = set(facts) - FACTS
    if unknown:
        raise ValueError(f"no facts of a case: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(case, name, value)
