"""What the obligations desk shows: rows in the reader's words, dates on both calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from yuegang.accounts.models import Officer
from yuegang.engine.protocol.obligation import Stage
from yuegang.exchange.obligations.items import Owed, items_of
from yuegang.exchange.obligations.reminding import open_date, steps_of
from yuegang.parties import access as parties
from yuegang.parties.models import Unit

PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """One item that is answered; overdue is said to the side that owes alone, the other reads that it waits."""

    item: Owed
    from_unit: Unit | None
    to_unit: Unit | None
    state: str
    step: str


def page_of(officer: Officer, kind: str, number: str, *, ours: bool) -> tuple[Page[Owed], list[Row]]:
    """Return a page of what is owed by our side, or awaited by it, and its rows."""
    page = Paginator(items_of(kind).open_for(officer, ours=ours), PER_PAGE).get_page(number)
    return page, rows_of(items_of(kind).owed_of(page.object_list))


def rows_of(items: Sequence[Owed]) -> list[Row]:
    """Return items with their units, state and the step of the ladder that our side reached."""
    units, steps = parties.unit_index(), steps_of(list(items))
    return [_row(item, units, steps) for item in items]


def _row(item: Owed, units: Mapping[str, Unit], steps: Mapping[tuple[str, date], str]) -> Row:
    due = open_date(item.state)
    step = "" if due is None or not item.is_incoming else steps.get((str(item.item_id), due), "")
    return Row(item, units.get(item.from_unit), units.get(item.to_unit), state_of(item), step)


def state_of(item: Owed) -> str:
    """Return the code of an item's state as this node may say it."""
    stage = item.state.stage
    if stage is Stage.FULFILLED:
        return "answered"
    if stage in (Stage.REFUSED, Stage.WAIVED):
        return stage.value
    if not item.is_incoming:
        return "awaited"
    if item.state.overdue:
        return "overdue"
    return "new" if stage is Stage.PENDING else "acknowledged"
