"""Tell each peer once a day where our audit chain ends, and take what it tells: no tail can be cut unseen."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from yuegang.audit.sealing import AuditHead, head
from yuegang.base import clock
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.schema import FieldRule, KindSchema
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import Channel
from yuegang.exchange.roster import units_of
from yuegang.exchange.witness.models import AuditRoot

KIND = "audit-root"
SCHEMA = KindSchema(
    kind=KIND,
    version=1,
    fields=(
        FieldRule("/day", "A", type="date", required=True, label=_("Day")),
        FieldRule("/seq", "A", type="integer", required=True, label=_("Number in the audit chain")),
        FieldRule("/digest", "A", type="digest", required=True, label=_("Digest of the audit entry")),
        FieldRule("/witnessed_seq", "A", type="integer", label=_("Number witnessed of the other chain")),
        FieldRule("/witnessed_digest", "A", type="digest", label=_("Digest witnessed of the other chain")),
    ),
    releasable=False,
)


def tell_all() -> int:
    """Tell every peer that has not heard it today; return how many were told."""
    return sum(tell(channel) for channel in Channel.objects.filter(halted_reason="").order_by("peer"))


def tell(channel: Channel) -> bool:
    """Send one peer the end of our audit chain and the last end of its own that we hold; not twice a day."""
    today, end = clock.today(), head()
    ours, theirs = units_of(settings.NODE_CODE), units_of(channel.peer)
    told = AuditRoot.objects.filter(channel=channel, ours=True, echoed=False, day=today)
    if end.seq == 0 or not ours or not theirs or told.exists():
        return False
    body: dict[str, object] = {"day": today.isoformat(), "seq": end.seq, "digest": end.digest}
    held = AuditRoot.objects.filter(channel=channel, ours=False).order_by("-seq").first()
    if held is not None:
        body |= {"witnessed_seq": held.seq, "witnessed_digest": held.digest}
    with transaction.atomic():
        AuditRoot.objects.create(channel=channel, ours=True, day=today, seq=end.seq, digest=end.digest)
        enqueue(
            Outgoing(
                kind=KIND,
                item_id=uuid4(),
                item_ver=1,
                from_unit=min(ours),
                to_unit=min(theirs),
                body=body,
                marking=Marking.AMBER.value,
            )
        )
    return True


def witnessed_heads() -> list[AuditHead]:
    """Return the ends of our chain that were told or that peers signed back; `audit_verify` holds the chain to them."""
    return [AuditHead(row.seq, row.digest) for row in AuditRoot.objects.filter(ours=True).order_by("seq")]


class AuditRootHandler:
    """Keep what a peer tells of its audit chain, and what it says it holds of ours."""

    schema = SCHEMA

    def apply(self, received: Received) -> None:
        """Keep both ends; raises Refused for a chain that shrank or shows another entry at a number."""
        channel = Channel.objects.get(peer=received.sender_node)
        body = received.body
        day, seq, digest = date.fromisoformat(str(body["day"])), int(str(body["seq"])), str(body["digest"])
        held = AuditRoot.objects.filter(channel=channel, ours=False).order_by("-seq").first()
        if held is not None and (seq < held.seq or (seq == held.seq and digest != held.digest)):
            raise Refused("audit-root.shrunk" if seq < held.seq else "audit-root.fork", "/seq")
        if AuditRoot.objects.filter(channel=channel, ours=False, day=day).exists():
            raise Refused("audit-root.day", "/day")
        AuditRoot.objects.create(channel=channel, ours=False, day=day, seq=seq, digest=digest, at=received.ts)
        if body.get("witnessed_seq") is not None:
            _keep_echo(channel, day, AuditHead(int(str(body["witnessed_seq"])), str(body.get("witnessed_digest"))))


def _keep_echo(channel: Channel, day: date, end: AuditHead) -> None:
    """Keep an end of our own chain as the peer holds it; raises Refused if this node never told it."""
    if not AuditRoot.objects.filter(channel=channel, ours=True, seq=end.seq, digest=end.digest).exists():
        raise Refused("audit-root.unknown", "/witnessed_seq")
    AuditRoot.objects.create(channel=channel, ours=True, echoed=True, day=day, seq=end.seq, digest=end.digest)


AUDIT_ROOT = AuditRootHandler()
