"""./run demo --once: nodes on fresh data, the whole main job through the pages, one line of figures."""

import json
import math
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg

from yuegang.base.embedded import Server
from yuegang.deploy.demo.accounts import accounts
from yuegang.deploy.demo.courier import Courier, close_off
from yuegang.deploy.demo.journey import ANSWERED, LIST, Side, wait_until_seen
from yuegang.deploy.demo.people import partners
from yuegang.deploy.demo.show import start
from yuegang.deploy.demo.visitor import PageError
from yuegang.deploy.node import ROOT, Home, Node
from yuegang.deploy.supervisor import Supervisor, signals_stop

LEADS = 40  # in all: twenty each way between two nodes
PAGES_SHOWN = 12
SETTLE = 30.0  # seconds for the last entries to arrive
KINDS = ("lead", "acknowledgement", "feedback")
ROWS = (
    "select kind, item_id::text, item_ver from {table} t join exchange_channel c on c.id = t.channel_id"
    " where c.peer = %s and kind = any(%s) and {crossed}"
)
SENT = ROWS.format(table="exchange_outboxentry", crossed="seq is not null")
APPLIED = ROWS.format(table="exchange_inboxentry", crossed="state = 'applied'")

Entry = tuple[str, str, int]


@dataclass
class Figures:
    """What all databases say, and how long items took to be seen."""

    ways: int = 0  # ordered pairs of nodes that sent each other leads
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
        wanted = self.ways * each_way(self.ways)
        whole = self.leads_released == self.acknowledged == self.feedback == wanted
        return whole and wanted > 0 and self.lost == self.duplicated == 0 and self.p99_visible_ms < math.inf


@dataclass
class Run:
    """One run of the main job between the nodes of different sides."""

    server: Server
    nodes: list[Node]
    sides: list[Side]
    say: Callable[[str], None]
    visible: dict[tuple[str, str], list[float]] = field(default_factory=dict)  # (kind, from node) → milliseconds
    way_of: dict[str, tuple[Side, Side]] = field(default_factory=dict)  # lead → who wrote it, who received it
    courier: Courier | None = None  # between nodes that no line joins

    def drive(self) -> Figures:
        """Do the whole job and return the figures."""
        ways = self._ways()
        for step in range(each_way(len(ways))):
            for side, other in ways:
                self.way_of[side.write_lead(step, other.node)] = (side, other)
        self.say(f"{len(self.way_of)} leads written and sent for signature")
        for side in self.sides:
            self._cross("lead", side, LIST)
        self._carry()
        for number, (lead, (_writer, receiver)) in enumerate(self.way_of.items()):
            receiver.work_on(lead)
            receiver.answer(lead, items=number + 1)
        self.say(f"{len(self.way_of)} leads acknowledged, in hand and answered")
        for side in self.sides:
            self._cross("feedback", side, ANSWERED)
        self._carry()
        return self._compare()

    def _ways(self) -> list[tuple[Side, Side]]:
        """Return who sends leads to whom: the nodes of different sides, each way."""
        by_code = {side.node: side for side in self.sides}
        return [(side, by_code[other]) for side in self.sides for other in partners(side.node, by_code)]

    def _cross(self, kind: str, side: Side, path: str) -> None:
        """Sign all that waits on one node and look how long each takes to be seen on the node it is for."""
        taken = self.visible.setdefault((kind, side.node), [])
        signed = side.sign_all()
        if self.courier is not None:
            signed = iter(list(signed))  # all are signed before the medium leaves
            self._carry(side)
        for crossed in signed:
            writer, receiver = self.way_of[crossed.lead]
            other = receiver if side is writer else writer
            taken.append(1000 * (wait_until_seen(other, crossed.lead, path) - crossed.at))
        self.say(f"{side.node}: {len(taken)} of kind {kind} signed and seen by the node they are for")

    def _carry(self, only: Side | None = None) -> None:
        """Let the courier go every way, or every way from one node."""
        for side, other in self._ways() if self.courier is not None else ():
            if only in (None, side):
                assert self.courier is not None  # the loop is empty without one
                self.courier.carry(side, other)

    def _compare(self) -> Figures:
        """Compare the databases by item until everything has arrived or time is over."""
        until = time.monotonic() + SETTLE
        figures = self._count()
        while not figures.is_true and time.monotonic() < until:
            time.sleep(0.2)
            figures = self._count()
        return figures

    def _count(self) -> Figures:
        by_code = {node.code: node for node in self.nodes}
        ways = [(by_code[side.node], by_code[other.node]) for side, other in self._ways()]
        pairs = [(self._ask(one, SENT, two), self._ask(two, APPLIED, one)) for one, two in ways]
        arrived = [entry for _out, came in pairs for entry in came]
        return Figures(
            ways=len(ways),
            leads_released=_kinds(pairs, "lead"),
            acknowledged=sum(kind == "acknowledgement" for kind, _item, _version in arrived),
            feedback=sum(kind == "feedback" for kind, _item, _version in arrived),
            entries_sent=sum(len(out) for out, _came in pairs),
            entries_applied=len(arrived),
            lost=sum(len(set(out) - set(came)) for out, came in pairs),
            duplicated=sum(len(came) - len(set(came)) for _out, came in pairs),
            p99_visible_ms=percentile([each for taken in self.visible.values() for each in taken], 0.99),
        )

    def _ask(self, node: Node, query: str, peer: Node) -> list[Entry]:
        with psycopg.connect(self.server.url(node.names.database)) as connection:
            rows = connection.execute(query.encode(), [peer.code, list(KINDS)])
            return [(str(row[0]), str(row[1]), int(row[2])) for row in rows]


def run_once(codes: Sequence[str], *, is_closed: bool = False) -> int:
    """Run everything in a folder that is thrown away; the figures are the last line of both streams.

    is_closed: no line joins the nodes; a courier carries parcels between them.
    """
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="yuegang-once-"))
    folder.chmod(0o711)
    home, figures = Home(folder / "home"), Figures()
    with signals_stop():
        supervisor = Supervisor(_say)
        try:
            nodes = start(_closed_off(home, codes) if is_closed else home, supervisor, _say, codes, past=False)
            _say(f"{len(nodes)} nodes ready after {time.monotonic() - began:.0f} s")
            assert supervisor.database is not None  # start() sets it
            people = {account.person.username: account for account in accounts(home)}
            sides = [Side(node.code, node.url("office"), people) for node in nodes]
            run = Run(
                supervisor.database.server, nodes, sides, _say, courier=Courier(home.folder) if is_closed else None
            )
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


def _closed_off(home: Home, codes: Sequence[str]) -> Home:
    close_off(home, list(codes))
    return home


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


def each_way(ways: int) -> int:
    """Return how many leads cross from one node to another when so many ways are driven."""
    return max(4, LEADS // ways) if ways else 0


def _kinds(pairs: list[tuple[list[Entry], list[Entry]]], kind: str) -> int:
    return sum(entry[0] == kind for out, _came in pairs for entry in out)


def _table(run: Run, figures: Figures) -> None:
    _say(f"\n{'kind':<10} {'from':<11} {'seen':>5} {'p50 ms':>8} {'p99 ms':>8}")
    for (kind, node), taken in run.visible.items():
        _say(f"{kind:<10} {node:<11} {len(taken):>5} {percentile(taken, 0.5):>8.0f} {percentile(taken, 0.99):>8.0f}")
    if run.courier is not None:
        _say(run.courier.tally)
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
