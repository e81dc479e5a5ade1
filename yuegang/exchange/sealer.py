"""Make unsealed outbox rows entries of the signed log: the only writer of a log, in batches, under one lock."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from yuegang.base import clock
from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.entry import Entry, sign_entry
from yuegang.engine.protocol.fields import stamp
from yuegang.engine.protocol.head import Head, SignedHead, sign_head
from yuegang.engine.protocol.suites import Signer
from yuegang.engine.protocol.tree import Frontier, leaf_hash
from yuegang.exchange import marks, wake
from yuegang.exchange.bulk import seal_rows
from yuegang.exchange.headers import Place, header_of
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, LogState, OutboxEntry, RosterKey
from yuegang.exchange.models import SignedHead as HeadRow
from yuegang.exchange.roster import key_of

logger = logging.getLogger(__name__)

BATCH = 1000  # entries sealed in one transaction
HEARTBEAT = timedelta(seconds=60)  # a newer head is promised by then, also when nothing was said
MARGIN = timedelta(seconds=30)  # how much earlier the next head is signed
LOCK = 0x4950  # "IP": class of the advisory locks, one per channel


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Hold one row's place in the log."""

    row_id: int
    seq: int
    entry: Entry
    digest: str


def seal_channel(channel: Channel, keystore: Keystore, limit: int = BATCH) -> int:
    """Seal up to `limit` waiting rows of a channel in one transaction and sign the new head; return how many.

    Also signs a fresh head when the last one is about to be older than promised. Raises KeystoreError.
    """
    with transaction.atomic():
        state = locked_state(channel)
        if marks.is_behind(keystore.folder, channel.peer, state.size):
            logger.warning("log.behind", extra={"peer": channel.peer, "size": state.size})
            return 0  # entries signed before may be missing here: recovering.confirm comes first
        rows = list(OutboxEntry.objects.filter(channel=channel, seq=None).order_by("id")[:limit])
        now = clock.now() if state.last_ts is None else max(clock.now(), state.last_ts)
        if not rows and not _is_head_due(state, now):
            return 0
        signer = own_signer(keystore, now)
        sealed = _entries(state, channel.peer, rows, signer)
        _write(sealed, now)
        _move(state, channel.peer, sealed, (signer, now))
        wake.after_commit(wake.SEALED, channel.peer)
        transaction.on_commit(partial(marks.mark, keystore.folder, channel.peer, state.size))
    return len(rows)


def seal_all(keystore: Keystore) -> int:
    """Seal one batch of every channel that is not halted; return how many rows were sealed."""
    return sum(seal_channel(channel, keystore) for channel in Channel.objects.filter(halted_reason="").order_by("id"))


def own_signer(keystore: Keystore, now: datetime, use: str = "sign") -> Signer:
    """Return the signer of this node's newest usable key; raises KeystoreError."""
    rows = RosterKey.objects.filter(node=settings.NODE_CODE, use=use)
    return keystore.signer([key_of(row) for row in rows], use, now)


def locked_state(channel: Channel) -> LogState:
    """Take the channel's lock until the transaction ends, then read where its log stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, channel.pk])
    state, _created = LogState.objects.get_or_create(channel=channel)
    return state


def _is_head_due(state: LogState, now: datetime) -> bool:
    return state.head_at is None or now >= state.head_at + HEARTBEAT - MARGIN


def _entries(state: LogState, peer: str, rows: list[OutboxEntry], signer: Signer) -> list[_Sealed]:
    """Return the rows' entries, each with the time of its change: both nodes then count days from the same moment."""
    seq, prev = state.size, state.last
    sealed: list[_Sealed] = []
    if not rows:
        return sealed
    good_from = RosterKey.objects.get(key_id=signer.key_id).valid_from
    for row in rows:
        seq += 1
        body = bytes(row.body or b"")
        ts = stamp(max(row.created_at, good_from))  # a key rotated while the row waited signs nothing older than itself
        place = Place(seq, prev, ts, signer.key_id, signer.suite)
        entry = sign_entry(header_of(row, peer, place, body), signer, body)
        prev = digest(entry.header_bytes)
        sealed.append(_Sealed(row.pk, seq, entry, prev))
    return sealed


def _write(sealed: list[_Sealed], now: datetime) -> None:
    if not sealed:
        return
    columns = (
        [one.row_id for one in sealed],
        [one.seq for one in sealed],
        [one.entry.header_bytes for one in sealed],
        [one.digest for one in sealed],
        [one.entry.signature for one in sealed],
    )
    if seal_rows(columns, now) != len(sealed):
        raise RuntimeError("exchange.sealer.rows")  # rolls everything back; another writer broke the lock's rule


def _move(state: LogState, peer: str, sealed: list[_Sealed], by: tuple[Signer, datetime]) -> None:
    signer, now = by
    frontier = Frontier.load(state.frontier or Frontier().dump())
    frontier = frontier.extend([leaf_hash(one.entry.header_bytes) for one in sealed])
    if sealed:
        state.size, state.last, state.last_ts = sealed[-1].seq, sealed[-1].digest, now
    head = _head(state, peer, frontier, by)
    state.frontier, state.head, state.signature, state.head_at = frontier.dump(), head.head_bytes, head.signature, now
    state.save()
    if sealed or state.size == 0:
        row = HeadRow(
            channel_id=state.channel_id,
            ours=True,
            size=state.size,
            root=frontier.root_text(),
            head=head.head_bytes,
            signature=head.signature,
            at=now,
        )
        HeadRow.objects.bulk_create([row], ignore_conflicts=True)
    logger.info("log.sealed", extra={"peer": peer, "count": len(sealed), "size": state.size, "key": signer.key_id})


def _head(state: LogState, peer: str, frontier: Frontier, by: tuple[Signer, datetime]) -> SignedHead:
    signer, now = by
    head = Head(
        sender=settings.NODE_CODE,
        receiver=peer,
        size=state.size,
        root=frontier.root_text(),
        last=state.last,
        ts=stamp(now),
        next_hb=stamp(now + HEARTBEAT),
        suite=signer.suite,
        key=signer.key_id,
    )
    return sign_head(head, signer)
