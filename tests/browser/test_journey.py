"""The main job in a real browser by keyboard alone: written in Shenzhen, answered in Hong Kong, one clock for both."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.browser.conftest import UUID, Window
from tests.browser.hands import Hands
from tests.nodes import RunningNode, TwoNodes
from yuegang.deploy.demo.sheets import NECESSITY, STATUTE
from yuegang.deploy.demo.visitor import Visitor

pytestmark = [pytest.mark.nodes, pytest.mark.browser]
Open = Callable[..., Window]
BRAND = "QUILLORA"  # no other lead of the session names it
TERMS = {
    "kind": "lead", "from_unit": "CUS-53/GEN", "to_unit": "HK-CED/IPIB", "acknowledge_days": "2", "feedback_days": "20",
}  # fmt: skip
PEER = "/channel/gd-customs/"
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
PATIENCE = 20.0  # seconds until what crossed must be seen


@dataclass
class Desks:
    """Officers of both sides at their keyboards."""

    nodes: TwoNodes
    open: Open

    def at(self, side: str, username: str, language: str) -> Hands:
        """Return an officer's hands, on Today, in a language."""
        node: RunningNode = self.nodes.gd if side == "gd" else self.nodes.hk
        visitor = node.visitor(username)
        visitor.submit(visitor.get("/settings/"), "/settings/save/", {"language": language})
        return Hands(self.open(node, username).page, node.office_url + "/")


@pytest.fixture
def desks(nodes: TwoNodes, window: Open) -> Iterator[Desks]:
    """The officers of both nodes, whose sides have agreed when an answer is due."""
    for node, signers in ((nodes.gd, ("zhou.yanqiu", "xu.wenlan")), (nodes.hk, ("tang.chiyuen",))):
        for name in signers:
            node.sign_in_again(name)
    agree(nodes.gd.visitor("xu.wenlan"), nodes.hk.visitor("tang.chiyuen"))
    yield Desks(nodes, window)


def agree(liaison: Visitor, other: Visitor) -> None:
    """Propose terms from Guangdong, accept them in Hong Kong, and wait until Guangdong knows."""
    settled = liaison.get("/channel/hk-customs/").text.count("#s-done")
    liaison.submit(liaison.get("/channel/hk-customs/targets/new/"), "feedback_days", TERMS)
    until = time.monotonic() + PATIENCE
    while not (offered := [form for form in other.get(PEER).forms if form.action.endswith("/accept/")]):
        assert time.monotonic() < until, "the proposal never arrives"
    other.submit(other.get(PEER), offered[0].action)
    while liaison.get("/channel/hk-customs/").text.count("#s-done") == settled:
        assert time.monotonic() < until, "the acceptance never arrives"


TEXTS: Mapping[str, str] = {
    "brand": BRAND, "goods": "涉嫌侵权手表", "items": "1200", "consignor_name": "深圳市澜屿供应链有限公司",
    "narrative": "申报品名与实货不符。",
}  # fmt: skip
CHOICES: Mapping[str, str] = {
    "to_unit": "HK-CED/IPIB", "ip_type": "trade_mark", "goods_category": "G05C", "loading_port": "GD-SZB",
    "control_port": "HK-SZB", "destination": "AE",
}  # fmt: skip


def fill(hands: Hands, texts: Mapping[str, str], choices: Mapping[str, str]) -> None:
    """Fill in fields in the order of the page, once round with the Tab key."""
    order = hands.page.evaluate("() => [...document.querySelectorAll('form.stack [name]')].map(one => one.name)")
    for name in dict.fromkeys(order):
        if name in texts:
            hands.write(name, texts[name])
        if name in choices:
            hands.choose(name, choices[name])


def write_lead(officer: Hands) -> str:
    """Write a lead with one slip, read the rule at the field, mend it and send it; return its identifier."""
    officer.go("l")
    officer.shortcut("n")
    fill(officer, {**TEXTS, "hs_code": "12"}, CHOICES)
    officer.send("button[name=do][value=submit]")
    wrong = officer.page.locator("[name=hs_code]")
    assert wrong.get_attribute("aria-invalid") == "true"
    summary = officer.page.locator("[data-focus]")
    assert summary.evaluate("box => box === document.activeElement") and "4、6、8" in summary.inner_text()
    fill(officer, {"hs_code": "9102.11"}, {})
    officer.send("button[name=do][value=submit]")
    found = UUID.search(officer.page.url)
    assert found is not None, officer.page.locator("main").inner_text()
    return found.group(1)


def sign(signer: Hands) -> None:
    """State the ground of an open release if it asks for one, and sign."""
    if signer.page.locator("button[aria-disabled=true]").count():
        signer.write("statute", STATUTE)
        signer.write("necessity", NECESSITY)
        signer.send("form:has([name=necessity]) button[type=submit]")
    signer.shortcut("s")


def wait_for(hands: Hands, text: str) -> None:
    """Look again until the page says something; fail after a while."""
    until = time.monotonic() + PATIENCE
    while text not in hands.page.locator("main").inner_text():
        assert time.monotonic() < until, f"{hands.page.url} never says {text}"
        hands.page.reload()


def search(hands: Hands, words: str) -> None:
    """Search the list of leads."""
    hands.go("l")
    hands.press("/")
    hands.page.keyboard.insert_text(words)
    with hands.page.expect_navigation():
        hands.press("Enter")


def open_found(hands: Hands, words: str) -> None:
    """Search the list until it finds the lead, then open its first row."""
    search(hands, words)
    wait_for(hands, "GD-")
    hands.press("j")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")


def answer(officer: Hands) -> None:
    """Acknowledge, take in hand, and give feedback with a measure and a result."""
    officer.shortcut("a")
    officer.send("form[action$='/take/'] button")
    officer.shortcut("f")
    officer.tick("measures", "seized")
    fill(officer, {"cases": "1", "items": "1150"}, {"result": "found", "stage": "final", "assessment": "useful"})
    officer.send("button[name=do][value=submit]")


def clock_of(hands: Hands) -> list[str]:
    """Return the dates of the clock on a lead's page, which every language writes alike."""
    return DAY.findall(hands.page.locator(".clock").inner_text())


def test_a_lead_is_written_released_answered_and_read_by_keyboard(desks: Desks) -> None:
    write_lead(desks.at("gd", "liang.qihang", "zh-hans"))
    for name in ("zhou.yanqiu", "xu.wenlan"):
        signer = desks.at("gd", name, "zh-hans")
        open_found(signer, BRAND)  # other leads of the session may wait on the desk too
        signer.send("main a[href^='/release/']")
        sign(signer)
    officer = desks.at("hk", "ho.waiman", "zh-hant")
    open_found(officer, BRAND)
    answer(officer)
    head = desks.at("hk", "tang.chiyuen", "zh-hant")
    head.go("r")
    head.shortcut("Enter")
    sign(head)
    author = desks.at("gd", "liang.qihang", "en")
    open_found(author, BRAND)
    wait_for(author, "1,150")
    assert "Answered" in author.page.locator("main").inner_text()
    search(officer, BRAND)
    officer.press("j")
    officer.shortcut("Enter")
    assert clock_of(officer) == clock_of(author) and len(clock_of(author)) == 2
