"""Take a segment of the peer's log into this node: one transaction from inbox rows to receipt."""

import logging
from dataclasses import dataclass

from django.db import transaction

from yuegang.base import clock
from yuegang.engine.protocol.batch import BatchVerdict, Segment
from yuegang.engine.protocol.fields import time_of
from yuegang.engine.protocol.head import Head
from yuegang.engine.protocol.tree import leaf_hash
from yuegang.exchange import inbox
from yuegang.exchange.bulk import insert_inbox
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.halting import halt, halt_for_claim, halt_for_stop
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, SignedHead
from yuegang.exchange.opening import Reader
from yuegang.exchange.prepared import Position, Prepared, prepare
from yuegang.exchange.receipting import ForkClaimed, append_receipts
from yuegang.exchange.roster import load_directory

logger = logging.getLogger(__name__)

# What the pull loop alone writes; the rest of the row belongs to set-up.
READING = (
    "cursor",
    "last",
    "frontier",
    "peer_head_size",
    "peer_head_at",
    "peer_next_at",
    "receipted_to",
    "peer_has",
    "halted_reason",
    "last_error",
    "last_error_at",
    "gaps",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what a segment brought: entries taken, the size of the peer's log, the rule that stopped it or ""."""

    taken: int
    peer_size: int
    rule: str


def receive(channel_id: int, segment: Segment, keystore: Keystore) -> Outcome:
    """Verify a segment and apply what continues the log: inbox rows, effects, cursor and receipt commit together.

    Called again with the same segment it changes nothing. Raises PeerFault "channel.halted".
    """
    channel = Channel.objects.get(pk=channel_id)
    reader = Reader(channel.peer, keystore, load_directory())
    return apply(channel_id, prepare(channel, segment, reader, Position.of(channel)))


def apply(channel_id: int, prepared: Prepared) -> Outcome:
    """Apply a prepared segment; raises PeerFault "channel.halted", or "cursor.moved" if it starts elsewhere by now."""
    verdict = prepared.verdict
    try:
        with transaction.atomic():
            channel = _locked(channel_id, prepared)
            _take(channel, prepared)
    except ForkClaimed as claim:
        halt_for_claim(channel_id, claim, verdict)
        return Outcome(0, 0 if verdict.head is None else verdict.head.size, claim.rule)
    rule = "" if verdict.stop is None else verdict.stop.rule
    size = channel.peer_head_size if verdict.head is None else verdict.head.size
    return Outcome(len(prepared.arrivals), size, rule or channel.halted_reason)


def _locked(channel_id: int, prepared: Prepared) -> Channel:
    """Lock the channel and make sure nobody else moved it; NO KEY, so that new outbox rows need not wait."""
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
    if channel.halted_reason:
        raise PeerFault("channel.halted", channel.halted_reason)
    if (channel.cursor, channel.last) != (prepared.start.cursor.seq, prepared.start.cursor.last):
        raise PeerFault("cursor.moved", str(channel.cursor))
    return channel


def _take(channel: Channel, prepared: Prepared) -> None:
    verdict, arrivals = prepared.verdict, prepared.arrivals
    if verdict.head is not None:
        _note_head(channel, verdict.head, prepared.segment)
    if arrivals and not channel.halted_reason:
        _check_heads_passed(channel, prepared)
    if arrivals and not channel.halted_reason:
        inbox.settle(arrivals, inbox.Standing.of(channel, verdict.entries))
        inbox.apply_all(channel, arrivals)
        insert_inbox(inbox.rows_of(channel, arrivals))
        channel.cursor, channel.last = verdict.cursor.seq, verdict.cursor.last
        channel.frontier = verdict.frontier.dump()
        append_receipts(channel)
    if not channel.halted_reason:
        _note_stop(channel, verdict, prepared.segment)
    channel.save(update_fields=READING)


def _note_head(channel: Channel, head: Head, segment: Segment) -> None:
    """Keep the first head of each size; another root for the same size is a fork."""
    channel.peer_head_at, channel.peer_next_at = time_of(head.ts), time_of(head.next_hb)
    channel.peer_head_size = max(channel.peer_head_size, head.size)
    signed = segment[1]
    kept, created = SignedHead.objects.get_or_create(
        channel=channel,
        ours=False,
        size=head.size,
        defaults={"root": head.root, "head": signed.head_bytes, "signature": signed.signature},
    )
    if not created and kept.root != head.root:
        evidence = {"kept_signature": bytes(kept.signature).hex(), "signature": signed.signature.hex()}
        halt(channel, ("head.fork", head.size), (bytes(kept.head), signed.head_bytes), evidence)


def _check_heads_passed(channel: Channel, prepared: Prepared) -> None:
    """Compare the entries with every head the peer signed before it gave them: one of other entries is a fork."""
    seq, frontier = prepared.start.cursor.seq, prepared.start.frontier
    passed = SignedHead.objects.filter(channel=channel, ours=False, size__gt=seq, size__lt=prepared.verdict.cursor.seq)
    for kept in passed.order_by("size"):
        part = prepared.arrivals[frontier.size - seq : kept.size - seq]
        frontier = frontier.extend([leaf_hash(one.entry.entry.header_bytes) for one in part])
        if frontier.root_text() != kept.root:
            entry = part[-1].entry.entry
            evidence = {"kept_signature": bytes(kept.signature).hex(), "signature": entry.signature.hex()}
            halt(channel, ("head.root", kept.size), (bytes(kept.head), entry.header_bytes), evidence)
            return


def _note_stop(channel: Channel, verdict: BatchVerdict, segment: Segment) -> None:
    stop = verdict.stop
    if stop is None:
        return
    channel.last_error, channel.last_error_at = str(stop)[:200], clock.now()
    channel.gaps += stop.rule == "batch.gap"
    logger.warning("log.stopped", extra={"peer": channel.peer, "rule": stop.rule, "after": channel.cursor})
    halt_for_stop(channel, stop, segment)
