"""Let the demonstration's past happen: the product's own actions under a moved clock, week by week on both nodes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from yuegang.base import clock
from yuegang.deploy.demo.people import PEOPLE
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
    """One node's side of the past: it writes a segment a round and reads the other node's."""

    folder: Path
    channel: Channel
    keystore: Keystore
    sent: int = 0

    @classmethod
    def of(cls, folder: Path) -> "Past":
        """Return the past of this process's node, which exchanges files in a folder."""
        return cls(folder, Channel.objects.get(), own_keystore().load())

    def live(self, say: Callable[[str], None]) -> None:
        """Live through the weeks until today; both nodes run this at the same time."""
        desk = Desk(settings.NODE_CODE)
        present = clock.now()
        first = first_morning()
        self._round("agree-1", first, desk.propose_targets)
        self._round("agree-2", first + timedelta(hours=3), desk.accept_targets)
        for week in range(WEEKS + 1):
            for part, moment in enumerate(_moments(first + timedelta(days=7 * week + 1), present)):
                self._round(f"{week:02d}-{part}", moment, desk.work)
            if week % 13 == 0:
                say(f"week {week} of {WEEKS}")
        self._round("today", present, desk.leave_open)

    def _round(self, name: str, moment: datetime, work: Callable[[], None]) -> None:
        with at(moment):
            work()
            while seal_channel(self.channel, self.keystore):
                pass
            self._write(name)
            self._read(name)

    def _write(self, name: str) -> None:
        data = segment_for(self.channel, after=self.sent, limit=1000)
        self.sent = parse_head(read_segment(data)[1].head_bytes).size
        path = self._file(name, settings.NODE_CODE)
        path.with_suffix(".part").write_bytes(data)
        path.with_suffix(".part").replace(path)

    def _read(self, name: str) -> None:
        path = self._file(name, self.channel.peer)
        until = time.monotonic() + PATIENCE
        while not path.exists():
            if time.monotonic() > until:
                raise TimeoutError(f"{self.channel.peer} did not write its week")
            time.sleep(LOOK)
        outcome = receive(self.channel.pk, read_segment(path.read_bytes()), self.keystore)
        if outcome.rule:
            raise RuntimeError(f"{self.channel.peer}: {outcome.rule}")

    def _file(self, name: str, node: str) -> Path:
        return self.folder / f"{node}.{name}.segment"


def first_morning() -> datetime:
    """Return 09:10 at +08:00 of the day the past begins."""
    day = clock.today() - timedelta(days=7 * WEEKS)
    local = datetime.combine(day, datetime.min.time(), clock.BOTH_SIDES)
    return (local + timedelta(hours=9, minutes=10)).astimezone(UTC)


def _moments(monday: datetime, present: datetime) -> list[datetime]:
    """Return two moments of work in a week, on days both places work, none in the future."""
    both = [calendar_for(PEOPLE[node][0].unit) for node in PEOPLE]
    days = [monday + timedelta(days=offset) for offset in range(7)]
    working = [day for day in days if all(each.is_working(day.astimezone(clock.BOTH_SIDES).date()) for each in both)]
    chosen = [working[0], working[-1] + timedelta(hours=5)] if working else []
    return [moment for moment in chosen if moment < present]
