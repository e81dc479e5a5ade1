"""Write leads: drafts, changes, numbers, and sending for release."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.enforcement import access, bodies, names, release_desk, river
from yuegang.enforcement.actions.rows import locked_lead, save_within_rules, target_of, with_writer
from yuegang.enforcement.completeness import missing_of
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.models import Lead, LeadEvent, LeadRegister
from yuegang.enforcement.schemas import LEAD_SCHEMA, names_of
from yuegang.enforcement.search_text import fill_search_text
from yuegang.parties import access as parties

FACTS = frozenset(names_of(LEAD_SCHEMA.fields)) - {"number"} | {"to_unit", "right", "stub_reference", "marking"}


@transaction.atomic
def create_lead(officer: Officer, facts: Mapping[str, object]) -> Lead:
    """Save a draft of the officer's unit; it may be incomplete but breaks no rule.

    facts: columns of Lead by name (see FACTS), links as codes or rows. Raises ValidationError with the rule
    and the field; ValueError for a name that is no fact; Lead.DoesNotExist if the officer writes no leads.
    """
    unit = parties.unit_of(officer)
    if unit is None or not access.may_write(officer):
        raise Lead.DoesNotExist
    lead = Lead(origin_unit=unit, own_agency=unit.agency_id, created_by=officer, writers=[officer.pk])
    _set_facts(lead, facts)
    save_within_rules(lead, is_new=True)
    record(officer, "lead.create", target_of(lead))
    river.happened(lead, LeadEvent.Kind.CREATED, officer)
    return lead


@transaction.atomic
def revise_lead(officer: Officer, lead_id: UUID | str, facts: Mapping[str, object], *, edit_ver: int) -> Lead:
    """Change the facts of a lead of ours; of one that crossed, a revision begins.

    edit_ver: the one the officer saw. Raises EditConflict with the row as it is now when it changed since;
    NotPossible "revise.status"; ValidationError as create_lead.
    """
    lead = locked_lead(officer, lead_id)
    _require_open(lead)
    if lead.edit_ver != edit_ver:
        raise EditConflict(lead)
    before = bodies.body_of(lead, LEAD_SCHEMA.fields)
    _set_facts(lead, facts)
    lead.edit_ver += 1
    lead.writers = with_writer(lead.writers, officer)
    lead.updated_at = clock.now()
    if lead.has_crossed:
        lead.revision = Lead.Revision.DRAFT
    save_within_rules(lead)
    changed = [change.name for change in bodies.changes(before, bodies.body_of(lead, LEAD_SCHEMA.fields))]
    record(officer, "lead.revise", target_of(lead), detail={"fields": changed})
    river.happened(lead, LeadEvent.Kind.REVISED, officer, {"fields": changed})
    return lead


@transaction.atomic
def submit_lead(officer: Officer, lead_id: UUID | str, *, urgent: bool = False) -> Lead:
    """Send a lead, or the revision of one, into its release chain; its number is taken now.

    Raises Incomplete naming each missing field; NotPossible "submit.status".
    """
    lead = locked_lead(officer, lead_id)
    _require_open(lead, "submit.status")
    if lead.has_crossed and lead.revision != Lead.Revision.DRAFT:
        raise NotPossible("submit.unchanged")
    missing = missing_of(lead)
    if missing:
        raise Incomplete(missing)
    lead.number = lead.number or take_number(str(lead.origin_unit.node_id))
    if lead.has_crossed:
        lead.revision = Lead.Revision.IN_RELEASE
    else:
        lead.status = Lead.Status.IN_RELEASE
    fill_search_text(lead)
    lead.updated_at = clock.now()
    lead.save()
    record(officer, "lead.submit", target_of(lead), detail={"urgent": urgent})
    river.happened(lead, LeadEvent.Kind.SUBMITTED, officer, {"urgent": urgent})
    release_desk.submit("lead", lead.id, officer, urgent=urgent)
    return lead


@transaction.atomic
def discard_draft(officer: Officer, lead_id: UUID | str) -> None:
    """Remove a draft that was never sent for release; raises NotPossible "discard.status" for any other lead."""
    lead = locked_lead(officer, lead_id)
    if lead.status != Lead.Status.DRAFT or lead.number is not None or lead.is_incoming:
        raise NotPossible("discard.status")
    record(officer, "lead.discard", target_of(lead))
    for rows in (lead.events, lead.images, lead.assignments, lead.actions):
        rows.all().delete()
    lead.delete()


def take_number(node: str) -> str:
    """Return the next number of this node in this year, such as GD-2026-0041; the register's row stays locked."""
    side, year = node.partition("-")[0], clock.today().year
    LeadRegister.objects.get_or_create(side=side, year=year)
    register = LeadRegister.objects.select_for_update().get(side=side, year=year)
    register.last += 1
    register.save(update_fields=["last"])
    return f"{names.series_of(node)}-{year}-{register.last:04d}"


def _require_open(lead: Lead, rule: str = "revise.status") -> None:
    waiting = lead.status == Lead.Status.IN_RELEASE or lead.revision == Lead.Revision.IN_RELEASE
    ended = lead.status in (Lead.Status.CLOSED, Lead.Status.REFUSED)
    if lead.is_incoming or waiting or ended:
        raise NotPossible(rule)


def _set_facts(lead: Lead, facts: Mapping[str, object]) -> None:
    unknown = set(facts) - FACTS
    if unknown:
        raise ValueError(f"no facts of a lead: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        is_code = isinstance(Lead._meta.get_field(name), ForeignKey) and not hasattr(value, "pk")
        setattr(lead, bodies.column(lead, name) if is_code else name, (value or None) if is_code else value)
    if lead.right is not None:
        lead.right_number = lead.right.number
        lead.right_jurisdiction = lead.right.jurisdiction
        lead.right_text = lead.right_text or lead.right.name
    if lead.to_unit is not None and lead.to_unit.node_id == lead.origin_unit.node_id:
        raise ValidationError({"to_unit": ValidationError("", code="to_unit.own_side")})
    lead.clean_fields(exclude=["search_text", "obligation", "created_by", "assigned_to"])
    fill_search_text(lead)
