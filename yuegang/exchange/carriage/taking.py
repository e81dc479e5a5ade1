"""Take a volume into this node: what continues the log is applied as if it had come over a line."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yuegang.engine.protocol.batch import Segment
from yuegang.engine.protocol.entry import Verified
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.head import parse_head
from yuegang.engine.protocol.header import read_object
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import blobs, waiting
from yuegang.exchange.carriage import volumes
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Blob, Channel, InboxEntry
from yuegang.exchange.opening import Reader
from yuegang.exchange.prepared import Position, prepare
from yuegang.exchange.receiving import apply
from yuegang.exchange.roster import load_directory


@dataclass
class Taken:
    """Hold what a volume brought; rule names what stopped it, expected and found the entries at a gap."""

    first: int = 0
    last: int = 0
    entries: int = 0
    taken: int = 0
    blobs: int = 0
    head_size: int = 0
    head_root: str = ""
    rule: str = ""
    expected: int = 0
    found: int = 0


def take_volume(channel: Channel, path: Path, keystore: Keystore, scratch: Path) -> Taken:
    """Apply a volume up to its end or to what is not as agreed; taking it again changes nothing."""
    taken = Taken()
    laid: dict[str, Path] = {}
    try:
        for part in volumes.read(path, scratch):
            if isinstance(part, volumes.BlobFile):
                laid[part.digest] = part.path
            elif not _take_segment(channel.pk, read_segment(part.content), keystore, (laid, taken)):
                break
    except (ExchangeError, ProtocolError) as error:
        taken.rule = error.rule
    finally:
        channel.refresh_from_db()
        if not channel.halted_reason:
            _finish_waiting(channel, keystore, (laid, taken))
        shutil.rmtree(scratch, ignore_errors=True)
    return taken


def _take_segment(channel_id: int, segment: Segment, keystore: Keystore, so_far: tuple[dict[str, Path], Taken]) -> bool:
    """Apply one segment; say whether the next one may follow."""
    laid, taken = so_far
    channel = Channel.objects.get(pk=channel_id)
    entries, signed = segment
    head = parse_head(signed.head_bytes)
    if (head.sender, head.receiver) != (channel.peer, settings.NODE_CODE):
        raise ExchangeError("volume.log", f"{head.sender}..{head.receiver}")
    taken.head_size, taken.head_root = head.size, head.root
    reader = Reader(channel.peer, keystore, load_directory())
    prepared = prepare(channel, segment, reader, Position.of(channel))
    taken.blobs += _place(channel, laid, prepared.verdict.entries)
    outcome = apply(channel.pk, prepared)
    places = [int(str(read_object(entry.header_bytes)["seq"])) for entry in entries]
    if places:
        taken.first, taken.last = taken.first or places[0], places[-1]
    taken.entries += len(entries)
    taken.taken += outcome.taken
    taken.rule = outcome.rule
    if outcome.rule == "batch.gap":
        taken.expected = channel.cursor + outcome.taken + 1
        taken.found = next(place for place in places if place > channel.cursor + outcome.taken)
    return not outcome.rule


def _place(channel: Channel, laid: dict[str, Path], entries: Iterable[Verified]) -> int:
    """Keep the files that verified entries name; whatever nobody names is thrown away in the end."""
    placed = 0
    for blob in [blob for entry in entries if entry.header is not None for blob in entry.header.blobs]:
        path, home = laid.get(blob.digest), blobs.path_of(blob.digest)
        if path is None or not path.exists() or path.stat().st_size != blob.size:
            continue
        if not home.exists():
            home.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, home.with_suffix(".carried"))
            blobs.place(home.with_suffix(".carried"), home)
        values = {"size": blob.size, "complete": True}
        Blob.objects.get_or_create(channel=channel, outgoing=False, digest=blob.digest, defaults=values)
        placed += 1
    return placed


def _finish_waiting(channel: Channel, keystore: Keystore, so_far: tuple[dict[str, Path], Taken]) -> None:
    """Complete entries that came before with files that came now."""
    laid, taken = so_far
    rows = InboxEntry.objects.filter(channel=channel, state=InboxEntry.State.WAITING)
    taken.blobs += _place(channel, laid, [waiting.verified(channel, row) for row in rows])
    waiting.complete(channel, keystore, None)
