"""Two real nodes for a test session: own database server, all processes, real pages, real exchange."""

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from yuegang.base.embedded import Server
from yuegang.deploy.demo.accounts import Account, accounts
from yuegang.deploy.demo.show import start
from yuegang.deploy.demo.visitor import Visitor
from yuegang.deploy.node import MANAGE, ROOT, Home, Node
from yuegang.deploy.supervisor import TICK, KeptProgram, Supervisor


@dataclass
class RunningNode:
    """One of the two nodes, seen from outside."""

    node: Node
    people: dict[str, Account]
    programs: dict[str, KeptProgram]
    _visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def office_url(self) -> str:
        """Address of the signed-in pages."""
        return self.node.url("office")

    @property
    def portal_url(self) -> str:
        """Address of the public pages."""
        return self.node.url("portal")

    def visitor(self, username: str) -> Visitor:
        """Return somebody who reads and fills in pages, signed in once per session."""
        if username not in self._visitors:
            account = self.people[username]
            self._visitors[username] = Visitor(self.office_url)
            self._visitors[username].sign_in(username, account.password, account.secret)
        return self._visitors[username]

    def sign_in_again(self, username: str) -> None:
        """Forget an officer's session: signing asks for a proof of the last minutes, and the next visit gives one."""
        known = self._visitors.pop(username, None)
        if known is not None:
            known.close()

    def login(self, username: str) -> httpx.Client:
        """Return the signed-in HTTP client of an officer."""
        return self.visitor(username).http

    def manage(self, *words: str) -> str:
        """Run a management command as the node's owner and return what it printed."""
        command = [sys.executable, "-m", "yuegang", *words]
        environment = self.node.environment(MANAGE)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def close(self) -> None:
        """Close every connection."""
        for visitor in self._visitors.values():
            visitor.close()


@dataclass
class TwoNodes:
    """Guangdong Customs and Hong Kong Customs, connected."""

    home: Home
    server: Server
    gd: RunningNode
    hk: RunningNode


class Keeper(threading.Thread):
    """Look after the supervisor's processes while the tests run."""

    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(daemon=True)
        self.supervisor = supervisor
        self.leave = threading.Event()

    def run(self) -> None:
        """Restart what ends, as ./run serve does."""
        while not self.leave.wait(TICK):
            self.supervisor.tick()


@pytest.fixture(scope="session")
def nodes() -> Iterator[TwoNodes]:
    """Start both nodes once for the session, in a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="yg-"))
    folder.chmod(0o711)
    home = Home(folder / "home")
    supervisor = Supervisor(lambda line: None)
    keeper = Keeper(supervisor)
    try:
        found = start(home, supervisor, lambda line: None, past=False)
        keeper.start()
        gd, hk = (_running(home, node, supervisor) for node in found)
        assert supervisor.database is not None  # start() sets it
        yield TwoNodes(home, supervisor.database.server, gd, hk)
        gd.close()
        hk.close()
    finally:
        keeper.leave.set()
        if keeper.is_alive():
            keeper.join()
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """A real browser; its absence fails the test with the remedies."""
    path = chromium.provide()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path))
        yield browser
        browser.close()


def _running(home: Home, node: Node, supervisor: Supervisor) -> RunningNode:
    people = {each.person.username: each for each in accounts(home) if each.node == node.code}
    programs = {
        kept.name.partition(" ")[2]: kept for kept in supervisor.programs if kept.name.partition(" ")[0] == node.code
    }
    return RunningNode(node, people, programs)
