"""Take a segment of the peer's log into this node: one transaction from verification to receipt."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from yuegang.base import clock
from yuegang.engine.protocol.batch import BatchVerdict, Cursor, Segment, check_batch
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import time_of
from yuegang.engine.protocol.head import Head
from yuegang.engine.protocol.roster import Roster
from yuegang.engine.protocol.tree import Frontier
from yuegang.exchange import inbox
from yuegang.exchange.bulk import insert_inbox
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict, InboxEntry, SignedHead
from yuegang.exchange.opening import Reader
from yuegang.exchange.receipting import ForkClaimed, append_receipts
from yuegang.exchange.roster import load_directory

logger = logging.getLogger(__name__)

# Both things are signed by the peer and cannot both be true: people decide, the channel rests.
CONFLICTS = frozenset({"batch.conflict", "batch.prev", "head.fork", "head.last", "head.root"})

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


def verdict_on(channel: Channel, segment: Segment, roster: Roster) -> BatchVerdict:
    """Check a segment against the channel's cursor; nothing is written."""
    cursor = Cursor((channel.peer, settings.NODE_CODE), channel.cursor, channel.last)
    frontier = Frontier.load(channel.frontier or Frontier().dump())

    def known(seq: int) -> str | None:
        return InboxEntry.objects.filter(channel=channel, seq=seq).values_list("digest", flat=True).first()

    return check_batch(cursor, segment, roster, frontier, known)


def receive(channel_id: int, segment: Segment, keystore: Keystore) -> Outcome:
    """Verify a segment and apply what continues the log: inbox rows, effects, cursor and receipt commit together.

    Called again with the same segment it changes nothing. Raises PeerFault "channel.halted".
    """
    channel = Channel.objects.get(pk=channel_id)
    if channel.halted_reason:
        raise PeerFault("channel.halted", channel.halted_reason)
    directory = load_directory()
    verdict = verdict_on(channel, segment, directory.roster)
    reader = Reader(channel.peer, keystore, directory)
    arrivals = inbox.sort_out(verdict.entries, reader, inbox.Standing.of(channel, verdict.entries))
    try:
        with transaction.atomic():
            channel = _locked(channel)
            _take(channel, verdict, arrivals, segment)
    except ForkClaimed as claim:
        _halt_for_claim(channel_id, claim, verdict)
        return Outcome(0, channel.peer_head_size, claim.rule)
    rule = "" if verdict.stop is None else verdict.stop.rule
    size = channel.peer_head_size if verdict.head is None else verdict.head.size
    return Outcome(len(arrivals), size, rule or channel.halted_reason)


def _locked(channel: Channel) -> Channel:
    """Lock the channel and make sure nobody else moved it; NO KEY, so that new outbox rows need not wait."""
    fresh = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    if (fresh.cursor, fresh.last) != (channel.cursor, channel.last):
        raise PeerFault("cursor.moved", str(fresh.cursor))
    return fresh


def _take(channel: Channel, verdict: BatchVerdict, arrivals: Sequence[inbox.Arrival], segment: Segment) -> None:
    if verdict.head is not None:
        _note_head(channel, verdict.head, segment)
    if arrivals and not channel.halted_reason:
        inbox.apply_all(channel, arrivals)
        insert_inbox(inbox.rows_of(channel, arrivals))
        channel.cursor, channel.last = verdict.cursor.seq, verdict.cursor.last
        channel.frontier = verdict.frontier.dump()
        append_receipts(channel)
    if not channel.halted_reason:
        _note_stop(channel, verdict, segment)
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


def _note_stop(channel: Channel, verdict: BatchVerdict, segment: Segment) -> None:
    stop = verdict.stop
    if stop is None:
        return
    channel.last_error, channel.last_error_at = str(stop)[:200], clock.now()
    channel.gaps += stop.rule == "batch.gap"
    logger.warning("log.stopped", extra={"peer": channel.peer, "rule": stop.rule, "after": channel.cursor})
    if stop.rule in CONFLICTS:
        ours, theirs, evidence = _evidence(channel, stop, segment)
        halt(channel, (stop.rule, int(stop.place or 0)), (ours, theirs), evidence)


def _evidence(channel: Channel, stop: ProtocolError, segment: Segment) -> tuple[bytes, bytes, dict[str, str]]:
    """Return the bytes accepted before, the bytes that contradict them, and both signatures."""
    entries, head = segment
    number = stop.detail.get("entry")
    theirs = entries[number] if isinstance(number, int) else Entry(head.head_bytes, head.signature, None)
    seq = int(stop.place or 0) if stop.rule == "batch.conflict" else channel.cursor
    row = InboxEntry.objects.filter(channel=channel, seq=seq).first()
    kept, signature = (b"", b"") if row is None else (bytes(row.header), bytes(row.signature))
    return kept, theirs.header_bytes, {"kept_signature": signature.hex(), "signature": theirs.signature.hex()}


def halt(channel: Channel, what: tuple[str, int], sides: tuple[bytes, bytes], evidence: dict[str, str]) -> None:
    """Keep the evidence and let the channel rest until people looked at it; the caller saves the channel."""
    (rule, seq), (ours, theirs) = what, sides
    Conflict.objects.get_or_create(
        channel=channel, rule=rule, seq=seq, theirs=theirs, defaults={"ours": ours, "evidence": evidence}
    )
    channel.halted_reason = rule
    channel.last_error, channel.last_error_at = rule, clock.now()
    logger.error("channel.halted", extra={"peer": channel.peer, "rule": rule, "seq": seq})


def _halt_for_claim(channel_id: int, claim: ForkClaimed, verdict: BatchVerdict) -> None:
    entry = next(one for one in verdict.entries if one.seq == claim.seq).entry
    with transaction.atomic():
        channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
        evidence = {"signature": entry.signature.hex(), "body": (entry.body or b"").hex()}
        halt(channel, (claim.rule, claim.seq), (b"", entry.header_bytes), evidence)
        channel.save(update_fields=READING)
