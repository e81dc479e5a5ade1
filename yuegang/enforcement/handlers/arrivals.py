"""What every kind that arrives checks first: whose item it is and whether its version is the next."""

from collections.abc import Sequence
from typing import Protocol

from django.db import IntegrityError

from yuegang.enforcement import names
from yuegang.enforcement.models import Lead
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received


class Versioned(Protocol):
    """A row that exists on both nodes in versions."""

    item_ver: int
    is_incoming: bool


def side_of(node_code: str) -> str:
    """Return the side a node belongs to; raises Refused for a node none of whose units is known here."""
    found = next((unit.side for unit in names.units().values() if unit.node == node_code), None)
    if found is None:
        raise Refused("node.unknown", node_code)
    return found


def unit(code: str, field: str) -> names.UnitFacts:
    """Return a unit named in the header; raises Refused for one that is not known here."""
    found = names.units().get(code)
    if found is None:
        raise Refused("unit.unknown", field)
    return found


def referred_lead(received: Received) -> Lead:
    """Return the lead an entry answers, locked; raises Refused unless sender and receiver of it exchange on it."""
    return referred_leads([received])[received.ref]


def referred_leads(received: Sequence[Received]) -> dict[str, Lead]:
    """Return the leads that entries answer by `ref`, locked in one order; raises Refused for the first that is none."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related("origin_unit", "to_unit").order_by("id")
    leads = {str(lead.id): lead for lead in rows.filter(pk__in={one.ref for one in received if one.ref})}
    for one in received:
        lead = leads.get(one.ref)
        if lead is None or not lead.has_crossed:
            raise Refused("lead.unknown", "ref")
        other = lead.origin_unit if lead.is_incoming else lead.to_unit
        if other is None or other.node_id != one.sender_node:
            raise Refused("lead.party", "ref")
    return leads


def check_next(row: Versioned | None, received: Received) -> None:
    """Raise Refused if an item is not the sender's own or its version does not follow the one kept."""
    if row is None:
        return
    if not row.is_incoming:
        raise Refused("item.owner", received.item_id)
    if received.item_ver <= row.item_ver:
        raise Refused("item.version", str(received.item_ver))


def broken_rule(error: IntegrityError) -> str:
    """Return the name of the constraint a row broke; the same rules hold on both nodes, so the sender can tell."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")
