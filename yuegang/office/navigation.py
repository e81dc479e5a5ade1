"""The rail: one visible table of what the office site offers, to whom, and how many things wait there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVERYONE: frozenset[str] = frozenset()
COORDINATION = frozenset({"administrator", "agency_coordinator", "group_coordinator"})
RELEASE = frozenset({"officer", "signer", "liaison", "agency_coordinator", "group_coordinator", "data_protection"})
READERS = frozenset({"liaison", "auditor", "administrator"})
LEADS_COUNT = "yuegang.enforcement.access.nav_count"
CASES_COUNT = "yuegang.enforcement.cases.access.nav_count"
REQUESTS_COUNT = "yuegang.enforcement.requests.access.nav_count"
STATEMENTS = frozenset({"liaison", "agency_coordinator", "group_coordinator", "auditor"})
RELEASE_COUNT = "yuegang.exchange.release.access.nav_count"
ONWARD_COUNT = "yuegang.exchange.onward.access.nav_count"
ONWARD = frozenset({"officer", "signer", "liaison", "auditor"})
NOTICES_COUNT = "yuegang.notices.access.nav_count"
LOADS_COUNT = "yuegang.library.law.access.nav_count"
SCREENING_COUNT = "yuegang.screening.access.nav_count"
SCREENING = frozenset({"officer", "signer", "liaison"})
LIBRARY = frozenset({"library_editor", "translator"})
CASE_WORK = frozenset({"officer", "signer", "liaison", "agency_coordinator", "group_coordinator"})


@dataclass(frozen=True)
class Item:
    """An entry of the rail: roles empty means everyone; counter is the dotted path of officer -> int or None."""

    key: str
    label: Any  # lazy string
    url_name: str
    roles: frozenset[str] = EVERYONE
    counter: str = ""
    go: str = ""  # the letter after g


@dataclass(frozen=True)
class Link:
    """An entry as shown to one officer on one page."""

    label: Any
    url: str
    go: str
    count: int | None
    is_current: bool


OFFICE_NAV: tuple[tuple[Item, ...], ...] = (
    (
        Item("today", _("Today"), "office:today", go="t"),
        Item("leads", _("Leads"), "enforcement:leads", CASE_WORK | {"auditor"}, LEADS_COUNT, "l"),
        Item(
            "cases", pgettext_lazy("investigation", "Cases"), "cases:cases", CASE_WORK | {"auditor"}, CASES_COUNT, "k"
        ),
        Item("import", _("Import"), "base:imports", CASE_WORK, go="i"),
        Item("release", _("Release desk"), "release:desk", RELEASE, RELEASE_COUNT, "r"),
        Item("onward", _("Passing on"), "onward:list", ONWARD, ONWARD_COUNT),
        Item("channel", _("Channel"), "exchange:channel", READERS, go="c"),
        Item("requests", _("Requests"), "requests:requests", CASE_WORK | {"auditor"}, REQUESTS_COUNT, "q"),
        Item("statements", _("Statements"), "statements:statements", STATEMENTS),
        Item("obligations", _("Answers owed"), "obligations:desk", CASE_WORK | {"auditor"}, go="o"),
        Item("rates", _("Use of leads"), "rates:rates", CASE_WORK | {"auditor"}, go="u"),
        Item("duty", _("Duty desk"), "enforcement:duty", go="d"),
        Item("screening", _("Screening"), "screening:desk", SCREENING, SCREENING_COUNT, "h"),
        Item("rights", _("Rights"), "rights:list", CASE_WORK, go="w"),
        Item("search", _("Search"), "search:search", go="s"),
        Item("law", _("Laws and policies"), "law:catalogue"),
        Item("loads", _("Loading law"), "law:loads", LIBRARY, LOADS_COUNT),
        Item("misses", _("Searches without result"), "search:misses", LIBRARY),
        Item("terms", _("Terms of both sides"), "terms:list"),
        Item("fresh", _("Freshness of the library"), "law:fresh", LIBRARY),
    ),
    (
        Item("people", _("People"), "accounts:people", COORDINATION),
        Item("parties", _("Agencies and units"), "parties:agencies"),
        Item("chains", _("Chains of signatures"), "release:chains", COORDINATION | {"auditor"}),
        Item("audit", _("Audit"), "audit:entries", frozenset({"auditor"})),
        Item("notices", _("Notices"), "notices:list", counter=NOTICES_COUNT, go="n"),
    ),
    (Item("styleguide", _("Style guide"), "office:styleguide"),),
)


def items_for(roles: frozenset[str]) -> list[list[Item]]:
    """Return the groups of entries open to these roles and built in this installation, with their addresses."""
    return [
        [item for item in group if (not item.roles or item.roles & roles) and address_of(item)] for group in OFFICE_NAV
    ]


def links(path: str, groups: list[list[Item]], counts: Mapping[str, int]) -> list[list[Link]]:
    """Return the links of a page; the current one has the longest address the page's path starts with."""
    addresses = {item.key: address_of(item) for group in groups for item in group}
    home = addresses.get("today", "")
    fitting = [key for key, url in addresses.items() if url == path or (url != home and path.startswith(url))]
    current = max(fitting, key=lambda key: len(addresses[key]), default="")
    return [
        [Link(item.label, addresses[item.key], item.go, counts.get(item.key), item.key == current) for item in group]
        for group in groups
    ]


def address_of(item: Item) -> str:
    """Return the address of an entry, or nothing while its room is not built in this installation."""
    return address(item.url_name)


def address(url_name: str) -> str:
    """Return the address of a page, or nothing while its room is not built in this installation."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def counts(officer: object, groups: list[list[Item]]) -> dict[str, int]:
    """Return how many things wait behind each entry; entries with none are left out."""
    found = {item.key: count_of(item, officer) for group in groups for item in group if item.counter}
    return {key: count for key, count in found.items() if count}


def count_of(item: Item, officer: object) -> int | None:
    """Return how many things wait behind an entry."""
    try:
        counter: Callable[[object], int | None] = import_string(item.counter)
    except ImportError:
        return None
    return counter(officer)
