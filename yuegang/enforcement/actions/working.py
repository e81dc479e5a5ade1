"""Work on a lead on our own side: take in hand, record an act, assign, add an image, close, note a reading."""

from datetime import date
from uuid import UUID

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.audit.actions import record_read as note_reading
from yuegang.base import clock
from yuegang.base.files.actions import Upload, store
from yuegang.base.files.kinds import IMAGES
from yuegang.enforcement import river
from yuegang.enforcement.actions.rows import locked_lead, target_of
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.models import Feedback, Lead, LeadAction, LeadAssignment, LeadEvent, LeadImage, Measure
from yuegang.notices.actions import notify
from yuegang.parties import access as parties
from yuegang.parties.models import Unit

WORKING = (Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND, Lead.Status.ANSWERED)


@transaction.atomic
def take_in_hand(officer: Officer, lead_id: UUID | str) -> Lead:
    """Say that work on an acknowledged lead has begun, ours alone; raises NotPossible "take.status"."""
    lead = locked_lead(officer, lead_id)
    if not lead.is_incoming or lead.status != Lead.Status.ACKNOWLEDGED:
        raise NotPossible("take.status")
    lead.assigned_to = lead.assigned_to or officer
    _begin(lead, officer)
    lead.save()
    return lead


@transaction.atomic
def record_action(
    officer: Officer, lead_id: UUID | str, *, measure: str, note: str = "", done_on: date | None = None
) -> LeadAction:
    """Record an act on a lead, which never crosses.

    Raises NotPossible "action.status", "action.measure" or "action.day".
    """
    lead = locked_lead(officer, lead_id)
    if lead.is_incoming and lead.status not in WORKING:
        raise NotPossible("action.status")
    if measure not in Measure.values or measure == Measure.NONE:
        raise NotPossible("action.measure")
    day = done_on or clock.today()
    if day > clock.today():
        raise NotPossible("action.day")
    if lead.is_incoming and lead.status == Lead.Status.ACKNOWLEDGED:
        _begin(lead, officer)
        lead.save()
    act = LeadAction.objects.create(lead=lead, measure=measure, note=note, done_on=day, officer=officer)
    record(officer, "lead.action", target_of(lead), detail={"measure": measure})
    river.happened(lead, LeadEvent.Kind.ACTION, officer, {"measure": measure, "note": note, "day": day.isoformat()})
    return act


@transaction.atomic
def assign(officer: Officer, lead_id: UUID | str, *, unit_code: str, to: Officer | None = None, note: str = "") -> Lead:
    """Give a lead to a unit of our side and, if named, to an officer of it.

    Raises NotPossible "assign.status", "assign.unit" or "assign.officer".
    """
    lead = locked_lead(officer, lead_id)
    if lead.status in (Lead.Status.CLOSED, Lead.Status.REFUSED):
        raise NotPossible("assign.status")
    unit = own_unit(unit_code)
    if to is not None and (to.unit_code != unit.code or not to.is_active):
        raise NotPossible("assign.officer")
    assign_locked(officer, lead, unit, to, note)
    lead.save()
    return lead


def own_unit(code: str) -> Unit:
    """Return a unit of this node; raises NotPossible "assign.unit"."""
    unit = parties.units(node=parties.own_node().code).filter(pk=code).first()
    if unit is None:
        raise NotPossible("assign.unit")
    return unit


def assign_locked(officer: Officer, lead: Lead, unit: Unit, to: Officer | None, note: str) -> None:
    """Write an assignment of a locked lead with its event, audit row and notice; the caller saves the lead."""
    lead.assigned_unit, lead.assigned_agency, lead.assigned_to = unit.code, unit.agency_id, to
    lead.updated_at = clock.now()
    LeadAssignment.objects.create(lead=lead, unit_code=unit.code, officer=to, assigned_by=officer, note=note)
    detail = {"unit": unit.code, "officer": str(to.pk) if to else ""}
    record(officer, "lead.assign", target_of(lead), detail=detail)
    named = {"unit": unit.code, "to": to.display_name if to else "", "note": note}
    river.happened(lead, LeadEvent.Kind.ASSIGNED, officer, named)
    if to is not None and to.pk != officer.pk:
        notify([to.pk], "lead.assigned", url=river.lead_url(lead))


@transaction.atomic
def add_image(
    officer: Officer, lead_id: UUID | str, upload: Upload, *, caption: str = "", feedback: Feedback | None = None
) -> LeadImage:
    """Keep a picture of goods or marks with a lead; raises FileRefused with the rule the file broke."""
    lead = locked_lead(officer, lead_id)
    if lead.is_stub:
        raise NotPossible("image.stub")
    if feedback is not None and (
        feedback.lead_id != lead.pk or feedback.is_incoming or feedback.status != Feedback.Status.DRAFT
    ):
        raise NotPossible("image.feedback")
    kept = store(upload, allowed=IMAGES)
    image, is_new = LeadImage.objects.get_or_create(
        lead=lead, feedback=feedback, file=kept, item_ver=0, defaults={"caption": caption, "added_by": officer}
    )
    if is_new:
        if not lead.is_incoming and feedback is None and lead.has_crossed and lead.revision == Lead.Revision.NONE:
            Lead.objects.filter(pk=lead.pk).update(revision=Lead.Revision.DRAFT)
        record(officer, "lead.image", target_of(lead), detail={"image": image.pk})
        river.happened(lead, LeadEvent.Kind.IMAGE, officer, {"caption": caption})
    return image


@transaction.atomic
def close(officer: Officer, lead_id: UUID | str) -> Lead:
    """Close an answered lead on our side; without a final answer, measures and result named, it stays open.

    Raises NotPossible "close.feedback".
    """
    lead = locked_lead(officer, lead_id)
    final = lead.feedback.filter(status=Feedback.Status.SENT, stage=Feedback.Stage.FINAL)
    if lead.status != Lead.Status.ANSWERED or not final.exists():
        raise NotPossible("close.feedback")
    lead.status = Lead.Status.CLOSED
    lead.closed_at = lead.updated_at = clock.now()
    lead.save()
    record(officer, "lead.close", target_of(lead))
    river.happened(lead, LeadEvent.Kind.CLOSED, officer)
    return lead


def record_read(officer: Officer, lead: Lead) -> None:
    """Note in the audit that an officer opened a lead that came from the other side."""
    if lead.is_incoming:
        note_reading(officer, target_of(lead), str(lead.origin_unit.node_id))


def _begin(lead: Lead, officer: Officer) -> None:
    lead.status = Lead.Status.IN_HAND
    lead.in_hand_at = lead.updated_at = clock.now()
    record(officer, "lead.take", target_of(lead))
    river.happened(lead, LeadEvent.Kind.TAKEN, officer)
