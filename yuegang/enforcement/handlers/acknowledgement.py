"""The kind `acknowledgement`: content-free, at once, without release."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from yuegang.audit.actions import record_many
from yuegang.enforcement import deadlines, river
from yuegang.enforcement.handlers import arrivals
from yuegang.enforcement.models import Lead, LeadEvent
from yuegang.enforcement.schemas import ACKNOWLEDGEMENT_SCHEMA
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received

EVENTS = {
    "accepted": LeadEvent.Kind.ACKNOWLEDGED,
    "refused": LeadEvent.Kind.REFUSED,
    "forwarded": LeadEvent.Kind.FORWARDED,
}


class AcknowledgementKind:
    """Apply what the receiver of a lead says first: accepted, refused with a coded reason, forwarded."""

    schema: KindSchema = ACKNOWLEDGEMENT_SCHEMA

    def apply(self, received: Received) -> None:
        """Take in an acknowledgement; raises Refused with the rule it breaks."""
        self.apply_many([received])

    def apply_many(self, received: Sequence[Received]) -> None:
        """Take in acknowledgements in order, in few statements; raises Refused for the first that breaks a rule."""
        leads = arrivals.referred_leads(received)
        for one in received:
            _move(leads[one.ref], one)
        save_progress(leads.values())
        LeadEvent.objects.bulk_create(_event(leads[one.ref], one) for one in received)
        targets = ((f"enforcement.lead:{one.ref}", {"outcome": one.body["outcome"]}) for one in received)
        record_many("exchange", "acknowledgement.arrive", targets)
        for one in received:
            river.tell_author(leads[one.ref], "lead.acknowledged")


def _move(lead: Lead, received: Received) -> None:
    if lead.is_incoming:
        raise Refused("acknowledgement.direction", "ref")
    outcome, reason = str(received.body["outcome"]), str(received.body.get("reason", ""))
    if outcome == "refused" and not reason:
        raise Refused("acknowledgement.reason", "/reason")
    progress(lead, outcome, reason, received.ts)


def _event(lead: Lead, received: Received) -> LeadEvent:
    body = received.body
    params = {"reason": body.get("reason", ""), "unit": body.get("unit", ""), "seq": received.seq}
    kind, side = EVENTS[str(body["outcome"])], arrivals.side_of(received.sender_node)
    return river.arrival(lead, kind, side, received.ts, params)


def acknowledge(lead: Lead, outcome: str, reason: str, at: datetime) -> None:
    """Move a lead and its clock by an outcome and save it; the caller holds the row."""
    progress(lead, outcome, reason, at)
    lead.save()


def progress(lead: Lead, outcome: str, reason: str, at: datetime) -> None:
    """Move a lead and its clock by an outcome, the same way on both nodes; the caller saves it."""
    lead.acknowledged_at = lead.acknowledged_at or at
    if outcome == "refused":
        lead.status = Lead.Status.REFUSED
        lead.refused_at = at
        lead.refusal_reason = reason
    elif lead.status == Lead.Status.SENT:
        lead.status = Lead.Status.ACKNOWLEDGED
    deadlines.refresh_dates(lead)
    lead.updated_at = at


# Arrays of one statement; the ORM's way, one CASE for each row and column, costs more than all the rest.
_SAVE = """
UPDATE enforcement_lead l
SET status = u.status, acknowledged_at = u.acknowledged_at, refused_at = u.refused_at,
    refusal_reason = u.refusal_reason, acknowledge_by = u.acknowledge_by, feedback_by = u.feedback_by,
    due_calendar = u.due_calendar, updated_at = u.updated_at
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::date[], %s::date[],
    %s::text[], %s::timestamptz[])
  AS u(id, status, acknowledged_at, refused_at, refusal_reason, acknowledge_by, feedback_by, due_calendar, updated_at)
WHERE l.id = u.id
"""


def save_progress(leads: Iterable[Lead]) -> None:
    """Save what `progress` changed."""
    rows = [
        (
            lead.id,
            str(lead.status),
            lead.acknowledged_at,
            lead.refused_at,
            lead.refusal_reason,
            lead.acknowledge_by,
            lead.feedback_by,
            lead.due_calendar,
            lead.updated_at,
        )
        for lead in leads
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])


ACKNOWLEDGEMENT = AcknowledgementKind()
