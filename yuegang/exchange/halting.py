"""Let one channel rest when its peer contradicted itself, and keep both statements byte for byte."""

import logging

from django.db import transaction

from yuegang.base import clock
from yuegang.engine.protocol.batch import BatchVerdict, Segment
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.exchange.models import Channel, Conflict, InboxEntry
from yuegang.exchange.receipting import ForkClaimed

logger = logging.getLogger(__name__)

# Both things are signed by the peer and cannot both be true: people decide, the channel rests.
CONFLICTS = frozenset({"batch.conflict", "batch.prev", "head.fork", "head.last", "head.root"})
RESTING = ("halted_reason", "last_error", "last_error_at")


def halt(channel: Channel, what: tuple[str, int], sides: tuple[bytes, bytes], evidence: dict[str, str]) -> None:
    """Keep the evidence and let the channel rest until people looked at it; the caller saves the channel."""
    (rule, seq), (ours, theirs) = what, sides
    Conflict.objects.get_or_create(
        channel=channel, rule=rule, seq=seq, theirs=theirs, defaults={"ours": ours, "evidence": evidence}
    )
    channel.halted_reason = rule
    channel.last_error, channel.last_error_at = rule, clock.now()
    logger.error("channel.halted", extra={"peer": channel.peer, "rule": rule, "seq": seq})


def halt_for_stop(channel: Channel, stop: ProtocolError, segment: Segment) -> None:
    """Let the channel rest for what stopped a segment, if that is a contradiction; the caller saves the channel."""
    if stop.rule in CONFLICTS:
        ours, theirs, evidence = _evidence(channel, stop, segment)
        halt(channel, (stop.rule, int(stop.place or 0)), (ours, theirs), evidence)


def halt_for_claim(channel_id: int, claim: ForkClaimed, verdict: BatchVerdict) -> None:
    """Let the channel rest for a receipt that names what this node never signed."""
    entry = next(one for one in verdict.entries if one.seq == claim.seq).entry
    with transaction.atomic():
        channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
        evidence = {"signature": entry.signature.hex(), "body": (entry.body or b"").hex()}
        halt(channel, (claim.rule, claim.seq), (b"", entry.header_bytes), evidence)
        channel.save(update_fields=RESTING)


def _evidence(channel: Channel, stop: ProtocolError, segment: Segment) -> tuple[bytes, bytes, dict[str, str]]:
    """Return the bytes accepted before, the bytes that contradict them, and both signatures."""
    entries, head = segment
    number = stop.detail.get("entry")
    theirs = entries[number] if isinstance(number, int) else Entry(head.head_bytes, head.signature, None)
    seq = int(stop.place or 0) if stop.rule == "batch.conflict" else channel.cursor
    row = InboxEntry.objects.filter(channel=channel, seq=seq).first()
    kept, signature = (b"", b"") if row is None else (bytes(row.header), bytes(row.signature))
    return kept, theirs.header_bytes, {"kept_signature": signature.hex(), "signature": theirs.signature.hex()}
