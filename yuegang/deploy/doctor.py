"""Look whether this machine can run nodes, and say in one line each what is good and what is not."""

import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata, util
from pathlib import Path

import psycopg

from yuegang.base.embedded import EmbeddedError, Place, Server
from yuegang.deploy.node import Home, NodeError, served
from yuegang.deploy.provision import FIRST_PORT, is_free

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
ENOUGH_DISK = 2 * 2**30  # bytes
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this release is wrong


@dataclass(frozen=True)
class Finding:
    """One look at the machine."""

    good: bool
    subject: str
    text: str


def doctor(words: Sequence[str]) -> int:
    """Print every finding; return 1 if one is bad."""
    if words:
        raise NodeError(f"doctor looks at everything and takes no {' '.join(words)}")
    home = Home.from_environment()
    findings = [finding for look in LOOKS for finding in _looked(look, home)]
    for finding in findings:
        print(f"{'ok ' if finding.good else 'BAD'}  {finding.subject:<12} {finding.text}")
    return 0 if all(finding.good for finding in findings) else 1


def _looked(look: Callable[[Home], Iterator[Finding]], home: Home) -> list[Finding]:
    """Return what one look finds; a look that fails is a bad finding and hides no other."""
    try:
        return list(look(home))
    except (EmbeddedError, NodeError, OSError, psycopg.Error) as error:
        return [Finding(False, look.__name__, str(error).strip().splitlines()[0])]


def python(home: Home) -> Iterator[Finding]:
    """The interpreter and the packages."""
    yield Finding(sys.version_info >= (3, 11), "Python", f"{platform.python_version()} at {sys.executable}")
    yield Finding(True, "system", f"{platform.system()} {platform.release()} {platform.machine()}")
    yield Finding(True, "packages", f"Django {metadata.version('django')}, granian {metadata.version('granian')}")


def database(home: Home) -> Iterator[Finding]:
    """The embedded server: of the home if it exists, else a probe that is thrown away."""
    if not home.server.place.data.exists():
        with tempfile.TemporaryDirectory(prefix="yuegang-") as folder:
            Path(folder).chmod(0o711)
            with Server(Place.choose(Path(folder) / "pg", home.service_account)) as probe:
                yield from _durability(probe)
        return
    with served(home) as server:
        yield from _durability(server)


def _durability(server: Server) -> Iterator[Finding]:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("show server_version").fetchone()
        yield Finding(True, "PostgreSQL", f"{row and row[0]} in {server.place.home}")
        for name, wanted in DURABLE.items():
            row = connection.execute("select current_setting(%s)", [name]).fetchone()
            found = str(row and row[0])
            yield Finding(found == wanted, "durability", f"{name} {found}")
        began = time.perf_counter()
        connection.execute("select pg_logical_emit_message(true, 'doctor', '')")
        connection.commit()
        yield Finding(True, "durability", f"one commit {1000 * (time.perf_counter() - began):.1f} ms")


def fonts(home: Home) -> Iterator[Finding]:
    """The one CJK family of printed documents."""
    spec = util.find_spec("noto_cjk_sans_otc")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = sorted(path.name for path in folder.rglob("*.tt[cf]")) if folder else []
    yield Finding(bool(found), "fonts", ", ".join(found) or "the font package is missing: run ./run setup")


def ports(home: Home) -> Iterator[Finding]:
    """The first ports the demonstration asks for."""
    wanted = [FIRST_PORT + step for step in (0, 1, 2, 10, 11, 12)]
    taken = [port for port in wanted if not is_free("127.0.0.1", port)]
    text = f"taken: {taken}; the next free ones are used" if taken else f"{wanted[0]}–{wanted[-1]} free"
    yield Finding(True, "ports", text)


def clock(home: Home) -> Iterator[Finding]:
    """A clock far off makes certificates and requests invalid."""
    now = datetime.now(UTC)
    yield Finding(
        now > EARLIEST,
        "clock",
        f"{now:%Y-%m-%d %H:%M:%S} UTC; keep it by NTP: requests older than 5 minutes are refused",
    )


def disk(home: Home) -> Iterator[Finding]:
    """Room for the database and files."""
    folder = home.folder
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    yield Finding(free > ENOUGH_DISK, "disk", f"{free / 2**30:.1f} GiB free at {folder}")


LOOKS: tuple[Callable[[Home], Iterator[Finding]], ...] = (python, database, fonts, ports, clock, disk)
