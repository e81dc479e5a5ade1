"""The main job through the real pages: write, sign, receive, acknowledge, answer, on both nodes."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from yuegang.deploy.demo.accounts import Account
from yuegang.deploy.demo.people import NODES, PAIR, partners
from yuegang.deploy.demo.sheets import STATUTE, answer_sheet, lead_sheet, necessity
from yuegang.deploy.demo.visitor import Page, PageError, Value, Visitor

LEAD = re.compile(r"/leads/([0-9a-f-]{36})/")
RELEASE = re.compile(r"/release/([0-9a-f-]{36})/")
LIST = "/leads/?sort=-released&per=100"
ANSWERED = "/leads/?status=answered&per=100"
LOOK = 0.05  # seconds between two looks at the other side's list
PATIENCE = 60.0  # seconds after which what was released counts as not arrived


@dataclass(frozen=True)
class Crossed:
    """A draft that crossed: its lead, and the moment the last signature was answered."""

    lead: str
    at: float


@dataclass
class Side:
    """The sample officers of one node at their browsers."""

    node: str
    office: str
    accounts: Mapping[str, Account]
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def author(self) -> Visitor:
        """The officer who writes."""
        return self.visitor(NODES[self.node].people[0].username)

    @property
    def signers(self) -> Iterator[Visitor]:
        """Those who may sign, in the order of the chain."""
        for person in NODES[self.node].people[1:]:
            if "signer" in person.roles:
                yield self.visitor(person.username)

    def visitor(self, username: str) -> Visitor:
        """Return an officer, signed in with password and code."""
        if username not in self.visitors:
            account = self.accounts[username]
            self.visitors[username] = Visitor(self.office)
            self.visitors[username].sign_in(username, account.password, account.secret)
        return self.visitors[username]

    def write_lead(self, step: int, receiver: str = "") -> str:
        """Write a sample lead and send it for signature; return its identifier.

        receiver: the node it is for, else the partner among the two of the plain demonstration.
        """
        sheet = lead_sheet(step, self.node, receiver or partners(self.node, PAIR)[0])
        page = self.author.submit(self.author.get("/leads/new/"), "goods", {**filled(sheet), "do": "submit"})
        return first(LEAD, page.url, f"the lead was not sent for signature: {page.words()}")

    def work_on(self, lead: str) -> None:
        """Acknowledge a lead that came and take it in hand."""
        for act in ("acknowledge", "take"):
            self.author.submit(self.author.get(f"/leads/{lead}/"), f"/{act}/")

    def answer(self, lead: str, items: int) -> None:
        """Give feedback and send it for signature."""
        sheet = answer_sheet(items, self.node)
        page = self.author.submit(
            self.author.get(f"/leads/{lead}/feedback/"), "measures", {**filled(sheet), "do": "submit"}
        )
        if "/feedback/" in page.url:
            raise PageError(f"the answer was not accepted: {page.words()}")

    def sign_all(self) -> Iterator[Crossed]:
        """Sign whatever waits, signer after signer; yield each draft right after it crossed."""
        for signer in self.signers:
            for release in waiting(signer):
                page = self._state_ground(signer, release)
                signer.submit(page, "token")
                at = time.monotonic()
                if "/manifest/" in signer.get(f"/release/{release}/").text:
                    yield Crossed(first(LEAD, page.text, f"{page.url} names no lead"), at)

    def sees(self, lead: str, path: str) -> bool:
        """Return whether a list shows a lead now."""
        return f"/leads/{lead}/" in self.author.get(path).text

    def close(self) -> None:
        """Close every browser."""
        for visitor in self.visitors.values():
            visitor.close()

    def _state_ground(self, signer: Visitor, release: str) -> Page:
        """Open a release and state the ground of class B if it asks for one."""
        page = signer.get(f"/release/{release}/")
        asked = [form for form in page.forms if "necessity" in form.names]
        if asked and not "".join(asked[0].fields.get("statute", [])):
            words = necessity(self.node)
            signer.submit(page, "necessity", {"statute": STATUTE, "necessity": words})
            page = signer.get(f"/release/{release}/")
        return page


def filled(sheet: Mapping[str, object]) -> dict[str, Value]:
    """Return a sheet's facts as a browser sends them; a box that is not ticked is not sent."""
    sent: dict[str, Value] = {}
    for name, value in sheet.items():
        if isinstance(value, list):
            sent[name] = [str(each) for each in value]
        elif value is True:
            sent[name] = "on"
        elif value is not False:
            sent[name] = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return sent


def waiting(signer: Visitor) -> list[str]:
    """Return the releases on a signer's desk, each once, in its order."""
    return list(dict.fromkeys(RELEASE.findall(signer.get("/release/").text)))


def first(pattern: re.Pattern[str], text: str, fault: str) -> str:
    """Return what the pattern finds first; raises PageError with the fault if it finds nothing."""
    match = pattern.search(text)
    if match is None:
        raise PageError(fault)
    return match.group(1)


def wait_until_seen(side: Side, lead: str, path: str) -> float:
    """Wait until a list of a side shows a lead and return the moment; infinity if it never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if side.sees(lead, path):
            return time.monotonic()
        time.sleep(LOOK)
    return float("inf")
