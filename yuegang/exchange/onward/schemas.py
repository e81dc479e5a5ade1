"""What crosses when something is passed on: the request, the answer with the grant, the copy."""

from dataclasses import replace
from functools import cache
from typing import Protocol, cast

from yuegang.engine.protocol.onward import PURPOSES
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.handlers import KindHandler, handler_of
from yuegang.exchange.onward.models import OnwardRequest

KINDS = ("lead",)  # what can be passed on
CONTENT = "/content"
REQUEST = KindSchema(
    "onward-request",
    1,
    (
        FieldRule("/kind", "A", "code", required=True, choices=KINDS),
        FieldRule("/item_id", "A", "uuid", required=True),
        FieldRule("/item_ver", "A", "integer", required=True),
        FieldRule("/to_unit", "A", "unit", required=True),
        FieldRule("/purpose", "A", "code", required=True, choices=PURPOSES),
        FieldRule("/until", "A", "date", required=True),
    ),
    releasable=False,
)
ANSWER = KindSchema(
    "onward-grant",
    1,
    (
        FieldRule("/outcome", "A", "code", required=True, choices=("granted", "refused")),
        FieldRule("/reason", "A", "code", choices=tuple(OnwardRequest.Reason.values)),
        FieldRule("/grant", "A", "text"),
        FieldRule("/signature", "A", "text"),
    ),
    releasable=False,
)


class Passable(KindHandler, Protocol):
    """What passing on asks of a kind that can be passed on."""

    def shown(self, name: str, value: object) -> str:
        """Return the value of a field in the reader's language."""


def passable_kind(kind: str) -> Passable:
    """Return the handler of a kind that can be passed on."""
    return cast(Passable, handler_of(kind))  # KINDS names the kinds that have the method


@cache
def passable(kind: str) -> tuple[FieldRule, ...]:
    """Return the fields of a kind that may be passed on: classes A and B; persons and secrets never."""
    return tuple(rule for rule in handler_of(kind).schema.fields if rule.cls in "AB")


@cache
def copy_schema() -> KindSchema:
    """Return what a copy holds: whose item it is, the grant, what was taken out, and the fields that remain."""
    own = (
        FieldRule("/kind", "A", "code", required=True, choices=KINDS),
        FieldRule("/item_id", "A", "uuid", required=True),
        FieldRule("/item_ver", "A", "integer", required=True),
        FieldRule("/origin", "A", "code", required=True),
        FieldRule("/grant", "A", "text", required=True),
        FieldRule("/signature", "A", "text", required=True),
        FieldRule("/removed", "A", "codes"),
    )
    fields = {rule.pointer: rule for kind in KINDS for rule in passable(kind)}
    content = tuple(replace(rule, pointer=CONTENT + rule.pointer, required=False) for rule in fields.values())
    return KindSchema("forward", 1, (*own, *content), releasable=False)
