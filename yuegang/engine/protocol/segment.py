"""Frame a run of entries and the head for the wire, the same bytes over HTTP and in a file (protocol.md, 8).

NDJSON: one line {"b","h","s"} per entry in ascending seq, then one line {"head","s"}; every line ends in LF.
"""

import binascii
from collections.abc import Iterable

from .entry import Entry
from .errors import SegmentError
from .head import SignedHead

MAX_SEGMENT = 67_108_864  # bytes; protocol.md, 8
MAX_ENTRIES = 10_000  # per segment; protocol.md, 8
MEDIA_TYPE = "application/vnd.ipx.segment+ndjson"

_WITH_BODY, _WITHOUT_BODY, _HEAD = 13, 11, 9  # pieces of a line between its quotation marks


def write_segment(entries: Iterable[Entry], head: SignedHead) -> bytes:
    """Return the bytes of a segment."""
    lines = [_entry_line(entry) for entry in entries]
    lines += (_head_line(head), b"")
    return b"\n".join(lines)


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
    parts = line.split(b'"')
    if len(parts) == _WITH_BODY:
        entry = Entry(_decode(parts[7]), _decode(parts[11]), _decode(parts[3]))
    elif len(parts) == _WITHOUT_BODY:
        entry = Entry(_decode(parts[5]), _decode(parts[9]), None)
    else:
        raise SegmentError("segment.line", str(number))
    if _entry_line(entry) != line:
        raise SegmentError("segment.line", str(number))
    return entry


def _read_head(line: bytes, number: int) -> SignedHead:
    if not line.startswith(b'{"head":'):
        raise SegmentError("segment.truncated", str(number))
    parts = line.split(b'"')
    head = SignedHead(_decode(parts[3]), _decode(parts[7])) if len(parts) == _HEAD else SignedHead(b"", b"")
    if _head_line(head) != line:
        raise SegmentError("segment.line", str(number))
    return head


def _decode(text: bytes) -> bytes:
    """Return what base64 says, or nothing: writing the line again shows whether it was exact."""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        return b""


def _encode(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False)


def _entry_line(entry: Entry) -> bytes:
    body = b"null" if entry.body is None else b'"%b"' % _encode(entry.body)
    return b'{"b":%b,"h":"%b","s":"%b"}' % (body, _encode(entry.header_bytes), _encode(entry.signature))


def _head_line(head: SignedHead) -> bytes:
    return b'{"head":"%b","s":"%b"}' % (_encode(head.head_bytes), _encode(head.signature))
