"""Write answers and messages and send them into their release chain."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.enforcement import access, release_desk, river
from yuegang.enforcement.actions.rows import locked_feedback, locked_lead, save_within_rules, target_of, with_writer
from yuegang.enforcement.completeness import missing_of_feedback
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.models import Feedback, Lead, LeadEvent, Message
from yuegang.enforcement.schemas import CODED_FEEDBACK, FEEDBACK_SCHEMA, names_of

ANSWERABLE = (Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND, Lead.Status.ANSWERED)


@transaction.atomic
def draft_feedback(officer: Officer, lead_id: UUID | str, values: Mapping[str, object]) -> Feedback:
    """Save the draft of an answer; it may be incomplete but breaks no rule.

    values: columns of Feedback by name. Raises NotPossible "feedback.status" unless the lead came from the other
    side and is acknowledged; ValidationError with the rule and the field.
    """
    lead = locked_lead(officer, lead_id)
    _require_answerable(lead)
    row = Feedback(lead=lead, created_by=officer, from_unit=officer.unit_code, writers=[officer.pk])
    _set_values(row, values)
    save_within_rules(row, is_new=True)
    record(officer, "feedback.create", target_of(row))
    river.happened(lead, LeadEvent.Kind.FEEDBACK_DRAFTED, officer)
    return row


@transaction.atomic
def revise_feedback(
    officer: Officer, feedback_id: UUID | str, values: Mapping[str, object], *, edit_ver: int
) -> Feedback:
    """Change an answer of ours; of one that crossed, a new version begins.

    Raises EditConflict when it changed since the officer saw it; NotPossible "feedback.status" while in release.
    """
    row = locked_feedback(officer, feedback_id)
    if row.status == Feedback.Status.IN_RELEASE:
        raise NotPossible("feedback.status")
    if row.edit_ver != edit_ver:
        raise EditConflict(row)
    _set_values(row, values)
    row.status = Feedback.Status.DRAFT
    row.edit_ver += 1
    row.writers = with_writer(row.writers, officer)
    row.updated_at = clock.now()
    save_within_rules(row)
    record(officer, "feedback.revise", target_of(row))
    return row


@transaction.atomic
def submit_feedback(officer: Officer, feedback_id: UUID | str, *, urgent: bool = False) -> Feedback:
    """Send an answer into its release chain; the gate of closing: measures and result, a reason for no action.

    Raises Incomplete naming each missing field; NotPossible "feedback.status".
    """
    row = locked_feedback(officer, feedback_id)
    if row.status != Feedback.Status.DRAFT:
        raise NotPossible("feedback.status")
    _require_answerable(row.lead)
    missing = missing_of_feedback(row)
    if missing:
        raise Incomplete(missing)
    row.status = Feedback.Status.IN_RELEASE
    row.save()
    record(officer, "feedback.submit", target_of(row), detail={"urgent": urgent})
    river.happened(row.lead, LeadEvent.Kind.FEEDBACK_SUBMITTED, officer)
    release_desk.submit("feedback", row.id, officer, urgent=urgent)
    return row


@transaction.atomic
def send_message(officer: Officer, lead_id: UUID | str, text: str) -> Message:
    """Write a message about a lead that crossed and send it into its release chain.

    Raises NotPossible "message.text" or "message.status".
    """
    lead = locked_lead(officer, lead_id)
    if not text.strip():
        raise NotPossible("message.text")
    if not lead.has_crossed or lead.is_stub:
        raise NotPossible("message.status")
    message = Message.objects.create(
        lead=lead, text=text.strip(), created_by=officer, from_unit=officer.unit_code,
        status=Message.Status.IN_RELEASE,
    )  # fmt: skip
    record(officer, "message.submit", f"enforcement.message:{message.id}")
    river.happened(lead, LeadEvent.Kind.MESSAGE_SUBMITTED, officer, {"message": str(message.id)})
    release_desk.submit("message", message.id, officer)
    return message


@transaction.atomic
def resend_message(officer: Officer, message_id: UUID | str, text: str) -> Message:
    """Write a returned message anew and send it into its release chain again.

    Raises NotPossible "message.text" or "message.status"; Message.DoesNotExist when absent or not for this officer.
    """
    if not access.may_write(officer):
        raise Message.DoesNotExist
    rows = Message.objects.filter(lead__in=access.leads_for(officer), is_incoming=False)
    message = rows.select_for_update(of=("self",)).select_related("lead").get(pk=message_id)
    if message.status != Message.Status.DRAFT:
        raise NotPossible("message.status")
    if not text.strip():
        raise NotPossible("message.text")
    message.text, message.status = text.strip(), Message.Status.IN_RELEASE
    message.save()
    record(officer, "message.submit", f"enforcement.message:{message.id}")
    river.happened(message.lead, LeadEvent.Kind.MESSAGE_SUBMITTED, officer, {"message": str(message.id)})
    release_desk.submit("message", message.id, officer)
    return message


def _require_answerable(lead: Lead) -> None:
    if not lead.is_incoming or lead.status not in ANSWERABLE:
        raise NotPossible("feedback.status")


def _set_values(row: Feedback, values: Mapping[str, object]) -> None:
    allowed = frozenset(names_of(CODED_FEEDBACK if row.lead.is_stub else FEEDBACK_SCHEMA.fields))
    unknown = set(values) - allowed
    if unknown:
        raise ValueError(f"no values of an answer: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["lead", "created_by"])
