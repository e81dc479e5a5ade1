"""End the children of a supervisor that was killed: read `+pid kind` and `-pid` lines until end of file.

The guard runs in its own session and holds the read end of a pipe whose only write end is the supervisor's,
so it sees the end of file however the supervisor dies.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

APPLICATION = "application"
DATABASE = "database"
GRACE = 5.0  # seconds for applications to end before they are killed


class Guard:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-I", str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            start_new_session=True,
            close_fds=True,
        )
        assert self._process.stdin is not None  # asked for above
        self._pipe: IO[bytes] = self._process.stdin

    def watch(self, pid: int, kind: str = APPLICATION) -> None:
        """End this process if the supervisor dies: applications first, then databases."""
        self._say(f"+{pid} {kind}")

    def forget(self, pid: int) -> None:
        """The process has ended and its number may be given to another."""
        self._say(f"-{pid}")

    def remove(self, folder: Path) -> None:
        """Remove this throw-away folder at the end."""
        self._say(f"r{folder}")

    def close(self) -> None:
        """Let the guard do its work and end."""
        with contextlib.suppress(BrokenPipeError):
            self._pipe.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._pipe.write(line.encode() + b"\n")
            self._pipe.flush()


def run(lines: Iterable[str]) -> None:
    """Keep the list of children until the lines end, then end them all."""
    children: dict[int, str] = {}
    folders: list[str] = []
    for line in lines:
        mark, rest = line[0], line[1:].rstrip("\n")
        if mark == "+":
            number, kind = rest.split(" ")
            children[int(number)] = kind
        elif mark == "-":
            children.pop(int(rest), None)
        else:
            folders.append(rest)
    applications = [pid for pid, kind in children.items() if kind == APPLICATION]
    databases = [pid for pid, kind in children.items() if kind == DATABASE]
    _end(applications, signal.SIGTERM, GRACE)
    for pid in applications:  # each leads its own group: nothing it started stays either
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    if not _end(databases, signal.SIGINT, 6 * GRACE):
        _end(databases, signal.SIGQUIT, GRACE)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _end(pids: list[int], sign: signal.Signals, seconds: float) -> bool:
    """Send the signal and wait; return whether all have gone."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, sign)
    until = time.monotonic() + seconds
    while any(_lives(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _lives(pid: int) -> bool:
    """Return whether the process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, IndexError):
        return not Path("/proc/self").exists()


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    run(sys.stdin)
