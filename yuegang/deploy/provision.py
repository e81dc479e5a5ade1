"""Make nodes out of nothing, or bring existing ones up to this version: database, roles, tables, facts, keys, peers."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg

from yuegang.base.embedded import Server
from yuegang.deploy import roles
from yuegang.deploy.node import MANAGE, ROOT, Home, Node, NodeError, write_private
from yuegang.engine.protocol.canonical import digest

FIRST_PORT, PORT_STEP = 8101, 10
PORT_ZONES = ("office", "portal", "exchange")
HELD: list[socket.socket] = []
STAMP = "upgraded"
FAULT = re.compile(r"^[\w.]*(Error|Exception|Refused)\b")
CODE = (".py", ".csv", ".yaml", ".json")


@dataclass(frozen=True)
class Task:
    """A management command of one node, run as its owner."""

    node: Node
    words: tuple[str, ...]
    more: Mapping[str, str] = field(default_factory=dict)  # environment that only a demonstration needs


def prepare(
    home: Home,
    server: Server,
    codes: Sequence[str],
    progress: Callable[[str], None],
    first: Mapping[str, str] | None = None,
) -> list[Node]:
    """Make or renew these nodes of one home and let each trust the others; return them in the order asked.

    server: the running embedded server. first: more environment for the first upgrade of new nodes.
    Raises NodeError if a step fails.
    """
    nodes = give_ports([_existing(home, code) for code in codes])
    for node in nodes:
        node.make_folders()
        node.save()
        if not node.has_own_server:
            _give_database(node, server)
    wanted = program_state([f"{node.code} {node.ports}" for node in nodes])
    stale = [node for node in nodes if _read(node.folder / STAMP) != wanted]
    if stale:
        progress("tables, facts and keys of " + ", ".join(node.code for node in stale))
        new = {node.code for node in stale if not (node.folder / STAMP).exists()}
        run_tasks([Task(node, ("upgrade",), first or {} if node.code in new else {}) for node in stale])
        progress("each node takes in the rosters of the others")
        run_tasks([_accept(node, [peer for peer in nodes if peer != node]) for node in nodes])
        for node in stale:
            write_private(node.folder / STAMP, wanted)
    return nodes


def give_ports(nodes: Iterable[Node]) -> list[Node]:
    """Keep each node's ports if all are free, else choose others; hold them until this process ends."""
    placed: list[Node] = []
    for number, node in enumerate(nodes):
        ports = dict(node.ports)
        if not ports or not all(is_free(node.host, port) for port in ports.values()):
            ports = _choose_ports(node.host, FIRST_PORT + number * PORT_STEP)
        for port in ports.values():
            _hold(node.host, port)
        placed.append(replace(node, ports=ports))
    return placed


def is_free(host: str, port: int) -> bool:
    """Return whether a port can be listened on and nobody holds it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _hold(host: str, port: int) -> None:
    """Bind a port without listening: the web server shares it, another start of nodes finds it taken.

    Web servers share ports without a word, so two demonstrations started at once would answer for each other.
    """
    if not hasattr(socket, "SO_REUSEPORT"):
        return
    holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    holder.bind((host, port))
    HELD.append(holder)


def run_tasks(tasks: Sequence[Task]) -> None:
    """Run management commands of nodes at once, each as its node's owner.

    Raises NodeError with the last line of the first that fails.
    """
    started: list[tuple[Task, subprocess.Popen[str]]] = []
    try:
        for task in tasks:
            command = [sys.executable, "-m", "yuegang", *task.words]
            environment = {**task.node.environment(MANAGE), **task.more}
            child = subprocess.Popen(
                command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            started.append((task, child))
        for task, child in started:
            _finish(task, child)
    finally:
        for _task, child in started:
            if child.poll() is None:
                child.kill()
                child.wait()


def program_state(extra: Iterable[str]) -> str:
    """Return a digest of the program's files and of more words: what an upgrade was made with."""
    rows = list(extra)
    for folder, folders, names in os.walk(ROOT / "yuegang"):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "tests", "templates", "static"))
        for name in sorted(names):
            if name.endswith(CODE):
                state = (Path(folder) / name).stat()
                rows.append(f"{folder}/{name} {state.st_size} {state.st_mtime_ns}")
    return digest("\n".join(rows).encode())


def _existing(home: Home, code: str) -> Node:
    folder = home.place(code)
    return Node.load(folder) if (folder / "node.json").exists() else Node(folder, code, {})


def _choose_ports(host: str, first: int) -> dict[str, int]:
    free = (port for port in range(first, 65000) if is_free(host, port))
    return {zone: next(free) for zone in PORT_ZONES}


def _give_database(node: Node, server: Server) -> None:
    """Make database and roles on the embedded server if they are missing, and follow its socket folder.

    The addresses are written first: a start that was cut off goes on where it stood.
    Raises NodeError if there is a database of that name whose addresses are lost.
    """
    owner = node.secret(MANAGE, "database_url")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        if not owner.exists():
            if roles.exists(connection, node.names):
                raise NodeError(
                    f"the server in {server.place.home} holds a database {node.names.database} that is not this "
                    "folder's: restore the node from its backup; ./run demo --fresh removes what a demonstration left"
                )
            node.write_database_urls(server, roles.new_passwords())
        if not roles.exists(connection, node.names):
            roles.create_roles(connection, node.names, node.passwords())
            roles.create_database(connection, node.names)
    where = server.url().partition("?")[2]
    for path in (node.folder / "secrets").glob("*/database_url"):
        head, _mark, found = _read(path).partition("?")
        if found != where:
            write_private(path, f"{head}?{where}")


def _accept(node: Node, peers: Sequence[Node]) -> Task:
    files = [peer.roster / "own.json" for peer in peers]
    told = [(str(file), digest(file.read_bytes().rstrip(b"\n"))) for file in files]
    return Task(node, ("accept_roster", *(word for pair in told for word in pair)))


def _finish(task: Task, child: "subprocess.Popen[str]") -> None:
    output, _nothing = child.communicate()
    if child.returncode:
        plain = [line for line in output.splitlines() if line.strip() and not line[0].isspace()] or ["no message"]
        named = [line for line in plain if FAULT.match(line)] or plain
        write_private(task.node.folder / "log" / "failed.log", output)
        raise NodeError(f"{task.node.code}: {task.words[0]} failed: {named[-1]} (all of it: log/failed.log)")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""
