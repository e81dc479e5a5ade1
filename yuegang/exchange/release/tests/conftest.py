"""A node of Guangdong with its officers, the chain of Shenzhen Customs, and a peer that can open what it is sent."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from yuegang.accounts.models import ActingFor, Officer, RoleGrant
from yuegang.base import clock
from yuegang.engine.protocol.entry import BodyAddress, body_info
from yuegang.exchange import bodies, provisioning
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.models import ReleaseChain
from yuegang.exchange.release.tests.papers import FROM, PAPER, TO, PaperHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.parties.models import Agency, Node, Side, Unit

LIAISON = "GACC-GD/GEN"


@dataclass(frozen=True)
class People:
    """The author, the section head, the liaison officer, a stand-in for the head, and a stranger."""

    author: Officer
    head: Officer
    liaison: Officer
    deputy: Officer
    stranger: Officer


def officer(username: str, unit: str, *roles: str) -> Officer:
    """Return a new officer with roles in the unit."""
    made = Officer.objects.create(
        username=username,
        display_name=username,
        email=f"{username}@example.org",
        agency_code=unit.partition("/")[0],
        unit_code=unit,
    )
    for role in roles:
        RoleGrant.objects.create(officer=made, role=role, unit_code=unit, valid_from=clock.now() - timedelta(days=1))
    return made


def stand_in(deputy: Officer, stands_for: Officer, unit: str) -> ActingFor:
    """Let an officer act for another until tomorrow."""
    return ActingFor.objects.create(
        officer=deputy,
        stands_for=stands_for,
        unit_code=unit,
        valid_from=clock.now() - timedelta(hours=1),
        valid_to=clock.now() + timedelta(days=1),
        entered_by=stands_for,
    )


UNITS = ((FROM, "gd-customs", "深圳海关"), ("CUS-52/GEN", "gd-customs", "黄埔海关"), (TO, "hk-customs", "香港海关"))


def make_parties() -> None:
    """Write the few sides, nodes and units of these tests; loading all facts would take a second each time."""
    names = {"zh_hans": "名称", "zh_hant": "名稱", "en": "name"}
    letters = {"letter_zh_hans": "甲", "letter_zh_hant": "甲", "letter_en": "A"}
    Side.objects.bulk_create(Side(code=code, **names, **letters) for code in ("gd", "hk"))
    Node.objects.bulk_create(Node(code=code, side_id=code[:2], **names) for code in ("gd-customs", "hk-customs"))
    units = [(LIAISON, "gd-customs", "广东分署"), *UNITS]
    for code, node, short in units:
        agency = Agency.objects.create(code=code.partition("/")[0], side_id=node[:2], confidence="high")
        calendar = "CN" if node == "gd-customs" else "HK"
        shorts = {"short_zh_hans": short, "short_zh_hant": short, "short_en": short}
        Unit.objects.create(code=code, agency=agency, node_id=node, calendar=calendar, **names, **shorts)
    steps = [{"role": "signer", "unit_code": FROM}, {"role": "liaison", "unit_code": LIAISON}]
    ReleaseChain.objects.create(kind="*", from_unit=FROM, to_unit="*", steps=steps)


@pytest.fixture
def people(db: None) -> People:
    """Return the officers of the chain."""
    make_parties()
    return People(
        author=officer("author", FROM, "officer"),
        head=officer("head", FROM, "officer", "signer"),
        liaison=officer("liaison", LIAISON, "liaison"),
        deputy=officer("deputy", FROM, "officer"),
        stranger=officer("stranger", "CUS-52/GEN", "officer", "signer"),
    )


@pytest.fixture
def peer(tmp_path: Path, settings: LazySettings, people: People) -> Peer:
    """Return the peer, rosters exchanged."""
    settings.KEYSTORE_DIR = tmp_path / "keystore"
    settings.FILES_ROOT = tmp_path / "files"
    own = provisioning.create_node_keys("gd-customs", [FROM], keystore=Keystore(settings.KEYSTORE_DIR))
    other = Peer.create("hk-customs", [TO], clock.now() - timedelta(minutes=1))
    roster = other.roster()
    provisioning.import_roster(roster, provisioning.fingerprint(roster))
    other.learn(own)
    return other


@pytest.fixture
def papers(settings: LazySettings, peer: Peer) -> PaperHandler:
    """Let the node release papers, and return who keeps them."""
    settings.EXCHANGE_HANDLERS = {**settings.EXCHANGE_HANDLERS, "paper": "yuegang.exchange.release.tests.papers.PAPER"}
    PAPER.__init__()  # type: ignore[misc]  # the one instance starts empty in each test
    return PAPER


def opened(peer: Peer, entry: OutboxEntry) -> bodies.Content:
    """Return what the peer reads in an entry."""
    address = BodyAddress(
        sender="gd-customs",
        receiver=peer.node,
        kind=entry.kind,
        item_id=str(entry.item_id),
        item_ver=entry.item_ver,
        to_unit=entry.to_unit,
    )
    assert entry.body is not None
    return bodies.unpack(peer.openers[entry.enc_key].open(bytes(entry.body), body_info(address)))
