"""The kind `lead`: what of it leaves, what follows its release, what arrives."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.enforcement import bodies, deadlines, names, release_desk, river
from yuegang.enforcement.handlers import arrivals, crossed
from yuegang.enforcement.models import Lead, LeadEvent, LeadVersion
from yuegang.enforcement.schemas import LEAD_SCHEMA, STUB_FIELDS
from yuegang.enforcement.search_text import fill_search_text
from yuegang.enforcement.shown import shown
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Draft, Picture
from yuegang.rights.models import Right

NUMBER = re.compile(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)-[0-9]{4}-[0-9]{4,}")
FULL_NEEDS = ("goods", "goods_category", "ip_type")


class LeadKind:
    """Compose, follow and apply leads."""

    schema: KindSchema = LEAD_SCHEMA

    def draft(self, item_id: UUID) -> Draft:
        """Return where the lead is to go; a version after one that crossed is a revision."""
        lead = Lead.objects.get(pk=item_id)
        return Draft(
            item_ver=lead.item_ver + 1, from_unit=lead.origin_unit_id, to_unit=lead.to_unit_id or "",
            marking=lead.marking, authors=lead.writers,
        )  # fmt: skip

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return the fields of a lead as drafted; of a stub only what names it."""
        lead = Lead.objects.get(pk=item_id)  # codes only: a release composes it many times
        return bodies.body_of(lead, STUB_FIELDS if lead.is_stub else LEAD_SCHEMA.fields)

    def title(self, item_id: UUID) -> str:
        """Return number and subject for lists of things to release."""
        lead = Lead.objects.get(pk=item_id)
        return f"{lead.number or ''} {lead.subject()}".strip()

    def shown(self, name: str, value: object) -> str:
        """Return the value of a field in the reader's language, for copies that were passed on."""
        return shown(name, value)

    def url(self, item_id: UUID) -> str:
        """Return the address of the lead's page."""
        return river.lead_url(Lead(pk=item_id))

    def free_texts(self, item_id: UUID) -> list[tuple[str, str]]:
        """Return the texts persons wrote, for the scan of the release."""
        body = self.compose(item_id)
        rules = [rule for rule in LEAD_SCHEMA.fields if rule.free_text]
        return [(rule.pointer, str(body[name])) for rule in rules if (name := rule.pointer[1:]) in body]

    def images(self, item_id: UUID) -> list[Picture]:
        """Return the images a release decides on, each with its caption."""
        return crossed.image_sources(Lead.objects.get(pk=item_id).images.filter(feedback=None, is_incoming=False))

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Follow a release in its transaction: version, clock, event."""
        lead = Lead.objects.select_for_update().get(pk=item_id)
        body = release_desk.crossed_body("lead", item_id)
        is_first = not lead.has_crossed
        old = {} if is_first else lead.versions.get(item_ver=lead.item_ver).body
        lead.item_ver = entry.item_ver
        lead.revision = Lead.Revision.NONE
        lead.writers = []
        if is_first:
            lead.status = Lead.Status.SENT
            lead.released_at = entry.created_at
            lead.obligation = entry.obligation
            deadlines.refresh_dates(lead)
        lead.save()
        LeadVersion.objects.create(
            lead=lead, item_ver=entry.item_ver, body=body, marking=entry.marking, crossed_at=entry.created_at
        )
        kind = LeadEvent.Kind.RELEASED if is_first else LeadEvent.Kind.REVISION_RELEASED
        river.happened(lead, kind, officer, _version_params(entry.item_ver, old, body), crossed=True)

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Follow a return to the author: the draft is open again."""
        lead = Lead.objects.select_for_update().get(pk=item_id)
        if lead.has_crossed:
            lead.revision = Lead.Revision.DRAFT
        else:
            lead.status = Lead.Status.DRAFT
        lead.save()
        river.happened(lead, LeadEvent.Kind.RETURNED, officer)

    def apply(self, received: Received) -> None:
        """Take in a lead or a revision of one; raises Refused with the rule it breaks."""
        lead = Lead.objects.select_for_update().filter(pk=received.item_id).first()
        arrivals.check_next(lead, received)
        side = arrivals.side_of(received.sender_node)
        body = received.body
        _check_body(body, received.sender_node)
        is_first = lead is None
        lead = lead or _new_lead(received)
        if lead.origin_unit_id != received.from_unit:
            raise Refused("lead.party", "from_unit")
        old = {} if is_first else lead.versions.get(item_ver=lead.item_ver).body
        _take(lead, received)
        _save(lead)
        LeadVersion.objects.create(
            lead=lead, item_ver=received.item_ver, body=dict(body), marking=received.marking, crossed_at=received.ts
        )
        crossed.keep_images(lead, received)
        kind = LeadEvent.Kind.ARRIVED if is_first else LeadEvent.Kind.REVISION_ARRIVED
        params = {"seq": received.seq, **_version_params(received.item_ver, old, body)}
        river.arrived(lead, kind, side, received.ts, params)
        record("exchange", "lead.arrive", f"enforcement.lead:{lead.id}", detail={"version": received.item_ver})
        urgent = is_first and lead.urgency == "immediate"
        river.tell_desk(lead, "lead.urgent" if urgent else "lead.arrived")


def _check_body(body: Mapping[str, object], node: str) -> None:
    number = NUMBER.fullmatch(str(body["number"]))
    if number is None or number[1] != names.series_of(node):
        raise Refused("lead.number", "/number")
    if body["form"] == Lead.Form.STUB:
        stray = set(body) - {rule.pointer[1:] for rule in STUB_FIELDS}
        if stray or "stub_channel" not in body or "stub_date" not in body:
            raise Refused("lead.stub", "/" + min(stray, default="stub_channel"))
        return
    for name in FULL_NEEDS:
        if name not in body:
            raise Refused("lead.required", "/" + name)


def _new_lead(received: Received) -> Lead:
    origin = arrivals.unit(received.from_unit, "from_unit")
    to_unit = arrivals.unit(received.to_unit, "to_unit")
    if to_unit.node != settings.NODE_CODE or origin.node != received.sender_node:
        raise Refused("lead.party", "to_unit")
    return Lead(
        id=received.item_id, is_incoming=True, origin_unit_id=origin.code, to_unit_id=to_unit.code,
        own_agency=to_unit.agency, status=Lead.Status.SENT, released_at=received.ts, obligation=received.obligation,
    )  # fmt: skip


def _take(lead: Lead, received: Received) -> None:
    bodies.fill(lead, LEAD_SCHEMA.fields, received.body)
    lead.item_ver = received.item_ver
    lead.marking = received.marking
    lead.right = Right.objects.filter(
        ip_type=lead.ip_type, jurisdiction=lead.right_jurisdiction, number=lead.right_number
    ).first()
    deadlines.refresh_dates(lead)
    fill_search_text(lead)
    lead.updated_at = received.ts


def _save(lead: Lead) -> None:
    try:
        with transaction.atomic():
            lead.save()
    except IntegrityError as error:
        raise Refused("lead.rule", arrivals.broken_rule(error)) from error


def _version_params(version: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, object]:
    params: dict[str, object] = {"version": version}
    if old:
        params["changes"] = [[change.name, change.old, change.new] for change in bodies.changes(old, new)]
    return params


LEAD = LeadKind()
