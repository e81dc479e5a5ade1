"""Extend and waive answers as the unit that sent the item; each is one signed entry and the same row on both nodes."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.engine.protocol.obligation import Event, Stage, Step, progress
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.obligations.items import Items, Owed, Settled, items_of
from yuegang.exchange.obligations.models import Change

KIND = "obligation-change"
OPEN = (Stage.PENDING, Stage.ACKNOWLEDGED)
STEPS = {Change.Step.EXTEND: Step.EXTENDED, Change.Step.WAIVE: Step.WAIVED}


@transaction.atomic
def extend(officer: Officer, kind: str, item_id: UUID, until: date, reason: str) -> Change:
    """Give the answering unit time until a later day.

    Raises NotAllowed: change.item, change.originator, change.closed, change.no_date, change.earlier, change.reason;
    NotSendable.
    """
    item = _own_open_item(officer, kind, item_id)
    if item.state.feedback_by is None:
        raise NotAllowed("change.no_date")
    if until <= item.state.feedback_by:
        raise NotAllowed("change.earlier", item.state.feedback_by.isoformat())
    return _change(officer, item, Change.Step.EXTEND, until, reason)


@transaction.atomic
def waive(officer: Officer, kind: str, item_id: UUID, reason: str) -> Change:
    """Tell the answering unit that no answer is needed.

    Raises NotAllowed: change.item, change.originator, change.closed, change.reason; NotSendable.
    """
    return _change(officer, _own_open_item(officer, kind, item_id), Change.Step.WAIVE, None, reason)


def _own_open_item(officer: Officer, kind: str, item_id: UUID) -> Owed:
    items = items_of(kind)
    if items.find_for(officer, item_id) is None:
        raise NotAllowed("change.item")
    item = items.find(item_id)
    if item is None or item.is_incoming:
        raise NotAllowed("change.originator")
    if item.state.stage not in OPEN:
        raise NotAllowed("change.closed", item.state.stage)
    return item


def _change(officer: Officer, item: Owed, step: Change.Step, until: date | None, reason: str) -> Change:
    if reason not in Change.Reason.values:
        raise NotAllowed("change.reason")
    change_id = uuid4()
    entry = enqueue(
        Outgoing(
            kind=KIND,
            item_id=change_id,
            item_ver=1,
            from_unit=item.from_unit,
            to_unit=item.to_unit,
            body=_body(item.kind, step, until, reason),
            marking=item.marking,
            ref=item.item_id,
        )
    )
    change = Change.objects.create(
        id=change_id,
        kind=item.kind,
        item_id=item.item_id,
        step=step,
        until=until,
        reason=reason,
        from_unit=item.from_unit,
        to_unit=item.to_unit,
        is_incoming=False,
        decided_at=entry.created_at,
        decided_by=officer.display_name,
    )
    settle(items_of(item.kind), change, officer)
    record(officer, f"obligation.{step}", f"obligations.change:{change.pk}", detail={"item": str(item.item_id)})
    return change


def _body(kind: str, step: Change.Step, until: date | None, reason: str) -> Mapping[str, object]:
    body: dict[str, object] = {"step": step.value, "kind": kind, "reason": reason}
    return body if until is None else {**body, "until": until.isoformat()}


def settle(items: Items, change: Change, officer: Officer | None) -> None:
    """Bring an item to what all its changes come to, the same on both nodes whatever their order."""
    rows = Change.objects.filter(kind=change.kind, item_id=change.item_id)
    found = progress(Event(STEPS[Change.Step(row.step)], row.decided_at, row.until) for row in rows)
    items.settle(change, Settled(found.extended_to, found.waived_at), officer)
