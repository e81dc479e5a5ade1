"""Decide what becomes of each verified entry of a batch, and apply it in its own savepoint."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from django.db import InterfaceError, OperationalError, connection, transaction

from yuegang.base import clock
from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.entry import Verified
from yuegang.exchange.errors import PeerFault, Refused
from yuegang.exchange.handlers import BatchHandler
from yuegang.exchange.models import Channel, InboxEntry
from yuegang.exchange.opening import Letter, Reader, missing_blobs
from yuegang.exchange.receipting import ForkClaimed, take_receipt
from yuegang.exchange.targets import check_obligation

logger = logging.getLogger(__name__)

# The database, a contradiction of logs or our own log being short, not the entry: the whole batch is rolled back.
WHOLE_BATCH = (OperationalError, InterfaceError, ForkClaimed, PeerFault)
Version = tuple[str, str, int]  # kind, item, version

# One array and no sort: the ORM's list of a thousand parameters would cost more than the rows.
_VERSIONS = """
SELECT kind, item_id::text, item_ver FROM exchange_inboxentry
WHERE item_id = ANY(%s::uuid[]) AND channel_id = %s AND state <> 'rejected'
"""


@dataclass(slots=True)
class Arrival:
    """Hold one entry on its way into the inbox."""

    entry: Verified
    letter: Letter | None = None
    state: str = InboxEntry.State.APPLIED
    rule: str = ""
    place: str = ""

    def refuse(self, rule: str, place: str = "") -> None:
        """Mark the entry as poison."""
        self.state, self.rule, self.place, self.letter = InboxEntry.State.REJECTED, rule[:64], place[:200], None


@dataclass(slots=True)
class Standing:
    """Hold what the inbox already contains that matters to a batch."""

    versions: set[Version] = field(default_factory=set)
    waiting_items: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, channel: Channel, entries: Sequence[Verified]) -> "Standing":
        """Read what concerns the items of a batch."""
        items = [one.header.item_id for one in entries if one.header is not None and one.header.kind != receipts.KIND]
        waiting = InboxEntry.objects.filter(channel=channel, state="waiting").values_list("item_id", flat=True)
        with connection.cursor() as cursor:
            cursor.execute(_VERSIONS, [items, channel.pk])
            versions = {(kind, item, ver) for kind, item, ver in cursor.fetchall()}
        return cls(versions, {str(item) for item in waiting})


def open_all(entries: Iterable[Verified], reader: Reader) -> list[Arrival]:
    """Open what is good in each entry, or say why it is refused; nothing is read from the inbox, nothing written."""
    arrivals = [Arrival(entry) for entry in entries]
    for arrival in arrivals:
        try:
            _open(arrival, reader)
        except Refused as refusal:
            arrival.refuse(refusal.rule, refusal.place)
    return arrivals


def _open(arrival: Arrival, reader: Reader) -> None:
    header = arrival.entry.header
    if header is not None and header.kind == receipts.KIND:
        return
    handler = reader.handler(arrival.entry)
    if handler.schema.sealed:
        arrival.state = InboxEntry.State.SEALED
    else:
        arrival.letter = reader.open(arrival.entry, handler)


def settle(arrivals: Sequence[Arrival], standing: Standing) -> None:
    """Refuse what was taken before, and let wait what lacks a file or follows an item that waits."""
    for arrival in arrivals:
        header = arrival.entry.header
        if header is None or header.kind == receipts.KIND or arrival.state == InboxEntry.State.REJECTED:
            continue
        version = (header.kind, header.item_id, header.item_ver)
        if version in standing.versions:
            arrival.refuse("item.repeated", header.item_id)
            continue
        standing.versions.add(version)
        if missing_blobs(header) or standing.waiting_items & {header.item_id, header.ref}:
            arrival.state, arrival.letter = InboxEntry.State.WAITING, None
            standing.waiting_items.add(header.item_id)


def apply_all(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Apply a batch in one savepoint; if anything is refused, again with a savepoint for each entry."""
    try:
        with transaction.atomic():
            for handler, run in groupby(arrivals, key=_batch_handler):
                _apply_run(channel, handler, list(run))
    except WHOLE_BATCH:
        raise
    except Exception:  # noqa: BLE001  a handler's fault is isolated below, entry by entry
        for arrival in arrivals:
            apply_one(channel, arrival)


def _batch_handler(arrival: Arrival) -> BatchHandler | None:
    """Return who takes an entry together with its neighbours, if its kind can."""
    if arrival.state != InboxEntry.State.APPLIED or arrival.letter is None:
        return None
    handler = arrival.letter.handler
    # isinstance on a Protocol costs more than the rest of this function
    return cast(BatchHandler, handler) if hasattr(handler, "apply_many") else None


def _apply_run(channel: Channel, handler: BatchHandler | None, run: Sequence[Arrival]) -> None:
    if handler is None or len(run) == 1:
        for arrival in run:
            _apply(channel, arrival)
    else:
        letters = [arrival.letter for arrival in run if arrival.letter is not None]
        for letter in letters:
            check_obligation(letter.header)
        handler.apply_many([letter.received() for letter in letters])


def apply_one(channel: Channel, arrival: Arrival) -> None:
    """Apply one entry in its own savepoint; whatever its handler raises rolls back only this entry."""
    try:
        with transaction.atomic():
            _apply(channel, arrival)
    except WHOLE_BATCH:
        raise
    except Refused as refusal:
        arrival.refuse(refusal.rule, refusal.place)
    except Exception as error:  # noqa: BLE001  one bad entry neither blocks the log nor vanishes
        arrival.refuse("handler.failed", type(error).__name__)
        logger.error("entry.handler_failed", extra={"seq": arrival.entry.seq, "error": type(error).__name__})


def _apply(channel: Channel, arrival: Arrival) -> None:
    header = arrival.entry.header
    if arrival.state != InboxEntry.State.APPLIED or header is None:
        return
    if header.kind == receipts.KIND:
        take_receipt(channel, arrival.entry)
    elif arrival.letter is not None:
        check_obligation(header)
        arrival.letter.handler.apply(arrival.letter.received())


def rows_of(channel: Channel, arrivals: Iterable[Arrival]) -> list[tuple[object, ...]]:
    """Return the inbox rows of a batch in the order of bulk.INBOX_COLUMNS."""
    now = clock.now()
    return [
        (
            channel.pk,
            arrival.entry.seq,
            arrival.entry.entry.header_bytes,
            arrival.entry.entry.signature,
            arrival.entry.digest,
            arrival.entry.entry.body,
            *_item(arrival.entry),
            str(arrival.state),
            arrival.rule,
            arrival.place,
            now,
        )
        for arrival in arrivals
    ]


def _item(entry: Verified) -> tuple[str, str | None, int, str]:
    """Return kind, item, version and reference; a header that cannot be read further names none."""
    header = entry.header
    return ("", None, 0, "") if header is None else (header.kind, header.item_id, header.item_ver, header.ref)
