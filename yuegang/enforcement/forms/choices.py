"""Choices of coded fields, with the empty one first, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuegang.enforcement import names

Choices = list[tuple[str, Any]]  # Any: a lazy label or a group of choices
NOT_CHOSEN = ("", gettext_lazy("not chosen"))


def optional(choices: Iterable[tuple[Any, Any]]) -> Choices:
    """Return choices after the empty one."""
    return [NOT_CHOSEN, *((str(code), label) for code, label in choices)]


def coded(table: Mapping[str, names.Named]) -> Choices:
    """Return a table of codes after the empty choice."""
    return [NOT_CHOSEN, *((row.code, row.name) for row in table.values())]


def goods() -> Choices:
    """Return the categories of goods."""
    return coded(names.goods())


def destinations() -> Choices:
    """Return the countries and territories."""
    return coded(names.destinations())


def ports() -> Choices:
    """Return the ports in use today under their sides; for records of other years all others follow."""
    in_use = names.ports_in_use()
    groups: dict[str, list[tuple[str, str]]] = {"gd": [], "hk": [], "mo": [], "": []}
    for port in names.ports().values():
        groups[port.side if port.code in in_use and port.side in groups else ""].append((port.code, port.name))
    titles = {"gd": _("Guangdong"), "hk": _("Hong Kong"), "mo": _("Macao"), "": _("Not in use today")}
    return [NOT_CHOSEN, *((titles[side], group) for side, group in groups.items() if group)]


def modus_operandi() -> Choices:
    """Return the register of modus operandi, code first."""
    return [(row.code, f"{row.code} {row.name}") for row in names.modus_operandi().values()]


def other_units() -> Choices:
    """Return the units of the other nodes, to which a lead may go."""
    found = [(unit.code, unit.name) for unit in names.units().values() if unit.node not in ("", settings.NODE_CODE)]
    return [NOT_CHOSEN, *found]


def own_units() -> Choices:
    """Return the units of this node, among which a lead may be assigned."""
    return [(unit.code, unit.name) for unit in names.units().values() if unit.node == settings.NODE_CODE]
