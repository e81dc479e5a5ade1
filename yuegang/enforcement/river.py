"""Write what happens to a lead, on the bank where it happens, and tell those it concerns."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.base import clock
from yuegang.enforcement import turn
from yuegang.enforcement.models import Lead, LeadEvent
from yuegang.notices.actions import notify
from yuegang.parties import access as parties


def own_side() -> str:
    """Return the code of the side this node belongs to."""
    return parties.own_node().side_id


def happened(
    lead: Lead, kind: str, actor: Officer | None, params: Mapping[str, object] | None = None, *, crossed: bool = False
) -> LeadEvent:
    """Add an event on our own bank, in the caller's transaction."""
    turn.changed()
    return LeadEvent.objects.create(
        lead=lead, kind=kind, side=own_side(), crossed=crossed, params=dict(params or {}), at=clock.now(),
        actor_name=actor.display_name if actor else "",
    )  # fmt: skip


def arrived(lead: Lead, kind: str, side: str, at: datetime, params: Mapping[str, object] | None = None) -> LeadEvent:
    """Add an event on the other bank: an entry of the other side, at the time it was sealed there."""
    event = arrival(lead, kind, side, at, params)
    event.save(force_insert=True)
    return event


def arrival(lead: Lead, kind: str, side: str, at: datetime, params: Mapping[str, object] | None = None) -> LeadEvent:
    """Return the event that `arrived` adds."""
    return LeadEvent(lead=lead, kind=kind, side=side, crossed=True, params=dict(params or {}), at=at)


def lead_url(lead: Lead) -> str:
    """Return the address of a lead's page."""
    return reverse("enforcement:lead", args=[lead.id])


def tell_desk(lead: Lead, kind: str) -> None:
    """Notify who works on a lead: the assigned officer, else the officers of the unit that handles it."""
    if lead.assigned_to_id is not None:
        notify([lead.assigned_to_id], kind, url=lead_url(lead))
        return
    unit_code = lead.handling_unit
    working = RoleGrant.objects.valid(clock.now()).filter(role__in=[Role.OFFICER, Role.LIAISON]).values("officer")
    officers = Officer.objects.filter(is_active=True, unit_code=unit_code, pk__in=working).values_list("pk", flat=True)
    notify(set(officers), kind, url=lead_url(lead))


def tell_author(lead: Lead, kind: str) -> None:
    """Notify the author of a lead of ours and whoever it is assigned to."""
    told = {pk for pk in (lead.created_by_id, lead.assigned_to_id) if pk is not None}
    if told:
        notify(told, kind, url=lead_url(lead))
