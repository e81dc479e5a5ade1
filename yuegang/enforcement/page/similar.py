"""Leads that share something telling with one: firm, vehicle, container, or brand on the same route."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement import access
from yuegang.enforcement.listing.rows import state_code
from yuegang.enforcement.models import Lead

MOST = 5
SHARED = ("consignee_name", "consignor_name", "vehicle", "container")


@dataclass(frozen=True)
class Similar:
    """A similar lead and what it shares."""

    lead: Lead
    reasons: str
    state: str
    shape: str


def similar_to(lead: Lead, officer: Officer) -> list[Similar]:
    """Return the newest leads the officer may read that share something with a lead, with the reasons."""
    alike = Q(pk=None)
    for name in SHARED:
        if getattr(lead, name):
            alike |= Q(**{name: getattr(lead, name)})
    if lead.brand and lead.control_port_id and lead.destination_id:
        alike |= Q(brand=lead.brand, control_port=lead.control_port_id, destination=lead.destination_id)
    if alike == Q(pk=None):
        return []
    found = access.leads_for(officer).filter(alike).exclude(pk=lead.pk).order_by("-created_at")[:MOST]
    today = clock.today()
    return [Similar(other, _reasons(lead, other), *state_code(other, today)) for other in found]


def _reasons(lead: Lead, other: Lead) -> str:
    words = {
        "consignee_name": _("same consignee"), "consignor_name": _("same consignor"), "vehicle": _("same vehicle"),
        "container": _("same container"),
    }  # fmt: skip
    shared = [
        word for name, word in words.items() if getattr(lead, name) and getattr(lead, name) == getattr(other, name)
    ]
    if lead.brand and (lead.brand, lead.control_port_id, lead.destination_id) == (
        other.brand, other.control_port_id, other.destination_id,
    ):  # fmt: skip
        shared.append(_("same brand and route"))
    return _("; ").join(shared)
