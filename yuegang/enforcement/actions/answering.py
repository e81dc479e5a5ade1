"""Answer the other side at once and without content: acknowledge, refuse, forward."""

from uuid import UUID, uuid5

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.enforcement import river
from yuegang.enforcement.actions.rows import locked_lead, target_of
from yuegang.enforcement.actions.working import assign_locked, own_unit
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.handlers.acknowledgement import EVENTS
from yuegang.enforcement.handlers.acknowledgement import acknowledge as move
from yuegang.enforcement.models import Lead
from yuegang.enforcement.schemas import REASONS
from yuegang.exchange.actions import Outgoing, enqueue


@transaction.atomic
def acknowledge(officer: Officer, lead_id: UUID | str) -> Lead:
    """Tell the other side that its lead is accepted for work; raises NotPossible "acknowledge.status"."""
    lead = locked_lead(officer, lead_id)
    _require(lead, (Lead.Status.SENT,), "acknowledge.status")
    _tell(officer, lead, "accepted", "", "")
    return lead


@transaction.atomic
def refuse(officer: Officer, lead_id: UUID | str, reason: str) -> Lead:
    """Tell the other side, with a coded reason, that its lead is not accepted.

    Raises NotPossible "refuse.status" or "refuse.reason".
    """
    lead = locked_lead(officer, lead_id)
    _require(lead, (Lead.Status.SENT, Lead.Status.ACKNOWLEDGED), "refuse.status")
    if reason not in REASONS:
        raise NotPossible("refuse.reason")
    _tell(officer, lead, "refused", reason, "")
    return lead


@transaction.atomic
def forward(officer: Officer, lead_id: UUID | str, unit_code: str, note: str = "") -> Lead:
    """Give a lead to another unit of our side and tell the other side which; it counts as acknowledged.

    Raises NotPossible "forward.status" or "assign.unit".
    """
    lead = locked_lead(officer, lead_id)
    _require(lead, (Lead.Status.SENT, Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND), "forward.status")
    unit = own_unit(unit_code)
    if unit.code == lead.handling_unit:
        raise NotPossible("forward.same_unit")
    assign_locked(officer, lead, unit, None, note)
    _tell(officer, lead, "forwarded", "wrong_unit", unit.code)
    return lead


def _require(lead: Lead, statuses: tuple[str, ...], rule: str) -> None:
    if not lead.is_incoming or lead.status not in statuses:
        raise NotPossible(rule)


def _tell(officer: Officer, lead: Lead, outcome: str, reason: str, unit: str) -> None:
    parts = {"outcome": outcome, "reason": reason, "unit": unit}
    entry = enqueue(
        Outgoing(
            kind="acknowledgement",
            item_id=uuid5(lead.id, f"{outcome}:{unit}"),  # one acknowledgement of a kind, however often it is clicked
            item_ver=1,
            from_unit=str(lead.to_unit_id),
            to_unit=lead.origin_unit_id,
            body={name: value for name, value in parts.items() if value},
            marking=lead.marking,
            ref=lead.id,
        )
    )
    move(lead, outcome, reason, entry.created_at)
    record(officer, "lead.acknowledge", target_of(lead), detail={"outcome": outcome, "reason": reason})
    river.happened(lead, EVENTS[outcome], officer, {"reason": reason, "unit": unit}, crossed=True)
