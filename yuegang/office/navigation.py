"""The rail: one visible table of what the office site offers, to whom, and how many things wait there."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

EVERYONE: frozenset[str] = frozenset()
COORDINATION = frozenset({"administrator", "agency_coordinator", "group_coordinator"})
RELEASE = frozenset({"officer", "signer", "liaison", "agency_coordinator", "group_coordinator", "data_protection"})
LEADS_COUNT = "yuegang.enforcement.access.nav_count"
RELEASE_COUNT = "yuegang.exchange.access_release.nav_count"
NOTICES_COUNT = "yuegang.notices.access.nav_count"
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
        Item("import", _("Import"), "base:imports", CASE_WORK, go="i"),
        Item("release", _("Release desk"), "exchange:release_desk", RELEASE, RELEASE_COUNT, "r"),
        Item("channel", _("Channel"), "exchange:channel", go="c"),
        Item("duty", _("Duty desk"), "enforcement:duty", go="d"),
        Item("rights", _("Rights"), "rights:list", CASE_WORK, go="w"),
    ),
    (
        Item("people", _("People"), "accounts:people", COORDINATION),
        Item("parties", _("Agencies and units"), "parties:agencies"),
        Item("audit", _("Audit"), "audit:entries", frozenset({"auditor"})),
        Item("notices", _("Notices"), "notices:list", counter=NOTICES_COUNT, go="n"),
    ),
    (Item("styleguide", _("Style guide"), "office:styleguide"),),
)


def links(request: HttpRequest, roles: frozenset[str]) -> list[list[Link]]:
    """Return the groups of links this officer may use; the current page is the longest matching address."""
    shown = [[item for item in group if not item.roles or item.roles & roles] for group in OFFICE_NAV]
    addresses = {item.key: address for group in shown for item in group if (address := address_of(item))}
    current = max(
        (key for key, url in addresses.items() if url == request.path or (url != "/" and request.path.startswith(url))),
        key=lambda key: len(addresses[key]),
        default="",
    )
    return [
        [
            Link(item.label, addresses[item.key], item.go, count_of(item, request.user), item.key == current)
            for item in group
            if item.key in addresses
        ]
        for group in shown
    ]


def address_of(item: Item) -> str:
    """Return the address of an entry, or nothing while its room is not built in this installation."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def count_of(item: Item, officer: object) -> int | None:
    """Return how many things wait behind an entry; nothing is shown for none."""
    if not item.counter:
        return None
    try:
        counter: Callable[[object], int | None] = import_string(item.counter)
    except ImportError:
        return None
    return counter(officer) or None
