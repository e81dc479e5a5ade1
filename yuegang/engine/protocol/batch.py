"""Verify a received segment against the cursor: what continues the log, and what stops it (protocol.md, 10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .entry import Entry, Verified, authenticate, judge
from .errors import EntryError, GapError, HeadError, ProtocolError, RosterError
from .fields import NO_DIGEST
from .head import Head, SignedHead, verify_head
from .header import read_chain
from .roster import Roster
from .tree import Frontier, leaf_hash

Segment = tuple[Sequence[Entry], SignedHead]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Hold which log is read and how far: the last applied seq and the digest of its header."""

    log: tuple[str, str]
    seq: int = 0
    last: str = NO_DIGEST


@dataclass(frozen=True, slots=True)
class BatchVerdict:
    """Hold what may be applied, in order, and why the rest may not.

    entries: new, contiguous and authentic; those with `rejected` set are stored and receipted, not applied.
    repeated: entries received before, byte for byte. cursor, frontier: after `entries`.
    stop: None when the whole segment was good. head: None unless its signature is proven.
    """

    entries: tuple[Verified, ...]
    repeated: int
    cursor: Cursor
    frontier: Frontier
    stop: ProtocolError | None
    head: Head | None


def check_batch(
    cursor: Cursor,
    segment: Segment,
    roster: Roster,
    frontier: Frontier,
    known: Callable[[int], str | None] | None = None,
) -> BatchVerdict:
    """Return the verdict on a segment; never raises for what was received.

    frontier: the tree over all applied entries, frontier.size == cursor.seq. known: digest of the applied
    entry with a seq, for segments that overlap what was received; without it only the last one is known.
    """
    entries, signed_head = segment
    try:
        head = verify_head(signed_head, roster, cursor.log)
    except (HeadError, RosterError) as error:
        return BatchVerdict((), 0, cursor, frontier, error, None)
    if head.size < cursor.seq:
        shrunk = HeadError("head.shrunk", str(head.size), {"before": cursor.seq})
        return BatchVerdict((), 0, cursor, frontier, shrunk, head)
    reader = _Reader(cursor, roster, known, head.size)
    stop = reader.read(entries)
    grown = frontier.extend([leaf_hash(item.entry.header_bytes) for item in reader.accepted])
    fault = _compare_head(head, reader.cursor, grown)
    if fault is not None:
        return BatchVerdict((), 0, cursor, frontier, fault, head)
    return BatchVerdict(tuple(reader.accepted), reader.repeated, reader.cursor, grown, stop, head)


class _Reader:
    """Walk one segment from the cursor and keep what is good."""

    __slots__ = ("accepted", "cursor", "head_size", "known", "repeated", "roster", "start")

    def __init__(
        self,
        cursor: Cursor,
        roster: Roster,
        known: Callable[[int], str | None] | None,
        head_size: int,
    ) -> None:
        self.start = self.cursor = cursor
        self.roster = roster
        self.known = known
        self.head_size = head_size
        self.accepted: list[Verified] = []
        self.repeated = 0

    def read(self, entries: Sequence[Entry]) -> ProtocolError | None:
        for number, entry in enumerate(entries):
            try:
                self._take(entry)
            except (EntryError, RosterError, GapError, HeadError) as error:
                error.detail = {**error.detail, "entry": number, "after": self.cursor.seq}
                return error
        return None

    def _take(self, entry: Entry) -> None:
        chain, content = read_chain(entry.header_bytes)
        cursor = self.cursor
        if chain.seq > cursor.seq + 1:
            raise GapError("batch.gap", str(cursor.seq + 1), {"found": chain.seq})
        if chain.seq <= cursor.seq and self._digest_of(chain.seq) == chain.digest:
            self.repeated += 1
            return
        ts = authenticate(chain, entry, self.roster, cursor.log)
        if chain.seq <= cursor.seq:
            raise GapError("batch.conflict", str(chain.seq), {"digest": chain.digest})
        if chain.prev != cursor.last:
            raise GapError("batch.prev", str(chain.seq), {"expected": cursor.last, "found": chain.prev})
        if chain.seq > self.head_size:
            raise HeadError("head.size", str(self.head_size), {"seq": chain.seq})
        self.accepted.append(judge(chain, content, entry, ts))
        self.cursor = Cursor(cursor.log, chain.seq, chain.digest)

    def _digest_of(self, seq: int) -> str:
        if seq > self.start.seq:
            return self.accepted[seq - self.start.seq - 1].digest
        if seq == self.start.seq:
            return self.start.last
        digest = None if self.known is None else self.known(seq)
        if digest is None:
            raise GapError("batch.past", str(seq))
        return digest


def _compare_head(head: Head, cursor: Cursor, frontier: Frontier) -> HeadError | None:
    if head.size != cursor.seq:
        return None
    if head.last != cursor.last:
        return HeadError("head.last", str(head.size), {"expected": cursor.last})
    if head.root != frontier.root_text():
        return HeadError("head.root", str(head.size), {"expected": frontier.root_text()})
    return None
