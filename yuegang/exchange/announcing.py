"""Tell the peers of new and revoked keys inside the log, signed by a key they already know.

The first exchange of keys needs two persons and a voice; from then on the log carries the changes: their order is the
log's, and the peer's receipt signs that it has them.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from yuegang.audit.actions import record
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import stamp
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.roster import USES, key_object, read_key
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.errors import Refused, RosterRefused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import Channel, RosterKey
from yuegang.exchange.provisioning import merge_keys
from yuegang.exchange.roster import key_of, units_of

KIND = "roster"
OVERLAP = timedelta(days=30)  # protocol.md, 6: new keys are told before they are used
SCHEMA = KindSchema(
    KIND,
    1,
    (
        FieldRule("/keys/*/key_id", "A", "code", required=True),
        FieldRule("/keys/*/node", "A", "code", required=True),
        FieldRule("/keys/*/unit", "A", "unit"),
        FieldRule("/keys/*/suite", "A", "code", required=True),
        FieldRule("/keys/*/use", "A", "code", required=True, choices=USES),
        FieldRule("/keys/*/public", "A", "text", required=True),
        FieldRule("/keys/*/valid_from", "A", "timestamp", required=True),
        FieldRule("/keys/*/not_after", "A", "timestamp", required=True),
        FieldRule("/keys/*/revoked_at", "A", "timestamp"),
        FieldRule("/keys/*/reason", "A", "text"),
    ),
    releasable=False,
)


@transaction.atomic
def announce_keys() -> int:
    """Put this node's public keys into the log of every peer; return how many peers are told."""
    own = RosterKey.objects.filter(node=settings.NODE_CODE).order_by("key_id")
    body = {"keys": [{name: value for name, value in key_object(key_of(row)).items() if value} for row in own]}
    told = 0
    for peer in Channel.objects.values_list("peer", flat=True):
        ours, theirs = min(units_of(settings.NODE_CODE), default=""), min(units_of(peer), default="")
        if ours and theirs:
            enqueue(
                Outgoing(
                    kind=KIND, item_id=uuid4(), item_ver=1, from_unit=ours, to_unit=theirs, body=body,
                    marking=Marking.AMBER.value,
                )
            )  # fmt: skip
            told += 1
    return told


class RosterKind:
    """Take a peer's own account of its keys."""

    schema: KindSchema = SCHEMA

    def apply(self, received: Received) -> None:
        """Add new keys and revocations of the sender; raises Refused: roster.field, roster.node, roster.changed, …

        A revocation holds from the entry on: what was taken in before it stays good.
        """
        listed = received.body.get("keys")
        assert isinstance(listed, list)  # the schema let it in
        try:
            keys = [read_key(_whole(one, stamp(received.ts))) for one in listed]
            merge_keys(received.sender_node, keys)
        except (ProtocolError, RosterRefused) as error:
            raise Refused(error.rule, error.place) from error
        record("exchange", "roster.arrive", f"exchange.channel:{received.sender_node}", detail={"keys": len(keys)})


def _whole(value: Mapping[str, object], now: str) -> dict[str, object]:
    """Return a key object with the members that travel only when they say something."""
    revoked = value.get("revoked_at")
    return {"unit": "", "reason": "", **value, "revoked_at": None if revoked is None else max(str(revoked), now)}


ROSTER = RosterKind()
