"""Climb the ladder of reminders for what our own side owes; the other side is never told that anything is late."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from yuegang.base import clock
from yuegang.engine.protocol.obligation import ObligationState, Stage
from yuegang.engine.protocol.reminding import LADDER, reached
from yuegang.exchange.obligations.items import Items, Owed, items_of, kinds
from yuegang.exchange.obligations.models import Reminder

RANK = {step.code: place for place, step in enumerate(LADDER)}
AHEAD = timedelta(days=7)  # the first step of the ladder


@transaction.atomic
def remind() -> int:
    """Tell whom the ladder names, once per step and date; returns how many items were reminded of."""
    today = clock.today()
    return sum(_remind_of(items_of(kind), kind, today) for kind in kinds())


def open_date(state: ObligationState) -> date | None:
    """Return the nearest date that is open at a state, or None."""
    dates = [state.acknowledge_by] if state.stage is Stage.PENDING else []
    dates += [state.feedback_by] if state.stage in (Stage.PENDING, Stage.ACKNOWLEDGED) else []
    return min((due for due in dates if due is not None), default=None)


def steps_of(found: list[Owed]) -> Mapping[tuple[str, date], str]:
    """Return the step reached for items by id and date, in one query."""
    rows = Reminder.objects.filter(item_id__in=[item.item_id for item in found])
    return {(str(row.item_id), row.due): row.step for row in rows}


def _remind_of(items: Items, kind: str, today: date) -> int:
    found = items.owed_of(items.due_before(today + AHEAD))
    known = steps_of(found)
    told = 0
    for item in found:
        due = open_date(item.state)
        step = None if due is None else reached(due, today)
        if due is None or step is None:
            continue
        before = known.get((str(item.item_id), due), "")
        if before and RANK[before] >= RANK[step.code]:
            continue
        values = {"step": step.code, "at": clock.now()}
        Reminder.objects.update_or_create(kind=kind, item_id=item.item_id, due=due, defaults=values)
        items.tell(item, step.who, f"obligation.{step.code}")
        told += 1
    return told
