"""The kind `statement`: what the peer says stood at the end of a month."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_noop as _

from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.engine.protocol.statement import digest_of
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.statements.actions import KIND, take, unpack
from yuegang.exchange.statements.models import Statement

SCHEMA = KindSchema(
    kind=KIND,
    version=1,
    fields=(
        FieldRule("/month", "A", type="date", required=True, label=_("Month")),
        FieldRule("/digest", "A", type="digest", required=True, label=_("Digest of all lines")),
        FieldRule("/items", "A", type="integer", required=True, label=_("Items")),
        FieldRule("/lines/*/part", "A", type="text", label=_("Lines, packed")),
    ),
    releasable=False,
)


class StatementHandler:
    """Take statements of the other side."""

    schema = SCHEMA

    def apply(self, received: Received) -> None:
        """Keep the peer's statement beside ours; raises Refused with the rule it breaks."""
        month = date.fromisoformat(str(received.body["month"]))
        if month.day != 1:
            raise Refused("statement.month", "/month")
        if Statement.objects.filter(peer=received.sender_node, month=month, ours=False).exists():
            raise Refused("statement.repeated", "/month")
        parts = received.body.get("lines")
        rows = [one for one in parts if isinstance(one, Mapping)] if isinstance(parts, list) else []
        try:
            lines = unpack([str(one["part"]) for one in rows]) if rows else []
        except ValueError as error:
            raise Refused("statement.lines", "/lines") from error
        if len(lines) != received.body["items"] or digest_of(lines) != received.body["digest"]:
            raise Refused("statement.digest", "/digest")
        take(received.sender_node, month, lines)


STATEMENT = StatementHandler()
