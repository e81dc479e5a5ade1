"""A courier between nodes that no line joins: liaison officers make and take parcels, a folder is the medium."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from yuegang.deploy.demo.journey import Side
from yuegang.deploy.demo.people import NODES
from yuegang.deploy.demo.visitor import Page, PageError, Visitor
from yuegang.deploy.node import Home, Node

PARCEL = re.compile(r"/parcels/each/[0-9a-f-]{36}/")
VOLUME = re.compile(r"/parcels/each/[0-9a-f-]{36}/volumes/\d+/")
ROOT_SHOWN = "sha256:"  # a parcel's page names the root of the log once the worker is done with it
STOPPED = 'class="note late"'
LOOK, PATIENCE = 0.1, 60.0  # seconds between looks, and until a parcel counts as not made


@dataclass
class Courier:
    """Whoever carries the medium; counts what was carried."""

    folder: Path
    trips: int = 0
    volumes: int = 0
    size: int = 0  # bytes

    @property
    def tally(self) -> str:
        """Say what was carried."""
        return f"no line between the nodes: {self.trips} trips, {self.volumes} volumes, {self.size} bytes"

    def carry(self, side: Side, other: Side) -> None:
        """Bring everything one node has not had confirmed to the other one."""
        self.trips += 1
        for path in self._made(_liaison(side), other.node):
            self.volumes += 1
            self.size += path.stat().st_size
            self._take(_liaison(other), side.node, path)

    def _made(self, officer: Visitor, peer: str) -> list[Path]:
        officer.submit(officer.get(f"/parcels/{peer}/"), "/make/", {"content": "unconfirmed"})
        page = _ready(officer, peer)
        links = list(dict.fromkeys(VOLUME.findall(page.text)))
        if not links:
            raise PageError(f"{page.url} offers no volume: {page.words()}")
        return [self._copied(officer, link, number) for number, link in enumerate(links)]

    def _copied(self, officer: Visitor, link: str, number: int) -> Path:
        medium = self.folder / "medium"
        medium.mkdir(mode=0o700, exist_ok=True)
        path = medium / f"{self.trips:03d}-{number}.tar"
        path.write_bytes(officer.http.get(link).content)
        return path

    def _take(self, officer: Visitor, peer: str, path: Path) -> None:
        volume = (path.name, path.read_bytes(), "application/x-tar")
        officer.submit(officer.get(f"/parcels/{peer}/"), "/take/", {"volume": volume})
        page = _ready(officer, peer)
        if STOPPED in page.text:
            raise PageError(f"a volume was not taken in: {page.words()}")


def close_off(home: Home, codes: list[str]) -> None:
    """Make nodes known as closed before they are set up: they give no address and ask nobody."""
    for code in codes:
        node = Node(home.place(code), code, {}, is_closed=True)
        node.make_folders()
        node.save()


def _liaison(side: Side) -> Visitor:
    person = next(person for person in NODES[side.node].people if "liaison" in person.roles)
    return side.visitor(person.username)


def _ready(officer: Visitor, peer: str) -> Page:
    """Return the page of the newest parcel once the worker is done with it."""
    until = time.monotonic() + PATIENCE
    found = PARCEL.search(officer.get(f"/parcels/{peer}/").text)
    while found is not None and time.monotonic() < until:
        page = officer.get(found.group())
        if ROOT_SHOWN in page.text or STOPPED in page.text:
            return page
        time.sleep(LOOK)
    raise PageError(f"no parcel with {peer} came to an end")
