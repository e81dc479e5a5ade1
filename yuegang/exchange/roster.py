"""Read the public keys of all nodes from the database."""

from datetime import datetime
from typing import cast

from django.db.models import Q

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


def sealing_key(unit: str, now: datetime | None = None) -> Key:
    """Return the newest key to seal to for a unit, whichever node it belongs to; raises NotSendable."""
    at = now or clock.now()
    usable = RosterKey.objects.filter(use="seal", unit=unit, valid_from__lte=at, not_after__gt=at)
    row = usable.filter(Q(revoked_at=None) | Q(revoked_at__gt=at)).order_by("-valid_from", "-key_id").first()
    if row is None:
        raise NotSendable("outbox.unit_key", unit)
    return key_of(row)


def units_of(node: str) -> frozenset[str]:
    """Return the units a node's keys speak for."""
    return frozenset(RosterKey.objects.filter(node=node, use="seal").values_list("unit", flat=True))
