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
from yuegang.exchange.release.chains import load_chains
from yuegang.exchange.release.tests.papers import FROM, PAPER, TO, PaperHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.parties.facts import load_nodes, load_sides, load_units
from yuegang.parties.models import Agency

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


AGENCIES = {"gd": ("GACC-GD", *(f"CUS-{number}" for number in (51, 52, 53, 57, 60, 67, 68))), "hk": ("HK-CED",)}


def make_parties() -> None:
    """Load the units and their chains; of the agencies only those they need, for all would take a second each time."""
    load_sides()
    load_nodes()
    for side, codes in AGENCIES.items():
        Agency.objects.bulk_create(Agency(code=code, side_id=side, confidence="high") for code in codes)
    load_units()  # units of other agencies are refused, and not needed
    load_chains()


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
