"""Keep the processes of nodes running: restart on any exit, end all in order, leave nothing behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from yuegang.base.embedded import Server
from yuegang.deploy.guard import DATABASE, Guard
from yuegang.deploy.node import ROOT, Node

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds between restarts, doubling
SETTLED = 10.0  # seconds alive after which the pause starts small again
PATIENCE = 8.0  # seconds between SIGTERM and SIGKILL
TICK = 0.1  # seconds
THREADS = {"office": 4, "portal": 4, "exchange": 8}  # an exchange long poll holds its thread


class StopRequested(Exception):
    """The operator or the system asked us to end."""


@dataclass(frozen=True)
class Program:
    """One process to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path


class Kept(Protocol):
    """Something the supervisor keeps alive."""

    name: str

    def tick(self) -> None:
        """Restart it if it ended and its pause is over."""

    def terminate(self) -> None:
        """Ask it to end."""

    def wait(self, seconds: float) -> None:
        """Wait for the end, then force it."""


@dataclass
class KeptProgram:
    """A program, its process and its restarts."""

    program: Program
    guard: Guard
    restarts: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    pause: float = FIRST_PAUSE
    started: float = 0.0
    due: float = 0.0
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.program.name

    def start(self) -> None:
        """Start the process in its own session, so that Ctrl-C reaches only the supervisor."""
        with self.program.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.program.command,
                env=dict(self.program.environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.guard.watch(self.process.pid)
        self.started = time.monotonic()

    def tick(self) -> None:
        """Restart the process whatever its exit code: a worker that lost its database leaves with 0."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._forget()
            self.pause = FIRST_PAUSE if now - self.started > SETTLED else min(2 * self.pause, LONGEST_PAUSE)
            self.due = now + self.pause
        if self.process is None and now >= self.due:
            self.restarts += 1
            self.start()

    def terminate(self) -> None:
        """Ask the process to end."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait, then kill the whole process group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, seconds))
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._forget()

    def _forget(self) -> None:
        """Kill what the process left in its group: an orphaned web worker would go on answering."""
        assert self.process is not None  # callers look first
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.guard.forget(self.process.pid)
        self.process = None


@dataclass
class KeptServer:
    """The embedded database among the processes."""

    server: Server
    guard: Guard
    name: str = "database"
    restarts: int = 0

    def start(self, progress: Callable[[str], None]) -> None:
        """Start the server and tell the guard."""
        self.server.start(progress)
        assert self.server.process is not None  # start() sets it
        self.guard.watch(self.server.process.pid, DATABASE)

    def tick(self) -> None:
        """Start it again over its stale lock if it died."""
        process = self.server.process
        if process is not None and process.poll() is not None:
            self.guard.forget(process.pid)
            self.restarts += 1
            self.start(lambda line: None)

    def stop(self) -> None:
        """End it last, when nobody writes any more."""
        self.server.stop()


@dataclass
class Supervisor:
    """The processes of one home, in the order of their start."""

    progress: Callable[[str], None]
    guard: Guard = field(default_factory=Guard)
    database: KeptServer | None = None
    programs: list[KeptProgram] = field(default_factory=list)

    def start_database(self, server: Server) -> None:
        """Start the embedded server."""
        self.database = KeptServer(server, self.guard)
        self.database.start(self.progress)

    def add(self, program: Program) -> KeptProgram:
        """Start one more program."""
        kept = KeptProgram(program, self.guard)
        kept.start()
        self.programs.append(kept)
        return kept

    def tick(self) -> None:
        """Look after everything once."""
        if self.database is not None:
            self.database.tick()
        for kept in self.programs:
            kept.tick()

    def run(self) -> None:
        """Look after everything until a signal asks to stop (raises StopRequested)."""
        while True:
            self.tick()
            time.sleep(TICK)

    def stop(self) -> None:
        """End applications first, then the database."""
        for kept in self.programs:
            kept.terminate()
        until = time.monotonic() + PATIENCE
        for kept in self.programs:
            kept.wait(until - time.monotonic())
        self.programs = []
        if self.database is not None:
            self.database.stop()
        self.guard.close()


@contextlib.contextmanager
def signals_stop() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into StopRequested inside the block; later ones do not disturb the end."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested(signal.Signals(number).name)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def webs_of(node: Node) -> list[Program]:
    """Return the web processes of a node; a closed one has no listener."""
    return [_web(node, zone) for zone in THREADS if zone != "exchange" or not node.is_closed]


def _web(node: Node, zone: str) -> Program:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        node.host,
        "--port",
        str(node.ports[zone]),
    ]
    command += ["--workers", "1", "--blocking-threads", str(THREADS[zone]), "--no-ws", "--workers-kill-timeout", "3"]
    command += ["--log-level", "warning"]
    environment = node.environment(zone)
    if zone == "exchange":
        listener = node.listener
        command += ["--ssl-certificate", str(listener / "cert.pem"), "--ssl-keyfile", str(listener / "key.pem")]
        command += ["--ssl-ca", str(listener / "peers.pem"), "--ssl-client-verify"]
        environment.setdefault("DATABASE_CONNECTIONS", str(THREADS[zone]))
    return Program(
        f"{node.code} {zone}", [*command, "yuegang.wsgi:application"], environment, node.folder / "log" / f"{zone}.log"
    )


def worker_of(node: Node) -> Program:
    """Return the worker of a node."""
    command = [sys.executable, "-m", "yuegang", "worker"]
    return Program(f"{node.code} worker", command, node.environment("worker"), node.folder / "log" / "worker.log")
