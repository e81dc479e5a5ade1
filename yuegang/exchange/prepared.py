"""Check a segment and open its bodies before anything is written: what can be done while the last one is applied."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from yuegang.engine.protocol.batch import BatchVerdict, Cursor, Segment, check_batch
from yuegang.engine.protocol.roster import Roster
from yuegang.engine.protocol.tree import Frontier
from yuegang.exchange import inbox
from yuegang.exchange.models import Channel, InboxEntry
from yuegang.exchange.opening import Reader


@dataclass(frozen=True, slots=True)
class Position:
    """Say where the reading of a peer's log stands."""

    cursor: Cursor
    frontier: Frontier

    @classmethod
    def of(cls, channel: Channel) -> "Position":
        """Return where the channel's row stands."""
        cursor = Cursor((channel.peer, settings.NODE_CODE), channel.cursor, channel.last)
        return cls(cursor, Frontier.load(channel.frontier or Frontier().dump()))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold a segment, the verdict on it from a position, and its entries opened or refused."""

    start: Position
    segment: Segment
    verdict: BatchVerdict
    arrivals: Sequence[inbox.Arrival]

    @property
    def end(self) -> Position:
        """Where reading stands once this is applied."""
        return Position(self.verdict.cursor, self.verdict.frontier)


def prepare(channel: Channel, segment: Segment, reader: Reader, start: Position) -> Prepared:
    """Verify a segment from a position and open what is new; nothing is written."""
    verdict = verdict_on(channel, segment, reader.roster, start)
    return Prepared(start, segment, verdict, inbox.open_all(verdict.entries, reader))


def verdict_on(channel: Channel, segment: Segment, roster: Roster, start: Position | None = None) -> BatchVerdict:
    """Check a segment against a position, by default the channel's; nothing is written."""
    position = start or Position.of(channel)

    def known(seq: int) -> str | None:
        return InboxEntry.objects.filter(channel=channel, seq=seq).values_list("digest", flat=True).first()

    return check_batch(position.cursor, segment, roster, position.frontier, known)
