"""Finish entries that waited for files, and apply refused ones again when a person asks for it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from yuegang.engine.protocol.entry import Entry, Verified, verify_entry
from yuegang.exchange import inbox
from yuegang.exchange.client import PeerClient
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.fetching import fetch_for
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, InboxEntry
from yuegang.exchange.opening import Reader
from yuegang.exchange.receipting import append_late_receipt
from yuegang.exchange.roster import load_directory, load_roster

TOGETHER = 50  # waiting entries looked at in one turn


def complete(channel: Channel, keystore: Keystore, client: PeerClient | None) -> int:
    """Fetch missing files of waiting entries and apply those that are whole, in order; return how many were decided."""
    rows = list(InboxEntry.objects.filter(channel=channel, state="waiting").order_by("seq")[:TOGETHER])
    if not rows:
        return 0
    entries = [verified(channel, row) for row in rows]
    if client is not None:
        fetch_for(channel, client, entries)
    return _decide(channel, rows, entries, keystore)


def apply_again(row: InboxEntry, keystore: Keystore) -> InboxEntry:
    """Try a refused entry once more, say after the program was mended; raises NotAllowed if it is not refused."""
    if row.state != InboxEntry.State.REJECTED:
        raise NotAllowed("inbox.state", row.state)
    _decide(row.channel, [row], [verified(row.channel, row)], keystore)
    row.refresh_from_db()
    return row


def verified(channel: Channel, row: InboxEntry) -> Verified:
    """Return a kept entry, verified once more against the roster."""
    body = None if row.body is None else bytes(row.body)
    entry = Entry(bytes(row.header), bytes(row.signature), body)
    return verify_entry(entry, load_roster(), (channel.peer, settings.NODE_CODE))


def _decide(channel: Channel, rows: Sequence[InboxEntry], entries: Sequence[Verified], keystore: Keystore) -> int:
    others = InboxEntry.objects.filter(channel=channel, item_id__in=[row.item_id for row in rows])
    done = others.filter(state__in=["applied", "sealed"]).values_list("kind", "item_id", "item_ver")
    before = InboxEntry.objects.filter(channel=channel, state="waiting", seq__lt=rows[0].seq)
    standing = inbox.Standing(
        {(kind, str(item), ver) for kind, item, ver in done},
        {str(item) for item in before.values_list("item_id", flat=True)},
    )
    arrivals = inbox.open_all(entries, Reader(channel.peer, keystore, load_directory()))
    inbox.settle(arrivals, standing)
    return sum(_finish(row, arrival) for row, arrival in zip(rows, arrivals, strict=True))


def _finish(row: InboxEntry, arrival: inbox.Arrival) -> bool:
    if arrival.state == InboxEntry.State.WAITING:
        return False
    with transaction.atomic():
        channel = Channel.objects.select_for_update(no_key=True).get(pk=row.channel_id)
        inbox.apply_one(channel, arrival)
        row.state, row.rule, row.place = arrival.state, arrival.rule, arrival.place
        row.save(update_fields=["state", "rule", "place"])
        append_late_receipt(channel, row)
    return True
