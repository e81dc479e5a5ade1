"""Keep the query string of a list page under a name, for oneself or for one's unit."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict

from yuegang.base.models import SavedFilter

NOT_STATE = {"page", "csrfmiddlewaretoken", "filter"}  # parameters that are no part of a filter


class Owner(Protocol):
    """The parts of an officer that filters need."""

    @property
    def id(self) -> UUID:
        """The officer's id."""
        ...

    @property
    def unit_code(self) -> str:
        """The officer's unit."""
        ...


@dataclass(frozen=True)
class Chip:
    """A saved filter as a page shows it: `is_current` if the page shows exactly this selection now."""

    id: UUID
    name: str
    query: str
    is_current: bool
    is_shared: bool
    is_own: bool


def visible_to(officer: Owner, page: str) -> "QuerySet[SavedFilter]":
    """Return the officer's own filters of a page and those shared with the officer's unit."""
    shared = Q(shared_unit_code=officer.unit_code) & ~Q(shared_unit_code="")
    return SavedFilter.objects.filter(Q(officer_id=officer.id) | shared, page=page).order_by("created_at")


def canonical(query: str | QueryDict) -> str:
    """Return the query string in one order, without page numbers and empty values: equal states compare equal."""
    text = query.urlencode() if isinstance(query, QueryDict) else query.lstrip("?")
    pairs = [(key, value) for key, value in parse_qsl(text) if key not in NOT_STATE]
    return urlencode(sorted(pairs))


def chips(officer: Owner, page: str, query: str | QueryDict) -> list[Chip]:
    """Return the filters of a page for its template `base/_saved_filters.html`."""
    now = canonical(query)
    return [
        Chip(
            id=each.id,
            name=each.name,
            query=each.query,
            is_current=each.query == now,
            is_shared=bool(each.shared_unit_code),
            is_own=each.officer_id == officer.id,
        )
        for each in visible_to(officer, page)
    ]


def save(officer: Owner, *, page: str, name: str, query: str | QueryDict, share: bool = False) -> SavedFilter:
    """Keep the selection under a name, replacing the officer's own of that name; raises ValidationError."""
    kept = SavedFilter.objects.filter(officer_id=officer.id, page=page, name=name.strip()).first()
    if kept is None:
        kept = SavedFilter(officer_id=officer.id, page=page, name=name.strip())
    kept.query = canonical(query)
    kept.shared_unit_code = officer.unit_code if share else ""
    kept.full_clean()
    kept.save()
    return kept


def remove(officer: Owner, filter_id: UUID) -> SavedFilter:
    """Delete the officer's own filter; another's, or none, is 404."""
    found = SavedFilter.objects.filter(officer_id=officer.id, pk=filter_id).first()
    if found is None:
        raise Http404
    found.delete()
    return found
