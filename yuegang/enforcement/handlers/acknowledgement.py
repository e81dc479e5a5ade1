"""The kind `acknowledgement`: content-free, at once, without release."""

from datetime import datetime

from yuegang.audit.actions import record
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
        lead = arrivals.referred_lead(received)
        if lead.is_incoming:
            raise Refused("acknowledgement.direction", "ref")
        outcome = str(received.body["outcome"])
        reason = str(received.body.get("reason", ""))
        if outcome == "refused" and not reason:
            raise Refused("acknowledgement.reason", "/reason")
        acknowledge(lead, outcome, reason, received.ts)
        params = {"reason": reason, "unit": received.body.get("unit", ""), "seq": received.seq}
        side = arrivals.side_of(received.sender_node)
        river.arrived(lead, EVENTS[outcome], side, received.ts, params)
        record("exchange", "acknowledgement.arrive", f"enforcement.lead:{lead.id}", detail={"outcome": outcome})
        river.tell_author(lead, "lead.acknowledged")


def acknowledge(lead: Lead, outcome: str, reason: str, at: datetime) -> None:
    """Move a lead and its clock by an outcome, the same way on both nodes; the caller holds the row."""
    lead.acknowledged_at = lead.acknowledged_at or at
    if outcome == "refused":
        lead.status = Lead.Status.REFUSED
        lead.refused_at = at
        lead.refusal_reason = reason
    elif lead.status == Lead.Status.SENT:
        lead.status = Lead.Status.ACKNOWLEDGED
    deadlines.refresh_dates(lead)
    lead.updated_at = at
    lead.save()


ACKNOWLEDGEMENT = AcknowledgementKind()
