"""The kind `obligation-change`: what the unit that sent an item grants to the one that answers."""

from datetime import date

from django.utils.translation import gettext_noop as _

from yuegang.audit.actions import record
from yuegang.engine.protocol.reminding import Reminded
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.obligations.actions import KIND, settle
from yuegang.exchange.obligations.items import items_of, kinds
from yuegang.exchange.obligations.models import Change

SCHEMA = KindSchema(
    kind=KIND,
    version=1,
    fields=(
        FieldRule("/step", "A", type="code", required=True, label=_("Step"), choices=tuple(Change.Step.values)),
        FieldRule("/kind", "A", type="code", required=True, label=_("Kind of message")),
        FieldRule("/reason", "A", type="code", required=True, label=_("Reason"), choices=tuple(Change.Reason.values)),
        FieldRule("/until", "A", type="date", label=_("Until")),
    ),
    releasable=False,
)


class ChangeHandler:
    """Take extensions and waivers of the other side."""

    schema = SCHEMA

    def apply(self, received: Received) -> None:
        """Keep a change and move the item's dates; raises Refused."""
        body = received.body
        kind, step, until = str(body["kind"]), str(body["step"]), body.get("until")
        if kind not in kinds():
            raise Refused("change.kind", "/kind")
        if (step == Change.Step.EXTEND) is (until is None):
            raise Refused("change.until", "/until")
        if received.item_ver != 1 or Change.objects.filter(pk=received.item_id).exists():
            raise Refused("change.version", received.item_id)
        item = items_of(kind).find(received.ref) if received.ref else None
        if item is None:
            raise Refused("change.item", "ref")
        if not item.is_incoming or (item.from_unit, item.to_unit) != (received.from_unit, received.to_unit):
            raise Refused("change.originator", "ref")
        if step == Change.Step.WAIVE and Change.objects.filter(kind=kind, item_id=item.item_id, step=step).exists():
            raise Refused("change.repeated", "ref")
        change = Change.objects.create(
            id=received.item_id,
            kind=kind,
            item_id=item.item_id,
            step=step,
            until=None if until is None else date.fromisoformat(str(until)),
            reason=str(body["reason"]),
            from_unit=received.from_unit,
            to_unit=received.to_unit,
            is_incoming=True,
            decided_at=received.ts,
        )
        settle(items_of(kind), change, None)
        items_of(kind).tell(item, Reminded.OFFICER, f"obligation.{step}")
        record("exchange", f"obligation.{step}", f"obligations.change:{change.pk}", detail={"item": received.ref})


CHANGE = ChangeHandler()
