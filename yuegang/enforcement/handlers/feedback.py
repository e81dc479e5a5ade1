"""The kind `feedback`: the answer to a lead, through the same gate and chain as the lead itself."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.enforcement import bodies, deadlines, release_desk, river
from yuegang.enforcement.handlers import arrivals, crossed
from yuegang.enforcement.models import Feedback, FeedbackVersion, Lead, LeadEvent
from yuegang.enforcement.schemas import CODED_FEEDBACK, FEEDBACK_SCHEMA
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Draft, Picture


class FeedbackKind:
    """Compose, follow and apply feedback."""

    schema: KindSchema = FEEDBACK_SCHEMA

    def draft(self, item_id: UUID) -> Draft:
        """Return where the answer is to go: to the unit the lead came from."""
        row = Feedback.objects.select_related("lead").get(pk=item_id)
        return Draft(
            item_ver=row.item_ver + 1, from_unit=row.from_unit, to_unit=row.lead.origin_unit_id,
            marking=row.lead.marking, ref=str(row.lead_id), authors=row.writers,
        )  # fmt: skip

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return the fields of an answer as drafted; to a stub the coded ones only."""
        row = Feedback.objects.select_related("lead").get(pk=item_id)
        return bodies.body_of(row, CODED_FEEDBACK if row.lead.is_stub else FEEDBACK_SCHEMA.fields)

    def title(self, item_id: UUID) -> str:
        """Return number and subject of the lead that is answered."""
        lead = Feedback.objects.select_related("lead").get(pk=item_id).lead
        return f"{lead.number or ''} {lead.subject()}".strip()

    def url(self, item_id: UUID) -> str:
        """Return the address of the lead's page."""
        return river.lead_url(Feedback.objects.select_related("lead").get(pk=item_id).lead)

    def free_texts(self, item_id: UUID) -> list[tuple[str, str]]:
        """Return the texts persons wrote, for the scan of the release."""
        body = self.compose(item_id)
        rules = [rule for rule in FEEDBACK_SCHEMA.fields if rule.free_text]
        return [(rule.pointer, str(body[name])) for rule in rules if (name := rule.pointer[1:]) in body]

    def images(self, item_id: UUID) -> list[Picture]:
        """Return the images a release decides on, each with its caption."""
        return crossed.image_sources(Feedback.objects.get(pk=item_id).images.filter(is_incoming=False))

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Follow a release in its transaction: version, the lead's clock, event."""
        row = Feedback.objects.select_for_update(of=("self",)).get(pk=item_id)
        body = release_desk.crossed_body("feedback", item_id)
        row.item_ver = entry.item_ver
        row.status = Feedback.Status.SENT
        row.writers = []
        row.released_at = row.released_at or entry.created_at
        row.save()
        _keep_version(row, entry.item_ver, body, entry)
        lead = Lead.objects.select_for_update().get(pk=row.lead_id)
        _answer(lead, row)
        river.happened(lead, LeadEvent.Kind.FEEDBACK, officer, _params(row), crossed=True)

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Follow a return to the author: the draft is open again."""
        row = Feedback.objects.select_for_update(of=("self",)).select_related("lead").get(pk=item_id)
        row.status = Feedback.Status.DRAFT
        row.save()
        river.happened(row.lead, LeadEvent.Kind.RETURNED, officer)

    def apply(self, received: Received) -> None:
        """Take in an answer or a new version of one; raises Refused with the rule it breaks."""
        lead = arrivals.referred_lead(received)
        if lead.is_incoming:
            raise Refused("feedback.direction", "ref")
        row = Feedback.objects.select_for_update().filter(pk=received.item_id).first()
        arrivals.check_next(row, received)
        row = row or Feedback(id=received.item_id, lead=lead, is_incoming=True)
        if row.lead_id != lead.id:
            raise Refused("feedback.lead", "ref")
        bodies.fill(row, FEEDBACK_SCHEMA.fields, received.body)
        row.item_ver = received.item_ver
        row.status = Feedback.Status.SENT
        row.released_at = row.released_at or received.ts
        row.updated_at = received.ts
        _save(row)
        FeedbackVersion.objects.create(
            feedback=row, item_ver=received.item_ver, body=dict(received.body), crossed_at=received.ts
        )
        crossed.keep_images(lead, received, row)
        _answer(lead, row)
        side = arrivals.side_of(received.sender_node)
        river.arrived(lead, LeadEvent.Kind.FEEDBACK, side, received.ts, {**_params(row), "seq": received.seq})
        record("exchange", "feedback.arrive", f"enforcement.feedback:{row.id}", detail={"version": row.item_ver})
        river.tell_author(lead, "feedback.arrived")


def _keep_version(row: Feedback, version: int, body: dict[str, object], entry: OutboxEntry) -> None:
    FeedbackVersion.objects.create(feedback=row, item_ver=version, body=body, crossed_at=entry.created_at)


def _params(row: Feedback) -> dict[str, object]:
    return {
        "feedback": str(row.id), "version": row.item_ver, "stage": row.stage, "result": row.result,
        "measures": list(row.measures), "lots": row.lots, "cases": row.cases, "items": row.items,
    }  # fmt: skip


def _answer(lead: Lead, row: Feedback) -> None:
    """Move the lead and its clock: the first answer stops the clock, a final one answers the lead."""
    assert row.released_at is not None  # both callers have set it
    lead.acknowledged_at = lead.acknowledged_at or row.released_at
    lead.answered_at = lead.answered_at or row.released_at
    if row.stage == Feedback.Stage.FINAL and lead.status in (
        Lead.Status.SENT, Lead.Status.ACKNOWLEDGED, Lead.Status.IN_HAND,
    ):  # fmt: skip
        lead.status = Lead.Status.ANSWERED
    elif lead.status in (Lead.Status.SENT, Lead.Status.ACKNOWLEDGED):
        lead.status = Lead.Status.IN_HAND
    deadlines.refresh_dates(lead)
    lead.save()


def _save(row: Feedback) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("feedback.rule", arrivals.broken_rule(error)) from error


FEEDBACK = FeedbackKind()
