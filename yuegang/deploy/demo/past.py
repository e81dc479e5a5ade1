"""Let the demonstration's past happen: the product's own actions under a moved clock, week by week on all nodes."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from yuegang.base import clock
from yuegang.deploy.demo.people import NODES
from yuegang.deploy.demo.work import Desk
from yuegang.engine.protocol.head import parse_head
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange.keystore import Keystore, own_keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.receiving import receive
from yuegang.exchange.sealer import seal_channel
from yuegang.exchange.segments import segment_for
from yuegang.parties.calendars import calendar_for

WEEKS = 26
PATIENCE = 60.0  # seconds one node waits for the other's week
LOOK = 0.02  # seconds between two looks


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Move this process's clock to a moment for as long as the block runs."""
    before = settings.CLOCK_OFFSET
    settings.CLOCK_OFFSET = int((moment - datetime.now(UTC)).total_seconds())
    try:
        yield
    finally:
        settings.CLOCK_OFFSET = before


@dataclass
class Past:
    """One node's side of the past: it writes a segment a round for each peer and reads theirs."""

    folder: Path
    channels: Sequence[Channel]
    keystore: Keystore
    sent: dict[str, int] = field(default_factory=dict)  # by peer: how far its log was written out

    @classmethod
    def of(cls, folder: Path) -> "Past":
        """Return the past of this process's node, which exchanges files in a folder."""
        return cls(folder, list(Channel.objects.order_by("peer")), own_keystore().load())

    def live(self, say: Callable[[str], None]) -> None:
        """Live through the weeks until today; all nodes run this at the same time."""
        desk = Desk(settings.NODE_CODE, [channel.peer for channel in self.channels])
        present = clock.now()
        first = first_morning()
        self._round("agree-1", first, desk.propose_targets)
        self._round("agree-2", first + timedelta(hours=3), desk.accept_targets)
        for week in range(WEEKS + 1):
            for part, moment in enumerate(self._moments(first + timedelta(days=7 * week + 1), present)):
                self._round(f"{week:02d}-{part}", moment, desk.work)
            if week % 13 == 0:
                say(f"week {week} of {WEEKS}")
        self._round("today", present, desk.leave_open)

    def _round(self, name: str, moment: datetime, work: Callable[[], None]) -> None:
        with at(moment):
            work()
            for channel in self.channels:
                while seal_channel(channel, self.keystore):
                    pass
                self._write(channel, name)
            for channel in self.channels:
                self._read(channel, name)

    def _write(self, channel: Channel, name: str) -> None:
        data = segment_for(channel, after=self.sent.get(channel.peer, 0), limit=1000)
        self.sent[channel.peer] = parse_head(read_segment(data)[1].head_bytes).size
        path = self._file(settings.NODE_CODE, channel.peer, name)
        path.with_suffix(".part").write_bytes(data)
        path.with_suffix(".part").replace(path)

    def _read(self, channel: Channel, name: str) -> None:
        path = self._file(channel.peer, settings.NODE_CODE, name)
        until = time.monotonic() + PATIENCE
        while not path.exists():
            if time.monotonic() > until:
                raise TimeoutError(f"{channel.peer} did not write its week")
            time.sleep(LOOK)
        outcome = receive(channel.pk, read_segment(path.read_bytes()), self.keystore)
        if outcome.rule:
            raise RuntimeError(f"{channel.peer}: {outcome.rule}")

    def _file(self, sender: str, receiver: str, name: str) -> Path:
        return self.folder / f"{sender}.{receiver}.{name}.segment"

    def _moments(self, monday: datetime, present: datetime) -> list[datetime]:
        """Return two moments of work in a week, on days all places work, none in the future."""
        codes = [settings.NODE_CODE, *(channel.peer for channel in self.channels)]
        places = [calendar_for(NODES[code].unit) for code in codes]
        days = [monday + timedelta(days=offset) for offset in range(7)]
        civil = {day: day.astimezone(clock.BOTH_SIDES).date() for day in days}
        working = [day for day in days if all(each.is_working(civil[day]) for each in places)]
        chosen = [working[0], working[-1] + timedelta(hours=5)] if working else []
        return [moment for moment in chosen if moment < present]


def first_morning() -> datetime:
    """Return 09:10 at +08:00 of the day the past begins."""
    day = clock.today() - timedelta(days=7 * WEEKS)
    local = datetime.combine(day, datetime.min.time(), clock.BOTH_SIDES)
    return (local + timedelta(hours=9, minutes=10)).astimezone(UTC)
