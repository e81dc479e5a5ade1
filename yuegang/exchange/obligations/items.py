"""What a room whose items are answered provides: settings.OBLIGATION_ITEMS names one table of items per kind."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from yuegang.accounts.models import Officer
from yuegang.engine.protocol.obligation import ObligationState, Target
from yuegang.engine.protocol.reminding import Reminded
from yuegang.exchange.obligations.models import Change

Rows = QuerySet[Any, Any]  # Any: rows of the room


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One item that is answered, as both sides see it; is_incoming: our side owes the answer."""

    kind: str
    item_id: UUID
    number: str
    title: str
    url: str
    from_unit: str
    to_unit: str
    is_incoming: bool
    marking: str
    state: ObligationState
    released_at: datetime | None
    other_date: date | None = None  # the same interval on the sender's own calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """When an item was released, acknowledged, answered and refused, and the target it travelled with."""

    item_id: UUID
    from_unit: str
    to_unit: str
    released_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    refused_at: datetime | None
    target: Target | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What the changes of an item come to."""

    extended_to: date | None
    waived_at: datetime | None


class Items(Protocol):
    """The items of one kind."""

    def open_for(self, officer: Officer, *, ours: bool) -> Rows:
        """Return the open items an officer may read that our side owes, or that it awaits, nearest date first."""

    def owed_of(self, rows: Iterable[Any]) -> list[Owed]:  # Any: rows of the room
        """Return rows as items; no query per row."""

    def find(self, item_id: UUID | str) -> Owed | None:
        """Return one item that crossed, its row locked."""

    def find_for(self, officer: Officer, item_id: UUID) -> Owed | None:
        """Return one item that crossed, or None when it is absent or not for this officer."""

    def settle(self, change: Change, settled: Settled, officer: Officer | None) -> None:
        """Bring the row's dates to what the changes come to and tell what happened."""

    def due_before(self, day: date) -> Rows:
        """Return the items our side owes an answer to with an open date up to a day."""

    def history_before(self, moment: datetime, peer_units: Collection[str]) -> Iterable[History]:
        """Return every item exchanged with some units of a peer and released before a moment."""

    def tell(self, item: Owed, who: Reminded, notice: str) -> int:
        """Tell the officers, the head or the liaison officers of the unit that works on an item."""


@cache
def items_of(kind: str) -> Items:
    """Return the table of a kind from settings.OBLIGATION_ITEMS; raises KeyError for a kind nobody answers."""
    return cast(Items, import_string(settings.OBLIGATION_ITEMS[kind]))  # a test proves every path


def kinds() -> Sequence[str]:
    """Return the kinds that are answered."""
    return tuple(settings.OBLIGATION_ITEMS)
