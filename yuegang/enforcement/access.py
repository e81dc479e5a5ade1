"""The only door from an officer to leads and what hangs on them (domain sheet A5; roles of product study C.5)."""

from uuid import UUID

from django.db.models import Q

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.enforcement import names
from yuegang.enforcement.models import Feedback, Lead, LeadImage, Message
from yuegang.enforcement.models.lead import Leads

CASE_ROLES = frozenset({Role.OFFICER, Role.SIGNER, Role.LIAISON, Role.AGENCY_COORDINATOR, Role.GROUP_COORDINATOR})
READING_ROLES = CASE_ROLES | {Role.AUDITOR}
WRITING_ROLES = frozenset({Role.OFFICER, Role.SIGNER, Role.LIAISON})


def leads_for(officer: Officer) -> Leads:
    """Return the leads an officer may read.

    Those of the officer's agency; all of the node for a liaison unit and for auditors; none for anybody else.
    """
    if sees_whole_node(officer):
        return Lead.objects.all()
    unit = names.units().get(officer.unit_code)
    if unit is None or not officer.roles & CASE_ROLES:
        return Lead.objects.none()
    return Lead.objects.filter(Q(own_agency=unit.agency) | Q(assigned_agency=unit.agency))


def sees_whole_node(officer: Officer) -> bool:
    """Say whether an officer reads every lead of the node: auditors, and case officers of a liaison unit."""
    if Role.AUDITOR in officer.roles:
        return True
    unit = names.units().get(officer.unit_code)
    return unit is not None and unit.is_liaison and bool(officer.roles & CASE_ROLES)


def lead_for(officer: Officer, lead_id: UUID | str) -> Lead:
    """Return one lead with its names; raises Lead.DoesNotExist when it is absent or not for this officer."""
    return leads_for(officer).with_names().select_related("right", "created_by").get(pk=lead_id)


def may_write(officer: Officer) -> bool:
    """Say whether an officer works on leads, not only reads them."""
    return bool(officer.roles & WRITING_ROLES)


def feedback_for(officer: Officer, feedback_id: UUID | str) -> Feedback:
    """Return one answer; raises Feedback.DoesNotExist when its lead is absent or not for this officer."""
    return Feedback.objects.select_related("lead").filter(lead__in=leads_for(officer)).get(pk=feedback_id)


def message_for(officer: Officer, message_id: UUID | str) -> Message:
    """Return one message; raises Message.DoesNotExist when its lead is absent or not for this officer."""
    return Message.objects.select_related("lead").filter(lead__in=leads_for(officer)).get(pk=message_id)


def image_for(officer: Officer, image_id: int) -> LeadImage:
    """Return one image; raises LeadImage.DoesNotExist when its lead is absent or not for this officer."""
    return LeadImage.objects.select_related("file", "lead").filter(lead__in=leads_for(officer)).get(pk=image_id)


def to_do(officer: Officer) -> Leads:
    """Return the leads on which the officer's side owes the next step."""
    return leads_for(officer).filter(is_incoming=True).open()


def nav_count(officer: Officer) -> int:
    """Return how many leads wait for the officer's side, for the rail."""
    return to_do(officer).count()
