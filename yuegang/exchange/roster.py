"""Read the public keys of all nodes from the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import connection

from yuegang.base import clock
from yuegang.engine.protocol.roster import Key, Roster, Use
from yuegang.exchange.errors import NotSendable
from yuegang.exchange.models import RosterKey


def key_of(row: RosterKey) -> Key:
    """Return the engine's form of a key."""
    return Key(
        node=row.node,
        unit=row.unit,
        key_id=row.key_id,
        suite=row.suite,
        use=cast(Use, row.use),  # a check constraint holds the three values
        public=bytes(row.public),
        valid_from=row.valid_from,
        not_after=row.not_after,
        revoked_at=row.revoked_at,
        reason=row.reason,
    )


def load_roster() -> Roster:
    """Return all keys, also expired and revoked ones: old signatures stay verifiable."""
    return Roster(key_of(row) for row in RosterKey.objects.all())


@dataclass(frozen=True, slots=True)
class Directory:
    """Hold all public keys of one moment: as the engine's roster, and which units each node speaks for."""

    roster: Roster
    units: Mapping[str, frozenset[str]]

    def units_of(self, node: str) -> frozenset[str]:
        """Return the units a node's keys speak for."""
        return self.units.get(node, frozenset())


def load_directory() -> Directory:
    """Return roster and units in one query."""
    keys = [key_of(row) for row in RosterKey.objects.all()]
    units: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        if key.use == "seal":
            units[key.node].add(key.unit)
    return Directory(Roster(keys), {node: frozenset(found) for node, found in units.items()})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a message to a unit goes: its newest usable key, the node that holds it and our channel to that node."""

    key_id: str
    suite: str
    public: bytes
    node: str
    channel_id: int | None


# In every message's transaction, so one plain statement; the ORM would cost more than the rest of it.
_ADDRESSEE = """
SELECT k.key_id, k.suite, k.public, k.node, c.id
FROM exchange_rosterkey k LEFT JOIN exchange_channel c ON c.peer = k.node
WHERE k.use = 'seal' AND k.unit = %s AND k.valid_from <= %s AND k.not_after > %s
  AND (k.revoked_at IS NULL OR k.revoked_at > %s)
ORDER BY k.valid_from DESC, k.key_id DESC LIMIT 1
"""


def addressee(unit: str, now: datetime | None = None) -> Addressee:
    """Return where to seal and send for a unit, whichever node it belongs to; raises NotSendable."""
    at = now or clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSEE, [unit, at, at, at])
        row = cursor.fetchone()
    if row is None:
        raise NotSendable("outbox.unit_key", unit)
    key_id, suite, public, node, channel_id = row
    return Addressee(key_id, suite, bytes(public), node, channel_id)


def units_of(node: str) -> frozenset[str]:
    """Return the units a node's keys speak for."""
    return frozenset(RosterKey.objects.filter(node=node, use="seal").values_list("unit", flat=True))
