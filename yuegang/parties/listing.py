"""Rows of the directory's pages, with every name already in the reader's language and of the day asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from yuegang.parties import access
from yuegang.parties.folding import fold
from yuegang.parties.forms import TRAFFIC
from yuegang.parties.models import Agency, AgencyName, Node, Port, Side, Unit


@dataclass(frozen=True)
class AgencyRow:
    """An agency as on a day: its names then, and another name it bears now or bore before."""

    agency: Agency
    short: str
    name: str
    other: str
    unit_count: int


def agency_rows(text: str, side: Side | None, day: date) -> list[AgencyRow]:
    """Return the agencies of a side whose present or former names contain a text, named as on a day."""
    found = access.agencies_matching(text) if text.strip() else access.agencies()
    if side is not None:
        found = found.filter(side=side)
    return [_agency_row(agency, day) for agency in found.annotate(unit_count=Count("units"))]


def _agency_row(agency: Agency, day: date) -> AgencyRow:
    then = agency.named(day)
    others = [row.short() for row in agency.names.all() if row.short() != then.short()]
    return AgencyRow(agency, then.short(), then.name(), "; ".join(others), agency.unit_count)  # type: ignore[attr-defined]  # annotated


def names_in_time(agency: Agency) -> list[AgencyName]:
    """Return an agency's names from the oldest to the newest."""
    return sorted(agency.names.all(), key=lambda row: row.valid_from or date.min)


def unit_rows(agency: Agency) -> list[Unit]:
    """Return an agency's units with node and duty desk."""
    return list(access.units().select_related("duty_desk").filter(agency=agency))


@dataclass(frozen=True)
class NodeGroup:
    """A node with its units; node is None for units whose node is not known."""

    node: Node | None
    units: tuple[Unit, ...]


def units_by_node() -> list[NodeGroup]:
    """Return every unit under its node, our own node first."""
    groups: dict[str, list[Unit]] = {}
    for unit in access.units().select_related("duty_desk"):
        groups.setdefault(unit.node_id or "", []).append(unit)
    made = [NodeGroup(units[0].node, tuple(units)) for units in groups.values()]
    return sorted(made, key=lambda group: (group.node is None or not group.node.is_self, str(group.node or "~")))


@dataclass(frozen=True)
class PortRow:
    """A port with its names in words; is_closed: it no longer works, but the day it stopped is not known."""

    port: Port
    counterpart: str
    authority: str
    traffic: str
    in_use: bool
    is_closed: bool


def port_rows(asked: Mapping[str, Any], day: date) -> list[PortRow]:  # Any: cleaned values of a form
    """Return the ports asked for: words, side, type; those not in use on the day only if wanted."""
    names = {port.code: port.name() for port in access.all_ports()}
    authorities = {agency.code: agency.short(None, day) for agency in access.agencies()}
    rows = [_port_row(port, names, authorities, day) for port in _ports(asked)]
    return [row for row in rows if row.in_use or asked["all"]]


def _ports(asked: Mapping[str, Any]) -> list[Port]:  # Any: as above
    found = access.ports_matching(asked["q"]) if fold(asked["q"]) else access.all_ports()
    if asked["side"] is not None:
        found = found.filter(side=asked["side"])
    return [port for port in found if not asked["type"] or asked["type"] in port.type.split(";")]


def _port_row(port: Port, names: Mapping[str, str], authorities: Mapping[str, str], day: date) -> PortRow:
    in_use = (port.valid_from is None or port.valid_from <= day) and (port.valid_to is None or day < port.valid_to)
    counterpart = names.get(port.counterpart_code, "")
    traffic = ", ".join(str(TRAFFIC.get(kind, kind)) for kind in port.traffic.split(";"))
    is_closed = port.valid_to is None and any(word in port.status for word in ("closed", "ended"))
    return PortRow(port, counterpart, authorities.get(port.authority_code, ""), traffic, in_use, is_closed)
