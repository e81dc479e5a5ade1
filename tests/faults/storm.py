"""Two real nodes under fire: traffic both ways, a kill -9 every moment, then peace and a comparison."""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.compare import SENT, Comparison, compare, is_settled, rows
from yuegang.base.embedded import Server
from yuegang.deploy.demo.show import start
from yuegang.deploy.node import Home, Node
from yuegang.deploy.supervisor import TICK, Program, Supervisor

TRAFFIC = "import django; django.setup(); from tests.faults import traffic; traffic.main()"
SHORTEST, LONGEST = 0.05, 1.0  # seconds between two kills
PEACE = 120.0  # seconds for everything to arrive afterwards
START = 60.0  # seconds until messages flow
FIRED_AT = {"worker": 4, "exchange": 2, "traffic": 1, "office": 1, "database": 2}  # how often, in proportion


@dataclass
class Storm:
    """Two running nodes and who was killed so far."""

    supervisor: Supervisor
    nodes: list[Node]
    dice: random.Random
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def server(self) -> Server:
        """The database server of both nodes."""
        assert self.supervisor.database is not None  # started with the nodes
        return self.supervisor.database.server

    def start_traffic(self) -> None:
        """Let both nodes write."""
        for node, peer in (self.nodes, self.nodes[::-1]):
            environment = {**node.environment("office"), "DJANGO_SETTINGS_MODULE": "yuegang.settings"}
            command = [sys.executable, "-c", TRAFFIC, peer.code]
            log = node.folder / "log" / "traffic.log"
            self.supervisor.add(Program(f"{node.code} traffic", command, environment, log))

    def stop_traffic(self) -> None:
        """Let both nodes come to rest."""
        for kept in [kept for kept in self.supervisor.programs if kept.name.endswith(" traffic")]:
            self.supervisor.programs.remove(kept)
            kept.terminate()
            kept.wait(5)

    def look_after(self, seconds: float) -> None:
        """Restart what died, as the supervisor of a real node does, for some seconds."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.supervisor.tick()
            time.sleep(min(TICK, left))

    def flows(self) -> bool:
        """Wait until both nodes wrote something; say whether they did."""
        until = time.monotonic() + START
        while time.monotonic() < until:
            self.look_after(0.5)
            if all(rows(self.server, node, SENT) for node in self.nodes):
                return True
        return False

    def kill_one(self) -> None:
        """Kill one process at once, the database server among them."""
        [part] = self.dice.choices(list(FIRED_AT), weights=list(FIRED_AT.values()))
        victims = [kept.process for kept in self.supervisor.programs if kept.name.partition(" ")[2] == part]
        process = self.server.process if part == "database" else self.dice.choice(victims)
        if process is None or process.poll() is not None:
            return
        os.kill(process.pid, signal.SIGKILL)
        self.killed[part] += 1

    def rage(self, kills: int, say: Callable[[str], None]) -> None:
        """Kill so many processes at random moments."""
        said = 0
        while self.killed.total() < kills:
            self.look_after(self.dice.uniform(SHORTEST, LONGEST))
            self.kill_one()
            if self.killed.total() >= said + 20:
                said = self.killed.total()
                say(f"{self.killed.total()} killed")

    def come_to_rest(self) -> bool:
        """Wait until both logs are sealed and read to the end; say whether they are."""
        until = time.monotonic() + PEACE
        one, other = self.nodes
        while time.monotonic() < until:
            self.look_after(0.5)
            if is_settled(self.server, one, other) and is_settled(self.server, other, one):
                return True
        return False

    def judge(self) -> list[Comparison]:
        """Compare both directions."""
        one, other = self.nodes
        return [compare(self.server, one, other), compare(self.server, other, one)]


@contextmanager
def storm(seed: int, say: Callable[[str], None]) -> Iterator[Storm]:
    """Start two fresh nodes in a folder that is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="yg-"))
    folder.chmod(0o711)
    supervisor = Supervisor(say)
    try:
        nodes = start(Home(folder / "home"), supervisor, say, past=False)
        yield Storm(supervisor, nodes, random.Random(seed))
    finally:
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(kills: int, seed: int, say: Callable[[str], None]) -> dict[str, object]:
    """Let it rage, then return the figures: faults, entries, lost, duplicated."""
    with storm(seed, say) as raging:
        raging.start_traffic()
        flowed = raging.flows()
        raging.rage(kills, say)
        raging.stop_traffic()
        settled = raging.come_to_rest()
        found = raging.judge()
        return {
            "faults": raging.killed.total(),
            "killed": dict(raging.killed),
            "entries": sum(one.sent for one in found),
            "lost": sum(one.lost + one.effects_missing for one in found),
            "duplicated": sum(one.duplicated + one.effects_extra for one in found),
            "settled": settled and flowed,
            "clean": all(one.is_clean for one in found),
            "directions": [asdict(one) for one in found],
        }
