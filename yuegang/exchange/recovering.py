"""Take our own entries back from the peer that received them, after this node was restored from a backup.

They are still signed by this node and sealed to the peer, so the log goes on byte for byte where it stood. Nothing is
signed at a place before it is certain that no other entry was ever signed there (docs/protocol.md, 14).
"""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from yuegang.base import clock
from yuegang.base.bulk import copy_in
from yuegang.engine.protocol.batch import Cursor, check_batch
from yuegang.engine.protocol.entry import Verified
from yuegang.engine.protocol.head import Head, SignedHead, parse_head
from yuegang.engine.protocol.header import Header, as_object
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.tree import Frontier
from yuegang.exchange import marks
from yuegang.exchange.bulk import seal_rows
from yuegang.exchange.client import PeerClient
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, LogState, OutboxEntry
from yuegang.exchange.models import SignedHead as HeadRow
from yuegang.exchange.roster import load_roster
from yuegang.exchange.sealer import locked_state
from yuegang.exchange.segments import PAGE

logger = logging.getLogger(__name__)

COLUMNS = (
    "channel_id", "kind", "item_id", "item_ver", "from_unit", "to_unit", "body", "enc", "enc_key", "marking", "blobs",
    "obligation", "ref", "created_at", "seq", "header", "digest", "signature", "sealed_at",
)  # fmt: skip


def confirm(channel: Channel, keystore: Keystore, client: PeerClient) -> int:
    """Ask the peer what it has of our log, take back what is missing here, and note that the end is certain.

    Return how many entries came back. Raises PeerFault: a stop of the batch rules, "log.head_ahead" when the peer
    holds a head of ours beyond the entries anyone has: then people decide and nothing is signed.
    """
    total = 0
    while (came := _take_back(channel, client.received(after=_size(channel), limit=PAGE))) > 0:
        total += came
    with transaction.atomic():
        marks.mark(keystore.folder, channel.peer, locked_state(channel).size)
    if total:
        logger.warning("log.recovered", extra={"peer": channel.peer, "count": total})
    return total


def _size(channel: Channel) -> int:
    return LogState.objects.filter(channel=channel).values_list("size", flat=True).first() or 0


def _take_back(channel: Channel, data: bytes) -> int:
    """Append the entries of a segment of our own log that are missing here, in one transaction; return how many."""
    if not data:
        return 0  # the peer received nothing yet
    segment = read_segment(data)
    with transaction.atomic():
        state = locked_state(channel)
        cursor = Cursor((settings.NODE_CODE, channel.peer), state.size, state.last)
        frontier = Frontier.load(state.frontier or Frontier().dump())

        def known(seq: int) -> str | None:
            return OutboxEntry.objects.filter(channel=channel, seq=seq).values_list("digest", flat=True).first()

        if not segment[0] and parse_head(segment[1].head_bytes).size <= state.size:
            return 0
        verdict = check_batch(cursor, segment, load_roster(), frontier, known)
        if verdict.stop is not None or verdict.head is None:
            raise PeerFault("head.field" if verdict.stop is None else verdict.stop.rule, channel.peer)
        if not verdict.entries and verdict.head.size > state.size:
            raise PeerFault("log.head_ahead", str(verdict.head.size))
        if verdict.entries:
            _append(channel, verdict.entries)
            _move(state, verdict.cursor, verdict.frontier, (verdict.head, segment[1]))
    return len(verdict.entries)


def _append(channel: Channel, entries: Sequence[Verified]) -> None:
    waiting = {
        (row.kind, str(row.item_id), row.item_ver): row
        for row in OutboxEntry.objects.filter(
            channel=channel, seq=None, item_id__in=[one.header.item_id for one in entries if one.header is not None]
        )
    }
    sealed, fresh, now = [], [], clock.now()
    for one in entries:
        if one.header is None:
            raise PeerFault("entry.fields", str(one.seq))
        row = waiting.get((one.header.kind, one.header.item_id, one.header.item_ver))
        if row is None:
            fresh.append(_row(channel, one, one.header))
        elif bytes(row.body or b"") == one.entry.body:
            sealed.append((row.pk, one.seq, one.entry.header_bytes, one.digest, one.entry.signature))
        else:
            raise PeerFault("log.item_twice", one.header.item_id)
    if sealed:
        seal_rows(list(zip(*sealed, strict=True)), now)
    copy_in("exchange_outboxentry", COLUMNS, fresh)


def _row(channel: Channel, one: Verified, header: Header) -> tuple[object, ...]:
    value = as_object(header)
    return (
        channel.pk, header.kind, header.item_id, header.item_ver, header.from_unit, header.to_unit, one.entry.body,
        header.enc, header.enc_key, header.marking, Jsonb(value["blobs"]),
        None if header.obligation is None else Jsonb(value["obligation"]), header.ref, one.ts, one.seq,
        one.entry.header_bytes, one.digest, one.entry.signature, clock.now(),
    )  # fmt: skip


def _move(state: LogState, cursor: Cursor, frontier: Frontier, head: tuple[Head, SignedHead]) -> None:
    """Let the log end where the peer's copy ends; the sealer signs a new head unless the peer's is just that one."""
    said, signed = head
    state.size, state.last, state.frontier = cursor.seq, cursor.last, frontier.dump()
    state.last_ts = max(filter(None, (state.last_ts, clock.now())))
    is_last = said.size == cursor.seq
    state.head, state.signature = (signed.head_bytes, signed.signature) if is_last else (b"", b"")
    state.head_at = None
    state.save()
    if is_last:
        row = HeadRow(channel_id=state.channel_id, ours=True, size=said.size, root=said.root, at=clock.now(),
                      head=signed.head_bytes, signature=signed.signature)  # fmt: skip
        HeadRow.objects.bulk_create([row], ignore_conflicts=True)
