"""Write what an auditor needs to verify a channel without this program: rosters, both logs, heads, calendars.

The form is that of docs/protocol.md, section 14; bodies stay closed and at home unless they are asked for.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from yuegang.engine.protocol.canonical import canonical
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.head import SignedHead as Signed
from yuegang.engine.protocol.receipt import KIND as RECEIPT
from yuegang.engine.protocol.roster import key_object
from yuegang.engine.protocol.segment import write_segment
from yuegang.exchange.models import Channel, InboxEntry, OutboxEntry, RosterKey, SignedHead
from yuegang.exchange.provisioning import ROSTER_FORM
from yuegang.exchange.roster import key_of
from yuegang.parties import loading

PAGE = 1000  # entries of one file

Row = tuple[int, str, Entry]  # number, kind, entry


def write_dossier(channel: Channel, folder: Path, *, bodies: bool) -> int:
    """Write the files of one channel into a folder and return the number of entries."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own, peer = settings.NODE_CODE, channel.peer
    for node in (own, peer):
        (folder / f"{node}.roster.json").write_bytes(_roster(node))
    shutil.copyfile(loading.FACTS / "calendars.csv", folder / "calendars.csv")
    written = 0
    for name, is_ours, model in ((f"{own}..{peer}", True, OutboxEntry), (f"{peer}..{own}", False, InboxEntry)):
        heads = SignedHead.objects.filter(channel=channel, ours=is_ours)
        limit = heads.filter(size__lte=channel.cursor) if not is_ours else heads
        newest = limit.order_by("-size").first()
        if newest is not None:
            written += _write_log(folder / name, _rows(channel, model, newest.size), newest, bodies=bodies)
    return written


def _roster(node: str) -> bytes:
    keys = [key_object(key_of(row)) for row in RosterKey.objects.filter(node=node).order_by("key_id")]
    return canonical({"certificate": "", "form": ROSTER_FORM, "keys": keys, "node": node, "url": ""})


def _rows(channel: Channel, model: type[InboxEntry] | type[OutboxEntry], until: int) -> Iterator[Row]:
    rows = model._default_manager.filter(channel=channel, seq__lte=until).order_by("seq")
    for row in rows.iterator(chunk_size=PAGE):
        assert isinstance(row, InboxEntry | OutboxEntry)
        body = None if row.body is None else bytes(row.body)
        yield row.seq or 0, row.kind, Entry(bytes(row.header or b""), bytes(row.signature or b""), body)


def _write_log(path: Path, rows: Iterator[Row], newest: SignedHead, *, bodies: bool) -> int:
    head, written, first, held = Signed(bytes(newest.head), bytes(newest.signature)), 0, 1, list[Entry]()
    for seq, kind, entry in rows:
        held.append(entry if bodies or kind == RECEIPT else Entry(entry.header_bytes, entry.signature, None))
        written += 1
        if len(held) == PAGE:
            _write(path, first, held, head)
            first, held = seq + 1, []
    _write(path, first, held, head)
    return written


def _write(path: Path, first: int, entries: list[Entry], head: Signed) -> None:
    path.with_name(f"{path.name}.{first:010d}.ipx").write_bytes(write_segment(entries, head))
