"""Compose our statement of a month from what both nodes have, cut at the month's end at +08:00."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from uuid import UUID

from yuegang.base import clock
from yuegang.engine.protocol import obligation
from yuegang.engine.protocol.obligation import Event, Progress, Step, progress
from yuegang.engine.protocol.statement import Line
from yuegang.exchange.obligations.actions import STEPS
from yuegang.exchange.obligations.items import History, items_of, kinds
from yuegang.exchange.obligations.models import Change
from yuegang.exchange.roster import units_of
from yuegang.parties.calendars import calendars


def end_of(month: date) -> datetime:
    """Return the moment a month ends: 00:00 of the next one at +08:00."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return datetime.combine(following, time.min, clock.BOTH_SIDES)


def lines_of(peer: str, month: date) -> list[Line]:
    """Return the line of every item exchanged with a peer until the end of a month, in order."""
    moment = end_of(month)
    units = units_of(peer)
    return sorted(line for kind in kinds() for line in _lines(kind, units, moment))


def _lines(kind: str, units: frozenset[str], moment: datetime) -> Iterator[Line]:
    changes = _changes(kind, moment)
    places = calendars()
    for one in items_of(kind).history_before(moment, units):
        item = _cut(one, changes, moment)
        calendar = places.get(one.target.calendar) if one.target else None
        state = obligation.state(item, one.target, calendar, moment)
        yield Line.of((kind, str(one.item_id), one.from_unit, one.to_unit), state)


def _cut(one: History, changes: Mapping[UUID, list[Event]], moment: datetime) -> Progress:
    """Return how far an item had come at a moment: what happened later did not happen yet."""
    steps = {
        Step.RELEASED: one.released_at, Step.ACKNOWLEDGED: one.acknowledged_at, Step.ANSWERED: one.answered_at,
        Step.REFUSED: one.refused_at,
    }  # fmt: skip
    events = [Event(step, at) for step, at in steps.items() if at is not None and at < moment]
    return progress([*events, *changes.get(one.item_id, [])])


def _changes(kind: str, moment: datetime) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    for change in Change.objects.filter(kind=kind, decided_at__lt=moment):
        found[change.item_id].append(Event(STEPS[Change.Step(change.step)], change.decided_at, change.until))
    return found
