"""Nodes with work on their desks, and browser windows of signed-in officers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.eyes import Noticed
from tests.nodes import RunningNode, TwoNodes
from yuegang.deploy.demo.journey import LIST, RELEASE, Side, wait_until_seen

UUID = re.compile(r"/leads/([0-9a-f-]{36})/")


@dataclass(frozen=True)
class Work:
    """Two nodes after a morning: leads both ways, one answered, one waiting for a signature."""

    nodes: TwoNodes
    ids: Mapping[str, str]

    def node(self, name: str) -> RunningNode:
        """Return one of the two nodes by its short name."""
        return self.nodes.gd if name == "gd" else self.nodes.hk


@dataclass(frozen=True)
class Window:
    """One browser window with what it noticed."""

    page: Page
    noticed: Noticed


@pytest.fixture(scope="session")
def work(nodes: TwoNodes) -> Work:
    """Make the morning's work once, through the pages."""
    gd = Side("gd-customs", nodes.gd.office_url, nodes.gd.people)
    hk = Side("hk-customs", nodes.hk.office_url, nodes.hk.people)
    gd.visitors, hk.visitors = nodes.gd._visitors, nodes.hk._visitors
    arrived = hk.write_lead(900)
    list(hk.sign_all())
    wait_until_seen(gd, arrived, LIST)
    gd.work_on(arrived)
    own = gd.write_lead(901)
    list(gd.sign_all())
    wait_until_seen(hk, own, LIST)
    gd.write_lead(902)
    found = RELEASE.search(next(gd.signers).get("/release/").text)
    assert found is not None, "nothing waits on the release desk"
    return Work(nodes, {"own": own, "arrived": arrived, "release": found.group(1)})


@pytest.fixture
def window(chromium_browser: Browser) -> Iterator[Callable[..., Window]]:
    """Open windows: window(node, username or "", width, language), closed after the test."""
    opened = []

    def open_window(node: RunningNode, username: str, width: int = 1366, language: str = "") -> Window:
        context = chromium_browser.new_context(
            viewport={"width": width, "height": 900 if width > 500 else 844}, locale=language or None
        )
        opened.append(context)
        if username:
            client = node.login(username)
            host = urlsplit(node.office_url).hostname or ""
            context.add_cookies(
                [
                    {"name": one.name, "value": one.value or "", "domain": host, "path": "/"}
                    for one in client.cookies.jar
                ]
            )
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Window(page, Noticed().watch(page))

    yield open_window
    for context in opened:
        context.close()
