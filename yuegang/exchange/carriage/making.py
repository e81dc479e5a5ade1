"""Make the volumes of a parcel: the same bytes the listener would answer, with the files they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from yuegang.engine.protocol.fields import time_of
from yuegang.engine.protocol.head import parse_head
from yuegang.engine.protocol.header import read_object
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import blobs
from yuegang.exchange.carriage.volumes import Writer, Written
from yuegang.exchange.models import Channel
from yuegang.exchange.segments import PAGE, head_for, segment_for


@dataclass
class Made:
    """Hold what a parcel came to."""

    volumes: list[Written]
    entries: int = 0
    blobs: int = 0
    since: datetime | None = None
    until: datetime | None = None
    head_size: int = 0
    head_root: str = ""


@dataclass(frozen=True)
class _Piece:
    """One segment with the files it names that are here."""

    content: bytes
    first: int
    last: int
    times: Sequence[datetime]
    files: Sequence[str]

    @property
    def size(self) -> int:
        return len(self.content) + sum(blobs.path_of(digest).stat().st_size for digest in self.files)


def write_volumes(channel: Channel, after: int, limit: int, folder: Path) -> Made:
    """Write everything sealed after a place into volumes of about `limit` bytes; at least one, for the head.

    Raises ExchangeError "log.no_head" before the log has a head.
    """
    signed, size = head_for(channel)
    made = Made([], head_size=size, head_root=parse_head(signed.head_bytes).root)
    writer, start, place = _writer(channel, folder), after, after
    while True:
        piece = _piece(channel, place, limit)
        if place > start and writer.size + piece.size > limit and piece.last > place:
            made.volumes.append(writer.close(start + 1, place))
            writer, start = _writer(channel, folder), place
        _add(writer, piece, made)
        if piece.last >= size:
            made.volumes.append(writer.close(start + 1, piece.last))
            return made
        place = piece.last


def _writer(channel: Channel, folder: Path) -> Writer:
    return Writer(folder, f"{settings.NODE_CODE}..{channel.peer}")


def _piece(channel: Channel, after: int, limit: int) -> _Piece:
    """Return the next segment, shorter when its files would not fit a volume."""
    count = PAGE
    while True:
        piece = _read(segment_for(channel, after=after, limit=count), after)
        if piece.size <= limit or piece.last <= after + 1:
            return piece
        count = max(1, (piece.last - after) // 2)


def _read(content: bytes, after: int) -> _Piece:
    entries, _head = read_segment(content)
    headers = [read_object(entry.header_bytes) for entry in entries]
    times = [time_of(str(header["ts"])) for header in headers]
    named = [blob["digest"] for header in headers for blob in _blobs_of(header)]
    here = [digest for digest in dict.fromkeys(named) if blobs.path_of(digest).exists()]
    return _Piece(content, after + 1, after + len(entries), times, here)


def _blobs_of(header: dict[str, object]) -> list[dict[str, str]]:
    found = header["blobs"]
    assert isinstance(found, list)  # this node sealed it
    return found


def _add(writer: Writer, piece: _Piece, made: Made) -> None:
    for digest in piece.files:
        made.blobs += digest not in writer.held
        writer.add_blob(digest, blobs.path_of(digest))
    writer.add_segment(piece.first, piece.content)
    made.entries += len(piece.times)
    if piece.times:
        made.since = min(piece.times) if made.since is None else min(made.since, *piece.times)
        made.until = max(piece.times) if made.until is None else max(made.until, *piece.times)
