"""./run demo --once: both nodes on fresh data, the whole main job through the pages, one line of figures."""

import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg

from yuegang.base.embedded import Server
from yuegang.deploy.demo.accounts import accounts
from yuegang.deploy.demo.journey import ANSWERED, LIST, Side, wait_until_seen
from yuegang.deploy.demo.show import start
from yuegang.deploy.demo.visitor import PageError
from yuegang.deploy.node import ROOT, Home, Node
from yuegang.deploy.supervisor import Supervisor, signals_stop

LEADS = 20  # each way
PAGES_SHOWN = 12
SETTLE = 30.0  # seconds for the last entries to arrive
KINDS = ("lead", "acknowledgement", "feedback")
SENT = "select kind, item_id::text, item_ver from exchange_outboxentry where seq is not null and kind = any(%s)"
APPLIED = "select kind, item_id::text, item_ver from exchange_inboxentry where state = 'applied' and kind = any(%s)"

Entry = tuple[str, str, int]


@dataclass
class Figures:
    """What both databases say, and how long items took to be seen."""

    leads_released: int = 0
    acknowledged: int = 0
    feedback: int = 0
    entries_sent: int = 0
    entries_applied: int = 0
    lost: int = 0
    duplicated: int = 0
    p99_visible_ms: float = math.inf

    @property
    def is_true(self) -> bool:
        """Whether everything was released, acknowledged and answered, once each."""
        wanted = 2 * LEADS
        whole = self.leads_released == self.acknowledged == self.feedback == wanted
        return whole and self.lost == self.duplicated == 0 and self.p99_visible_ms < math.inf


@dataclass
class Run:
    """One run of the main job between two sides."""

    server: Server
    nodes: list[Node]
    sides: list[Side]
    say: Callable[[str], None]
    visible: dict[tuple[str, str], list[float]] = field(default_factory=dict)  # (kind, from node) → milliseconds

    def drive(self) -> Figures:
        """Do the whole job and return the figures."""
        written = {side.node: [side.write_lead(step) for step in range(LEADS)] for side in self.sides}
        self.say(f"{sum(map(len, written.values()))} leads written and sent for signature")
        for side, other in self._pairs():
            self._cross("lead", side, other, LIST)
        for side, other in self._pairs():
            for number, lead in enumerate(written[side.node]):
                other.work_on(lead)
                other.answer(lead, items=number + 1)
            self.say(f"{other.node}: {LEADS} leads acknowledged, in hand and answered")
        for side, other in self._pairs():
            self._cross("feedback", side, other, ANSWERED)
        return self._compare()

    def _pairs(self) -> list[tuple[Side, Side]]:
        first, second = self.sides
        return [(first, second), (second, first)]

    def _cross(self, kind: str, side: Side, other: Side, path: str) -> None:
        taken = self.visible.setdefault((kind, side.node), [])
        for crossed in side.sign_all():
            taken.append(1000 * (wait_until_seen(other, crossed.lead, path) - crossed.at))
        self.say(f"{side.node}: {len(taken)} of kind {kind} signed and seen by {other.node}")

    def _compare(self) -> Figures:
        """Compare both databases by item until everything has arrived or time is over."""
        until = time.monotonic() + SETTLE
        figures = self._count()
        while not figures.is_true and time.monotonic() < until:
            time.sleep(0.2)
            figures = self._count()
        return figures

    def _count(self) -> Figures:
        sent = {node.code: self._ask(node, SENT) for node in self.nodes}
        applied = {node.code: self._ask(node, APPLIED) for node in self.nodes}
        first, second = (node.code for node in self.nodes)
        pairs = [(sent[first], applied[second]), (sent[second], applied[first])]
        arrived = [entry for _out, came in pairs for entry in came]
        return Figures(
            leads_released=_kinds(pairs, "lead"),
            acknowledged=sum(kind == "acknowledgement" for kind, _item, _version in arrived),
            feedback=sum(kind == "feedback" for kind, _item, _version in arrived),
            entries_sent=sum(len(out) for out, _came in pairs),
            entries_applied=len(arrived),
            lost=sum(len(set(out) - set(came)) for out, came in pairs),
            duplicated=sum(len(came) - len(set(came)) for _out, came in pairs),
            p99_visible_ms=percentile([each for taken in self.visible.values() for each in taken], 0.99),
        )

    def _ask(self, node: Node, query: str) -> list[Entry]:
        with psycopg.connect(self.server.url(node.names.database)) as connection:
            return [
                (str(row[0]), str(row[1]), int(row[2])) for row in connection.execute(query.encode(), [list(KINDS)])
            ]


def run_once() -> int:
    """Run everything in a folder that is thrown away; the figures are the last line of both streams."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="yuegang-once-"))
    folder.chmod(0o711)
    home, figures = Home(folder / "home"), Figures()
    with signals_stop():
        supervisor = Supervisor(_say)
        try:
            nodes = start(home, supervisor, _say, past=False)
            _say(f"both nodes ready after {time.monotonic() - began:.0f} s")
            assert supervisor.database is not None  # start() sets it
            people = {account.person.username: account for account in accounts(home)}
            sides = [Side(node.code, node.url("office"), people) for node in nodes]
            run = Run(supervisor.database.server, nodes, sides, _say)
            figures = run.drive()
            _pages(run)
            _table(run, figures)
            for side in sides:
                side.close()
        except PageError as error:
            _say(f"the job stopped: {error}\nlogs of all processes: {_keep_logs(home)}")
        finally:
            supervisor.stop()
            shutil.rmtree(folder, ignore_errors=True)
    _say(f"ended after {time.monotonic() - began:.0f} s")
    seen = round(figures.p99_visible_ms, 1) if math.isfinite(figures.p99_visible_ms) else None
    line = json.dumps(asdict(figures) | {"p99_visible_ms": seen})
    for stream in (sys.stderr, sys.stdout):
        print(line, file=stream, flush=True)
    return 0 if figures.is_true else 1


def _keep_logs(home: Home) -> Path:
    """Save the logs from the folder that is thrown away."""
    kept = ROOT / "var" / "once-logs"
    shutil.rmtree(kept, ignore_errors=True)
    for node in home.nodes():
        shutil.copytree(node.folder / "log", kept / node.code)
    return kept


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies (nearest rank); infinity if there are none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.inf


def _kinds(pairs: list[tuple[list[Entry], list[Entry]]], kind: str) -> int:
    return sum(entry[0] == kind for out, _came in pairs for entry in out)


def _table(run: Run, figures: Figures) -> None:
    _say(f"\n{'kind':<10} {'from':<11} {'seen':>5} {'p50 ms':>8} {'p99 ms':>8}")
    for (kind, node), taken in run.visible.items():
        _say(f"{kind:<10} {node:<11} {len(taken):>5} {percentile(taken, 0.5):>8.0f} {percentile(taken, 0.99):>8.0f}")
    for name, value in asdict(figures).items():
        _say(f"{name:<16} {value:>10.0f}")


def _pages(run: Run) -> None:
    """Print how long the pages took, the dearest first."""
    by_page: dict[str, list[float]] = {}
    for side in run.sides:
        for visitor in side.visitors.values():
            for page, taken in visitor.taken:
                by_page.setdefault(page, []).append(taken)
    _say(f"\n{'page':<44} {'n':>5} {'p50 ms':>8} {'p99 ms':>8}")
    for page, times in sorted(by_page.items(), key=lambda row: -sum(row[1]))[:PAGES_SHOWN]:
        _say(f"{page:<44} {len(times):>5} {percentile(times, 0.5):>8.0f} {percentile(times, 0.99):>8.0f}")


def _say(line: str) -> None:
    print(line, flush=True)
