"""Names of units, ports and codes in the reader's language, remembered for a moment: lists name many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from yuegang.base import clock
from yuegang.enforcement.models import Destination, GoodsCategory, HsChapter, ModusOperandi
from yuegang.enforcement.models.reference import CodedName
from yuegang.parties import access as parties
from yuegang.parties.loading import read_facts
from yuegang.parties.models import Port

T = TypeVar("T")
MINUTE = 60  # seconds: names change by facts only


def series_of(node: str) -> str:
    """Return what the numbers of a node's leads begin with: GD for gd-customs, GD-PSD for gd-psd.

    Several nodes of one side number alone, so each needs its own series; customs, the first, keeps the letters alone.
    """
    return node.upper().removesuffix("-CUSTOMS")


@dataclass(frozen=True)
class Named:
    """A code with its name and short name; `side` of what belongs to one, `group` of what stands in one."""

    code: str
    name: str
    short: str
    side: str = ""
    group: str = ""


@dataclass(frozen=True)
class UnitFacts:
    """What a page asks of a unit without a query."""

    code: str
    name: str
    agency: str
    node: str
    side: str
    calendar: str
    is_liaison: bool


def _remembered(key: str, find: Callable[[], T]) -> T:
    known: T | None = cache.get(key)
    if known is None:
        known = find()
        if known:  # before the facts are loaded there is nothing to remember
            cache.set(key, known, MINUTE)
    return known


def _key(what: str) -> str:
    return f"enforcement-{what}-{get_language()}"


def units() -> Mapping[str, UnitFacts]:
    """Return every unit by code."""

    def find() -> dict[str, UnitFacts]:
        return {
            unit.code: UnitFacts(
                unit.code, unit.short(), unit.agency_id, unit.node_id or "", unit.agency.side_id, unit.calendar,
                unit.is_liaison,
            )
            for unit in parties.units()
        }  # fmt: skip

    return _remembered(_key("units"), find)


def ports() -> Mapping[str, Named]:
    """Return every port ever in use, by code."""

    def find() -> dict[str, Named]:
        column = (get_language() or "en").replace("-", "_")
        shorts = {row["code"]: row.get(column) or row["en"] for _line, row in read_facts("port_short_names.csv")}
        rows = parties.all_ports()
        return {row.code: Named(row.code, row.name(), shorts.get(row.code, row.name()), row.side_id) for row in rows}

    return _remembered(_key("ports"), find)


def ports_in_use() -> frozenset[str]:
    """Return the codes of the ports in use today."""

    def find() -> frozenset[str]:
        return frozenset(port.code for port in parties.ports(on=clock.today()))

    return _remembered(f"enforcement-ports-{clock.today()}", find)


def goods() -> Mapping[str, Named]:
    """Return the categories of goods by code."""

    def find() -> dict[str, Named]:
        return {row.code: Named(row.code, row.name(), row.name()) for row in GoodsCategory.objects.order_by("code")}

    return _remembered(_key("goods"), find)


def destinations() -> Mapping[str, Named]:
    """Return the countries and territories by code."""

    def find() -> dict[str, Named]:
        rows = Destination.objects.order_by("en")
        return {row.code: Named(row.code, row.name(), row.short()) for row in rows}

    return _remembered(_key("destinations"), find)


def modus_operandi() -> Mapping[str, Named]:
    """Return the register of modus operandi by code."""

    def find() -> dict[str, Named]:
        rows = ModusOperandi.objects.order_by("code")
        return {row.code: Named(row.code, row.name(), row.code, group=row.group) for row in rows}

    return _remembered(_key("modus"), find)


def chapters() -> Mapping[str, Named]:
    """Return the chapters of the tariff by their two digits."""

    def find() -> dict[str, Named]:
        return {row.code: Named(row.code, row.name(), row.code) for row in HsChapter.objects.order_by("code")}

    return _remembered(_key("chapters"), find)


def usual_chapters() -> Mapping[str, frozenset[str]]:
    """Return the tariff chapters usual for each category of goods."""

    def find() -> dict[str, frozenset[str]]:
        return {row.code: row.chapters() for row in GoodsCategory.objects.all()}

    return _remembered("enforcement-usual-chapters", find)


def in_every_language() -> Mapping[str, tuple[str, ...]]:
    """Return the names of goods, ports and destinations in the three languages, by code; their codes never meet."""

    def find() -> dict[str, tuple[str, ...]]:
        rows: list[CodedName | Port] = [*GoodsCategory.objects.all(), *Destination.objects.all(), *parties.all_ports()]
        return {str(row.pk): (row.zh_hans, row.zh_hant, row.en) for row in rows}

    return _remembered("enforcement-every-language", find)


def short(table: Mapping[str, Named], code: str | None) -> str:
    """Return the short name of a code, or the code itself when our list does not have it."""
    if not code:
        return ""
    return table[code].short if code in table else code
