"""Two sides in one process: this node with its rows and keys, the peer as engine objects."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from yuegang.base import clock
from yuegang.exchange import provisioning
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.tests.notes import NOTE, NoteHandler
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer


@pytest.fixture
def keystore(tmp_path: Path, settings: LazySettings) -> Keystore:
    """Return this node's own keystore, empty."""
    settings.KEYSTORE_DIR = tmp_path / "keystore"
    settings.FILES_ROOT = tmp_path / "files"
    return Keystore(settings.KEYSTORE_DIR)


@pytest.fixture
def peer(keystore: Keystore, db: None) -> Iterator[Peer]:
    """Return the peer after both sides exchanged their rosters."""
    own = provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore)
    other = Peer.create("hk-customs", [PEER_UNIT], clock.now() - timedelta(minutes=1))
    roster = other.roster()
    provisioning.import_roster(roster, provisioning.fingerprint(roster))
    other.learn(own)
    yield other


@pytest.fixture
def channel(peer: Peer) -> Channel:
    """Return our channel to the peer."""
    return Channel.objects.get(peer=peer.node)


@pytest.fixture
def notes(settings: LazySettings) -> NoteHandler:
    """Let the node take notes, and return who takes them."""
    settings.EXCHANGE_HANDLERS = {"note": "yuegang.exchange.tests.notes.NOTE"}
    NOTE.received.clear()
    NOTE.fails = False
    return NOTE
