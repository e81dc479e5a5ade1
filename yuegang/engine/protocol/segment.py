"""Frame a run of entries and the head for the wire, the same bytes over HTTP and in a file (protocol.md, 8).

NDJSON: one line {"b","h","s"} per entry in ascending seq, then one line {"head","s"}; every line ends in LF.
"""

import base64
import json
from collections.abc import Iterable

from .entry import Entry, decode64, parse_entry
from .errors import EntryError, SegmentError
from .head import SignedHead

MAX_SEGMENT = 67_108_864  # bytes; protocol.md, 8
MAX_ENTRIES = 10_000  # per segment; protocol.md, 8
MEDIA_TYPE = "application/vnd.ipx.segment+ndjson"

_decode = json.JSONDecoder().decode


def write_segment(entries: Iterable[Entry], head: SignedHead) -> bytes:
    """Return the bytes of a segment."""
    lines = [_entry_line(entry) for entry in entries]
    lines.append(_head_line(head))
    return b"".join(lines)


def read_segment(data: bytes) -> tuple[list[Entry], SignedHead]:
    """Return entries and head of a segment, nothing verified yet.

    Raises SegmentError: segment.size, segment.truncated, segment.line (place: line number from 1),
    segment.count. Writing the result again gives the same bytes.
    """
    if len(data) > MAX_SEGMENT:
        raise SegmentError("segment.size", detail={"size": len(data)})
    lines = data.split(b"\n")
    if lines.pop() != b"" or not lines:
        raise SegmentError("segment.truncated", str(len(lines) + 1))
    if len(lines) > MAX_ENTRIES + 1:
        raise SegmentError("segment.count", detail={"entries": len(lines) - 1})
    head = _read_head(lines.pop(), len(lines) + 1)
    return [_read_entry(line, number) for number, line in enumerate(lines, 1)], head


def _read_entry(line: bytes, number: int) -> Entry:
    try:
        entry = parse_entry(_decode(line.decode()))
    except (EntryError, ValueError, RecursionError) as error:
        raise SegmentError("segment.line", str(number)) from error
    if _entry_line(entry) != line + b"\n":
        raise SegmentError("segment.line", str(number))
    return entry


def _read_head(line: bytes, number: int) -> SignedHead:
    try:
        value = _decode(line.decode())
        if not isinstance(value, dict) or value.keys() != {"head", "s"}:
            raise SegmentError("segment.truncated", str(number))
        head = SignedHead(decode64(value["head"], "head"), decode64(value["s"], "s"))
    except (EntryError, ValueError, RecursionError) as error:
        raise SegmentError("segment.line", str(number)) from error
    if _head_line(head) != line + b"\n":
        raise SegmentError("segment.line", str(number))
    return head


def _entry_line(entry: Entry) -> bytes:
    body = b"null" if entry.body is None else b'"%b"' % base64.b64encode(entry.body)
    header, signature = base64.b64encode(entry.header_bytes), base64.b64encode(entry.signature)
    return b'{"b":%b,"h":"%b","s":"%b"}\n' % (body, header, signature)


def _head_line(head: SignedHead) -> bytes:
    return b'{"head":"%b","s":"%b"}\n' % (base64.b64encode(head.head_bytes), base64.b64encode(head.signature))
