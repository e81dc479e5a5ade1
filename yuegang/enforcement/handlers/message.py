"""The kind `message`: a line of the conversation on a lead."""

from collections.abc import Mapping
from uuid import UUID

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.enforcement import bodies, river
from yuegang.enforcement.handlers import arrivals
from yuegang.enforcement.models import LeadEvent, Message
from yuegang.enforcement.schemas import MESSAGE_SCHEMA
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Draft, Picture


class MessageKind:
    """Compose, follow and apply messages."""

    schema: KindSchema = MESSAGE_SCHEMA

    def draft(self, item_id: UUID) -> Draft:
        """Return where the message is to go: to the unit of the other side that exchanges on the lead."""
        row = Message.objects.select_related("lead").get(pk=item_id)
        lead = row.lead
        other = lead.origin_unit_id if lead.is_incoming else lead.to_unit_id
        return Draft(
            item_ver=row.item_ver + 1, from_unit=row.from_unit, to_unit=other or "", marking=lead.marking,
            ref=str(lead.id), authors=[row.created_by_id] if row.created_by_id else [],
        )  # fmt: skip

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return the text of a message."""
        return bodies.body_of(Message.objects.get(pk=item_id), MESSAGE_SCHEMA.fields)

    def title(self, item_id: UUID) -> str:
        """Return number and subject of the lead that is talked about."""
        lead = Message.objects.select_related("lead").get(pk=item_id).lead
        return f"{lead.number or ''} {lead.subject()}".strip()

    def url(self, item_id: UUID) -> str:
        """Return the address of the lead's page."""
        return river.lead_url(Message.objects.select_related("lead").get(pk=item_id).lead)

    def free_texts(self, item_id: UUID) -> list[tuple[str, str]]:
        """Return the text, for the scan of the release."""
        return [("/text", Message.objects.get(pk=item_id).text)]

    def images(self, item_id: UUID) -> list[Picture]:
        """Return nothing: images go with a lead or an answer."""
        return []

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Follow a release in its transaction: the message stands in the river."""
        row = Message.objects.select_for_update(of=("self",)).select_related("lead").get(pk=item_id)
        row.item_ver = entry.item_ver
        row.status = Message.Status.SENT
        row.released_at = entry.created_at
        row.save()
        river.happened(row.lead, LeadEvent.Kind.MESSAGE, officer, {"message": str(row.id)}, crossed=True)

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Follow a return to the author: the draft is open again."""
        row = Message.objects.select_for_update(of=("self",)).select_related("lead").get(pk=item_id)
        row.status = Message.Status.DRAFT
        row.save()
        river.happened(row.lead, LeadEvent.Kind.RETURNED, officer)

    def apply(self, received: Received) -> None:
        """Take in a message; raises Refused with the rule it breaks."""
        lead = arrivals.referred_lead(received)
        row = Message.objects.select_for_update().filter(pk=received.item_id).first()
        arrivals.check_next(row, received)
        row = row or Message(id=received.item_id, lead=lead, is_incoming=True, created_at=received.ts)
        if row.lead_id != lead.id:
            raise Refused("message.lead", "ref")
        row.text = str(received.body["text"])
        row.item_ver = received.item_ver
        row.status = Message.Status.SENT
        row.released_at = received.ts
        row.save()
        side = arrivals.side_of(received.sender_node)
        params = {"message": str(row.id), "seq": received.seq}
        river.arrived(lead, LeadEvent.Kind.MESSAGE, side, received.ts, params)
        record("exchange", "message.arrive", f"enforcement.message:{row.id}", detail={"version": row.item_ver})
        tell = river.tell_desk if lead.is_incoming else river.tell_author
        tell(lead, "message.arrived")


MESSAGE = MessageKind()
