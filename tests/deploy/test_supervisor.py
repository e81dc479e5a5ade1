"""Processes of nodes: restarted after any end, ended in order, and none left when the parent is killed."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yuegang.deploy.guard import run
from yuegang.deploy.supervisor import Program, StopRequested, Supervisor, signals_stop

ROOT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    """Wait for a condition of the outside world."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="yg-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    found = Supervisor(lambda line: None)
    yield found
    found.stop()


def ticked(supervisor: Supervisor) -> bool:
    supervisor.tick()
    return True


def sleeper(folder: Path) -> Program:
    command = [sys.executable, "-m", "tests.deploy.sleeper", str(folder / "pids")]
    return Program("sleeper", command, dict(os.environ), folder / "log")


def pids(folder: Path) -> list[int]:
    path = folder / "pids"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


@pytest.mark.parametrize("command", [["-c", "raise SystemExit(0)"], ["-c", "raise SystemExit(3)"]])
def test_a_program_starts_again_whatever_its_exit_code(
    supervisor: Supervisor, folder: Path, command: list[str]
) -> None:
    kept = supervisor.add(Program("leaver", [sys.executable, *command], dict(os.environ), folder / "log"))
    assert until(lambda: ticked(supervisor) and kept.restarts >= 2)
    assert kept.pause > 0.2


def test_a_killed_program_starts_again(supervisor: Supervisor, folder: Path) -> None:
    supervisor.add(sleeper(folder))
    assert until(lambda: pids(folder))
    os.kill(pids(folder)[0], signal.SIGKILL)
    assert until(lambda: ticked(supervisor) and len(pids(folder)) == 2)


def test_stopping_leaves_no_process(supervisor: Supervisor, folder: Path) -> None:
    supervisor.add(sleeper(folder))
    assert until(lambda: pids(folder))
    supervisor.stop()
    assert not lives(pids(folder)[0])


def test_a_program_that_will_not_end_is_killed(supervisor: Supervisor, folder: Path) -> None:
    stubborn = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w').write('1')"
    command = [sys.executable, "-c", f"{stubborn}; time.sleep(60)", str(folder / "pids")]
    kept = supervisor.add(Program("stubborn", command, dict(os.environ), folder / "log"))
    assert until(lambda: pids(folder)) and kept.process is not None
    pid = kept.process.pid
    kept.terminate()
    kept.wait(0.1)
    assert not lives(pid)


def test_a_killed_parent_leaves_neither_program_nor_database(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.deploy.killed_parent", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        parent.kill()
    assert len(pids(folder)) == 2
    assert until(lambda: not any(lives(pid) for pid in pids(folder)))
    assert not (folder / "pg" / "data" / "postmaster.pid").exists()


def test_a_signal_asks_to_stop_once() -> None:
    with pytest.raises(StopRequested, match="SIGTERM"), signals_stop():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)


def test_the_guard_ends_only_what_still_belongs_to_it(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as child:
        run([f"+{child.pid} application\n", f"-{child.pid}\n"])
        assert child.poll() is None
        run([f"+{child.pid} application\n", f"r{folder / 'thrown'}\n"])
        assert child.wait() == -signal.SIGTERM
