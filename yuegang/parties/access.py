"""The only door to sides, nodes, agencies, units and ports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.db.models import Q, QuerySet

from yuegang.base import clock
from yuegang.parties.folding import fold
from yuegang.parties.models import Agency, DutyDesk, Node, Port, Side, Unit

CONFIRMING = frozenset({"agency_coordinator", "group_coordinator", "library_editor", "liaison"})


class HasUnit(Protocol):
    """Anybody who works in a unit."""

    @property
    def unit_code(self) -> str: ...


class HasRoles(Protocol):
    """Anybody who holds roles."""

    @property
    def roles(self) -> frozenset[str]: ...


def sides() -> QuerySet[Side]:
    """Return the sides, the two parties first."""
    return Side.objects.order_by("position")


def own_node() -> Node:
    """Return the node this software runs on."""
    return Node.objects.select_related("side").get(pk=settings.NODE_CODE)


def peers() -> QuerySet[Node]:
    """Return the other nodes that are known."""
    return Node.objects.select_related("side").exclude(pk=settings.NODE_CODE).order_by("code")


def agencies() -> QuerySet[Agency]:
    """Return the agencies with their names."""
    return Agency.objects.select_related("side").prefetch_related("names").order_by("side__position", "code")


def agency(code: str) -> Agency:
    """Return an agency; raises Agency.DoesNotExist."""
    return agencies().prefetch_related("units__node").get(pk=code)


def agencies_matching(text: str) -> QuerySet[Agency]:
    """Return the agencies that bear or once bore a name containing the text, in either script."""
    folded = fold(text)
    return agencies().filter(folded__contains=folded) if folded else agencies().none()


def units(*, node: str | None = None) -> QuerySet[Unit]:
    """Return the units, of one node if given, with agency and node."""
    found = Unit.objects.select_related("agency__side", "node__side").prefetch_related("agency__names")
    return found if node is None else found.filter(node=node)


def unit(code: str) -> Unit:
    """Return a unit; raises Unit.DoesNotExist."""
    return units().get(pk=code)


def unit_index() -> dict[str, Unit]:
    """Return all units by code in one query, for lists that name many."""
    return {found.code: found for found in Unit.objects.select_related("node__side")}


def unit_of(officer: HasUnit) -> Unit | None:
    """Return the unit an officer works in, or None when the code is not known here."""
    return units().filter(pk=officer.unit_code).first()


def liaison_unit(node: str | None = None) -> Unit:
    """Return the liaison unit of a node (our own by default); raises Unit.DoesNotExist."""
    return units(node=node or settings.NODE_CODE).filter(is_liaison=True).order_by("code")[:1].get()


def ports(*, on: date | None = None, side: str = "") -> QuerySet[Port]:
    """Return the ports in use on a day (today by default), of one side if given."""
    day = on or clock.today()
    started = Q(valid_from=None) | Q(valid_from__lte=day)
    open_still = Q(valid_to=None) | Q(valid_to__gt=day)
    found = all_ports().filter(started, open_still)
    return found.filter(side=side) if side else found


def all_ports() -> QuerySet[Port]:
    """Return every port ever in use, for records of other years."""
    return Port.objects.select_related("side").order_by("side__position", "code")


def port(code: str) -> Port | None:
    """Return a port by its code, or None."""
    return all_ports().filter(pk=code).first()


def ports_matching(text: str) -> QuerySet[Port]:
    """Return the ports whose name or code contains the text, in either script."""
    folded = fold(text)
    return all_ports().filter(folded__contains=folded) if folded else all_ports().none()


def duty_desks(node_codes: Sequence[str]) -> QuerySet[DutyDesk]:
    """Return the duty desks of some nodes."""
    return DutyDesk.objects.select_related("unit__node__side").filter(unit__node__in=node_codes).order_by("unit")


@dataclass(frozen=True)
class Contact:
    """How the public reaches an agency, with the source that confirms it."""

    phone: str
    email: str
    web: str
    address: str
    source: str
    confirmed_on: date | None


def public_contact(found: Agency) -> Contact | None:
    """Return an agency's contacts for the public, or None while no source confirms them."""
    if not found.contacts_confirmed:
        return None
    return Contact(found.phone, found.email, found.web, found.address, found.contact_source, found.confirmed_on)


def unit_labels(language: str | None = None, *, node: str | None = None) -> dict[str, str]:
    """Return code → "short name of the unit, its title" of our node's units (of another node if given)."""
    own = Unit.objects.filter(node=node or settings.NODE_CODE).order_by("code")
    return {unit.code: f"{unit.short(language)} {unit.name(language)}" for unit in own}


def may_confirm(roles: frozenset[str]) -> bool:
    """Say whether somebody holding these roles may confirm contacts and keep duty desks."""
    return bool(roles & CONFIRMING)


def may_keep_desk(officer: HasRoles, kept: Unit) -> bool:
    """Say whether an officer may keep a unit's duty desk: a liaison or coordinator of our own node's units."""
    return kept.node_id == settings.NODE_CODE and may_confirm(officer.roles)


def duty_desk(unit: Unit) -> dict[str, str]:
    """Return what is kept of a unit's duty desk: phone, hours, note; empty while there is none."""
    desk = DutyDesk.objects.filter(unit=unit).first()
    return {} if desk is None else {"phone": desk.phone, "hours": desk.hours, "note": desk.note}
