"""Leads as items that are answered: what the obligations desk shows, and what an extension or a waiver changes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.base import clock
from yuegang.enforcement import access, deadlines, names, river
from yuegang.enforcement.models import Lead, LeadEvent
from yuegang.enforcement.models.lead import OPEN, Leads
from yuegang.engine.protocol.reminding import Reminded
from yuegang.exchange.obligations.items import History, Owed, Settled
from yuegang.exchange.obligations.models import Change
from yuegang.notices.actions import notify

NEAREST = (F("feedback_by").asc(nulls_last=True), "released_at", "id")
EVENTS = {Change.Step.EXTEND: LeadEvent.Kind.EXTENDED, Change.Step.WAIVE: LeadEvent.Kind.WAIVED}
WORKING = frozenset({Role.OFFICER, Role.LIAISON})


class LeadItems:
    """The leads of this node."""

    def open_for(self, officer: Officer, *, ours: bool) -> Leads:
        """Return the open leads an officer may read that our side answers, or whose answer it awaits."""
        found = access.leads_for(officer).open().filter(is_incoming=ours, answered_at=None, waived_at=None)
        return found.order_by(*NEAREST)

    def owed_of(self, rows: Iterable[Lead]) -> list[Owed]:
        """Return leads as items."""
        return [_owed(lead) for lead in rows]

    def find(self, item_id: UUID | str) -> Owed | None:
        """Return a lead that crossed, its row locked."""
        lead = Lead.objects.select_for_update(of=("self",)).filter(pk=item_id, item_ver__gte=1).first()
        return None if lead is None else _owed(lead)

    def find_for(self, officer: Officer, item_id: UUID) -> Owed | None:
        """Return a lead that crossed and that an officer may read."""
        lead = access.leads_for(officer).filter(pk=item_id, item_ver__gte=1).first()
        return None if lead is None else _owed(lead)

    def settle(self, change: Change, settled: Settled, officer: Officer | None) -> None:
        """Move a lead's dates and show the change in its river."""
        lead = Lead.objects.select_for_update().get(pk=change.item_id)
        lead.extended_to, lead.waived_at = settled.extended_to, settled.waived_at
        deadlines.refresh_dates(lead)
        lead.save()
        until = change.until.isoformat() if change.until else ""
        params = {"until": until, "reason": change.reason}
        kind = EVENTS[Change.Step(change.step)]
        if change.is_incoming:
            side = names.units()[change.from_unit].side
            river.arrived(lead, kind, side, change.decided_at, params)
        else:
            river.happened(lead, kind, officer, params, crossed=True)

    def due_before(self, day: date) -> Leads:
        """Return the leads our side still answers with a date up to a day."""
        waiting = Q(status=Lead.Status.SENT, acknowledge_by__lte=day) | Q(feedback_by__lte=day)
        return Lead.objects.filter(waiting, is_incoming=True, status__in=OPEN, answered_at=None, waived_at=None)

    def history_before(self, moment: datetime, peer_units: Collection[str]) -> Iterator[History]:
        """Yield what was exchanged with some units of a peer and released before a moment."""
        between = Q(origin_unit__in=peer_units) | Q(to_unit__in=peer_units)
        for row in Lead.objects.filter(between, item_ver__gte=1, released_at__lt=moment).iterator():
            yield History(
                item_id=row.pk, from_unit=row.origin_unit_id, to_unit=row.to_unit_id or "", released_at=row.released_at,
                acknowledged_at=row.acknowledged_at, answered_at=row.answered_at, refused_at=row.refused_at,
                target=deadlines.target_of(row),
            )  # fmt: skip

    def tell(self, item: Owed, who: Reminded, notice: str) -> int:
        """Tell who works on a lead, who signs for the unit that handles it, or the liaison officers of the node."""
        lead = Lead.objects.get(pk=item.item_id)
        if who is Reminded.OFFICER:
            if lead.assigned_to_id is not None:
                return notify([lead.assigned_to_id], notice, url=item.url)
            return notify(_officers(WORKING, [lead.handling_unit]), notice, url=item.url)
        if who is Reminded.HEAD:
            return notify(_officers({Role.SIGNER}, [lead.handling_unit]), notice, url=item.url)
        own = [unit.code for unit in names.units().values() if unit.node == settings.NODE_CODE]
        return notify(_officers({Role.LIAISON}, own), notice, url=item.url)


def _officers(roles: Iterable[str], units: Iterable[str]) -> set[UUID]:
    holding = RoleGrant.objects.valid(clock.now()).filter(role__in=list(roles)).values("officer")
    found = Officer.objects.filter(is_active=True, unit_code__in=list(units), pk__in=holding)
    return set(found.values_list("pk", flat=True))


def _owed(lead: Lead) -> Owed:
    return Owed(
        kind="lead", item_id=lead.id, number=lead.number or "", title=lead.subject(), url=river.lead_url(lead),
        from_unit=lead.origin_unit_id, to_unit=lead.to_unit_id or "", is_incoming=lead.is_incoming,
        marking=lead.marking, state=deadlines.state_of(lead), released_at=lead.released_at,
        other_date=deadlines.other_date(lead),
    )  # fmt: skip


LEADS = LeadItems()
