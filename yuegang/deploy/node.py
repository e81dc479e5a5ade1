"""What a node is on disk: its folders, its secrets by zone, and the environment of each of its processes."""

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from yuegang.base.embedded import Place, Server
from yuegang.deploy.roles import OWNER, ZONES, Names

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_HOME = ROOT / "var" / "demo"
MANAGE = "manage"  # the command line: it connects as the owner
# What a child may inherit; anything else of the caller (another node's DATABASE_URL, a secret) stays outside.
INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "PYTHONPATH", "PYTHONWARNINGS", "COVERAGE_PROCESS_START")
OPERATOR = (
    "PRODUCTION", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "SESSION_HOURS", "REAUTHENTICATION_SECONDS",
    "CLOCK_OFFSET", "LOG_LEVEL", "MAIL_FROM", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD_FILE",
    "EMAIL_USE_TLS", "DATABASE_CONNECTIONS",
)  # fmt: skip


class NodeError(Exception):
    """Why a node cannot be made or found, in one line for a person."""


@dataclass(frozen=True)
class Node:
    """One node; `ports` by web zone."""

    folder: Path
    code: str
    ports: Mapping[str, int]
    host: str = "127.0.0.1"
    scheme: str = "http"
    is_closed: bool = False  # no line joins it to another node: parcels are carried

    @property
    def names(self) -> Names:
        """The names of its database and roles."""
        return Names.of(self.code)

    @property
    def keystore(self) -> Path:
        """The folder of private keys, which only the worker reads."""
        return self.folder / "keystore"

    @property
    def listener(self) -> Path:
        """The folder of the exchange listener's TLS key."""
        return self.folder / "listener"

    @property
    def roster(self) -> Path:
        """The folder of public keys: own.json and one file per peer."""
        return self.folder / "roster"

    def secret(self, zone: str, name: str) -> Path:
        """Return the 0600 file of one secret of one zone."""
        return self.folder / "secrets" / zone / name

    @property
    def has_own_server(self) -> bool:
        """Whether its database lies on a server of the operator's, not on the embedded one."""
        path = self.secret(MANAGE, "database_url")
        return path.exists() and "@/" not in path.read_text(encoding="utf-8")

    def url(self, zone: str) -> str:
        """Return the address of a web zone."""
        scheme = "https" if zone == "exchange" else self.scheme
        return f"{scheme}://{self.host}:{self.ports[zone]}"

    def environment(self, zone: str) -> dict[str, str]:
        """Return the whole environment of one process: only what this zone may know."""
        found = {name: os.environ[name] for name in (*INHERITED, *OPERATOR) if name in os.environ}
        found |= {
            "ZONE": zone,
            "NODE_CODE": self.code,
            "NODE_DIR": str(self.folder),
            "DATABASE_URL_FILE": str(self.secret(zone, "database_url")),
            "SECRET_KEY_FILE": str(self.secret(zone, "secret_key")),
            "OFFICE_URL": os.environ.get("OFFICE_URL", self.url("office")),
            "PYTHONUNBUFFERED": "1",
        }
        if zone in ("office", MANAGE):
            found["SECOND_FACTOR_KEY_FILE"] = str(self.secret("second_factor", "key"))
        if zone in ("worker", MANAGE):
            found["KEYSTORE_DIR"] = str(self.keystore)
        return found

    def save(self) -> None:
        """Write node.json, which holds no secret."""
        row = asdict(self) | {"folder": None, "ports": dict(self.ports)}
        write_private(self.folder / "node.json", json.dumps(row, indent=1))

    @classmethod
    def load(cls, folder: Path, place: Path | None = None) -> "Node":
        """Read a node from its folder; place: where it will live, if it is read out of a backup."""
        row = json.loads((folder / "node.json").read_text(encoding="utf-8"))
        return cls(**(row | {"folder": place or folder}))

    def make_folders(self) -> None:
        """Make the folders, open to nobody else, and a secret key for each zone that has none."""
        for folder in (
            self.folder,
            self.keystore,
            self.listener,
            self.roster,
            self.folder / "files",
            self.folder / "log",
        ):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drawn = [self.secret(zone, "secret_key") for zone in (*ZONES, MANAGE)]
        for path in [*drawn, self.secret("second_factor", "key")]:
            if not path.exists():
                write_private(path, secrets.token_urlsafe(48))

    def write_database_urls(self, server: Server, passwords: Mapping[str, str]) -> None:
        """Write each role's address where only its zone reads it; passwords: by role, `owner` last."""
        for role, password in passwords.items():
            zone = MANAGE if role == OWNER else role
            url = server.url(self.names.database, self.names.role(role), password)
            write_private(self.secret(zone, "database_url"), url)

    def passwords(self) -> dict[str, str]:
        """Return the passwords of the written addresses, by role."""
        urls = {role: self.secret(MANAGE if role == OWNER else role, "database_url") for role in (*ZONES, OWNER)}
        return {role: unquote(urlsplit(path.read_text(encoding="utf-8")).password or "") for role, path in urls.items()}


@dataclass(frozen=True)
class Home:
    """A folder with the nodes that one machine runs, and their embedded server."""

    folder: Path
    service_account: str = "nobody"

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home that YUEGANG_HOME and SERVICE_ACCOUNT name."""
        folder = Path(os.environ.get("YUEGANG_HOME", str(DEFAULT_HOME))).absolute()
        return cls(folder, os.environ.get("SERVICE_ACCOUNT", "nobody"))

    @property
    def server(self) -> Server:
        """The embedded server of these nodes."""
        return Server(Place.choose(self.folder / "postgresql", self.service_account))

    @property
    def needs_server(self) -> bool:
        """Whether a node here, or the first one to come, uses the embedded server."""
        return not all(node.has_own_server for node in self.nodes()) or not self.nodes()

    def nodes(self) -> list[Node]:
        """Return the nodes, by code."""
        return [Node.load(path.parent) for path in sorted((self.folder / "nodes").glob("*/node.json"))]

    def node(self, code: str = "") -> Node:
        """Return one node, the first without a code; raises NodeError if there is none."""
        found = [node for node in self.nodes() if code in ("", node.code)]
        if not found:
            raise NodeError(f"no node {code or 'at all'} in {self.folder}: run ./run demo, or ./run node to make one")
        return found[0]

    def place(self, code: str) -> Path:
        """Return the folder of a node."""
        return self.folder / "nodes" / code


@contextlib.contextmanager
def served(home: Home) -> Iterator[Server]:
    """Use the running embedded server of a home, or start it for the time of the block."""
    server = home.server
    if server.answers() or not home.needs_server:
        yield server
        return
    with server:
        yield server


def take_option(words: Sequence[str], name: str, default: str = "") -> tuple[list[str], str]:
    """Return the words without `name VALUE`, and the value."""
    rest = list(words)
    if name not in rest:
        return rest, default
    place = rest.index(name)
    if place + 1 >= len(rest):
        raise NodeError(f"{name} needs a value")
    value = rest[place + 1]
    del rest[place : place + 2]
    return rest, value


def write_private(path: Path, content: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
