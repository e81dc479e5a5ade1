"""./run demo: nodes with sample officers and half a year of sample leads, until Ctrl-C."""

import shutil
import time
from collections.abc import Callable, Sequence

from yuegang.deploy import provision, serve
from yuegang.deploy.demo.accounts import accounts, file_of
from yuegang.deploy.demo.people import NODES, PAIR
from yuegang.deploy.node import Home, Node, NodeError, take_option, write_private
from yuegang.deploy.provision import Task
from yuegang.deploy.supervisor import Supervisor, signals_stop

PAST = 200 * 24 * 3600  # seconds: the samples' past begins after the keys were made
SEEDED = "seeded"
# Samples lost in a crash are made again: their commits need not wait for the disk. Nothing later runs so.
HURRY = {"PGOPTIONS": "-c synchronous_commit=off"}


def run_demo(words: Sequence[str]) -> int:
    """Make what is missing, start the nodes, print addresses and accounts.

    words: --fresh to begin anew, --nodes CODE,CODE… for others than the two customs nodes.
    """
    words, listed = take_option(words, "--nodes")
    unknown = set(words) - {"--fresh"}
    if unknown:
        raise NodeError(f"demo does not know {', '.join(sorted(unknown))}")
    home = Home.from_environment()
    if "--fresh" in words:
        forget(home)
    codes = chosen_nodes(listed) if listed else [node.code for node in home.nodes()] or list(PAIR)
    began = time.monotonic()
    with signals_stop():
        supervisor = Supervisor(_say)
        try:
            nodes = start(home, supervisor, _say, codes)
            show(home, nodes)
            _say(f"\nready after {time.monotonic() - began:.0f} s; Ctrl-C ends everything")
            supervisor.run()
        finally:
            supervisor.stop()
    return 0


def run_codes(words: Sequence[str]) -> int:
    """./run codes: the accounts of the demonstration with the codes of this moment."""
    home = Home.from_environment()
    show(home, home.nodes())
    return 0


def chosen_nodes(listed: str) -> list[str]:
    """Return the codes of a list such as gd-customs,hk-customs; raises NodeError unless known and of two sides."""
    codes = list(dict.fromkeys(code.strip() for code in listed.split(",")))
    unknown = [code for code in codes if code not in NODES]
    if unknown or len({NODES[code].side for code in codes}) < 2:
        raise NodeError(f"--nodes takes {', '.join(NODES)}, of two sides at least; not {', '.join(unknown) or listed}")
    return codes


def start(
    home: Home,
    supervisor: Supervisor,
    say: Callable[[str], None],
    codes: Sequence[str] = PAIR,
    *,
    past: bool = True,
) -> list[Node]:
    """Bring up nodes with their sample officers; past: with half a year of sample leads."""
    supervisor.start_database(home.server)
    assert supervisor.database is not None  # just started
    first = HURRY | ({"CLOCK_OFFSET": str(-PAST)} if past else {})
    nodes = provision.prepare(home, supervisor.database.server, list(codes), say, first)
    say("starting office, portal, exchange listener and worker of " + ", ".join(codes))
    serve.start_webs(supervisor, nodes)  # they load while the samples' past happens
    if not all((node.folder / SEEDED).exists() for node in nodes):
        give_samples(home, nodes, say, past=past)
    serve.start_workers(supervisor, nodes)
    serve.wait(supervisor, nodes, say)
    return nodes


def give_samples(home: Home, nodes: Sequence[Node], say: Callable[[str], None], *, past: bool) -> None:
    """Give the nodes their sample officers and, if wanted, their past.

    A past is lived together: a node that joins others later gets officers, and its channels begin today.
    """
    accounts(home)
    past = past and not any((node.folder / SEEDED).exists() for node in nodes)
    words = ["demo_past", "--accounts", str(file_of(home))]
    meeting = home.folder / "past"
    if past:
        say("sample officers and half a year of sample leads")
        shutil.rmtree(meeting, ignore_errors=True)
        meeting.mkdir(mode=0o700)
        words += ["--folder", str(meeting)]
    provision.run_tasks([Task(node, tuple(words), HURRY) for node in nodes])
    shutil.rmtree(meeting, ignore_errors=True)
    for node in nodes:
        write_private(node.folder / SEEDED, "samples")


def show(home: Home, nodes: Sequence[Node]) -> None:
    """Print addresses and accounts with the codes of this moment."""
    for node in nodes:
        _say(f"\n{NODES[node.code].title}\n  office {node.url('office')}/   portal {node.url('portal')}/")
        for account in accounts(home):
            if account.node == node.code:
                person = account.person
                roles = ", ".join(person.roles)
                _say(
                    f"  {person.username:<14} {account.password}  code {account.code}  {account.secret}  "
                    f"{person.display_name} {person.unit} ({roles})"
                )
    _say(
        "\ncolumns: user name, password, code of this half minute, TOTP secret for an app; ./run codes prints new codes"
    )
    _say("all persons, firms and goods are fictional; nothing here is an official document")


def forget(home: Home) -> None:
    """Remove the nodes and the database of a demonstration."""
    server = home.server
    if server.answers():
        raise NodeError(f"the demonstration in {home.folder} is running: stop it first")
    if home.nodes() and not file_of(home).exists():
        raise NodeError(f"{home.folder} holds no demonstration: nothing is removed")
    shutil.rmtree(server.place.home, ignore_errors=True)
    shutil.rmtree(home.folder, ignore_errors=True)


def _say(line: str) -> None:
    print(line, flush=True)
