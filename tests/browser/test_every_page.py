"""Every page in three languages and two widths: language, accessibility, width, and silence of the console."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Window, Work
from tests.browser.eyes import axe_violations, scrolls_sideways
from tests.browser.pages import LANGUAGES, OFFICE, PORTAL, STRANGER, WIDTHS, Visit

pytestmark = [pytest.mark.nodes, pytest.mark.browser]
Open = Callable[..., Window]


def judge(window: Window, address: str, language: str) -> list[str]:
    """Open an address and return everything that is wrong with what the browser shows."""
    page = window.page
    window.noticed.messages.clear()
    response = page.goto(address)
    wanted = 404 if "no-such-page" in address else 200
    status = None if response is None else response.status
    faults = [] if status == wanted else [f"{address}: status {status}"]
    spoken = page.locator("html").get_attribute("lang")
    faults += [] if spoken == LANGUAGES[language] else [f"{address}: lang {spoken}"]
    faults += [f"{address}: scrolls sideways"] if scrolls_sideways(page) else []
    faults += [f"{address}: {finding}" for finding in axe_violations(page)]
    said = [one for one in window.noticed.messages if not (wanted == 404 and "404" in one)]
    return faults + [f"{address}: {one}" for one in said]


def speak(work: Work, visit: Visit, language: str) -> None:
    """Let an officer's account prefer a language."""
    visitor = work.node(visit.node).visitor(visit.username)
    visitor.submit(visitor.get("/settings/"), "/settings/save/", {"language": language})


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("visit", OFFICE, ids=lambda visit: visit.path)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_office_page_is_whole(work: Work, window: Open, language: str, visit: Visit, width: int) -> None:
    node = work.node(visit.node)
    speak(work, visit, language)
    opened = window(node, visit.username, width)
    faults = judge(opened, node.office_url + visit.path.format(**work.ids), language)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PORTAL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_public_page_is_whole(work: Work, window: Open, language: str, path: str, width: int) -> None:
    opened = window(work.nodes.hk, "", width)
    faults = judge(opened, f"{work.nodes.hk.portal_url}/{language}/{path}", language)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", STRANGER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_before_sign_in_is_whole(work: Work, window: Open, language: str, path: str) -> None:
    opened = window(work.nodes.gd, "", 390, LANGUAGES[language])
    faults = judge(opened, work.nodes.gd.office_url + path, language)
    assert not faults, "\n".join(faults)
