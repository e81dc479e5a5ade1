"""Keys: another suite is only data, new keys take over in the middle of traffic, a unit has one node."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from yuegang.base import clock
from yuegang.engine.protocol.roster import Key
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.spoken import spoken
from yuegang.exchange import identity, provisioning, receiving, sealer, segments
from yuegang.exchange.errors import RosterRefused
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, InboxEntry
from yuegang.exchange.roster import load_roster
from yuegang.exchange.tests.notes import NoteHandler
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT, Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
LATER = 60  # seconds


def rotate(settings: LazySettings, keystore: Keystore, suite: str) -> list[Key]:
    """Make new keys a minute later."""
    settings.CLOCK_OFFSET = LATER
    return provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore, suite=suite)


@pytest.fixture
def newcomer(keystore: Keystore) -> Peer:
    """A peer whose keys are all of suite X2, as ours are."""
    own = provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore, suite="X2")
    other = Peer.create("hk-customs", [PEER_UNIT], clock.now() - timedelta(minutes=1), suite="X2")
    roster = other.roster()
    provisioning.import_roster(roster, provisioning.fingerprint(roster))
    other.learn(own)
    return other


def test_a_whole_exchange_runs_in_another_suite(newcomer: Peer, keystore: Keystore, notes: NoteHandler) -> None:
    channel = Channel.objects.get(peer=newcomer.node)
    newcomer.send("note", {"text": "good"})
    assert receiving.receive(channel.pk, read_segment(newcomer.segment()), keystore).rule == ""
    queue(1)
    while sealer.seal_channel(channel, keystore):
        pass
    entries = newcomer.read(segments.segment_for(channel, after=0, limit=9)).entries
    assert [one.header and one.header.suite for one in entries] == ["X2", "X2"]
    assert notes.received[0].body == {"text": "good"}


def test_a_request_in_another_suite_names_its_caller(newcomer: Peer) -> None:
    request = identity.SeenRequest("GET", "https://peer/ipx/1/head", {})
    identity.sign_request(request, newcomer.http)
    assert identity.caller_of(request, b"", load_roster()).node == newcomer.node


def test_new_keys_take_over_in_the_middle_of_traffic(
    peer: Peer, channel: Channel, keystore: Keystore, settings: LazySettings
) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    made = rotate(settings, keystore, "X2")
    queue(2)
    sealer.seal_channel(channel, keystore)
    peer.learn([*peer.known, *made])
    verdict = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert verdict.stop is None
    assert [one.header and one.header.suite for one in verdict.entries] == ["X1", "X1", "X2", "X2"]


def test_what_was_sealed_to_an_old_key_still_opens(
    peer: Peer, channel: Channel, keystore: Keystore, settings: LazySettings, notes: NoteHandler
) -> None:
    rotate(settings, keystore, "X2")
    peer.send("note", {"text": "good"})  # the peer has not yet heard of the new keys
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    assert [one.body for one in notes.received] == [{"text": "good"}]


@pytest.mark.usefixtures("notes")
def test_a_revoked_key_of_the_peer_keeps_its_past_and_has_no_future(
    peer: Peer, channel: Channel, keystore: Keystore, settings: LazySettings
) -> None:
    peer.send("note", {"text": "good"})
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    settings.CLOCK_OFFSET = LATER
    provisioning.revoke_key(peer.signer.key_id, "lost")
    settings.CLOCK_OFFSET = 2 * LATER
    peer.send("note", {"text": "good"})
    assert receiving.receive(channel.pk, read_segment(peer.segment(1)), keystore).rule == "roster.revoked"
    assert list(InboxEntry.objects.values_list("seq", "state")) == [(1, "applied")]


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_words_of_a_fingerprint_open_the_channel(keystore: Keystore, language: str) -> None:
    roster = Peer.create("hk-customs", [PEER_UNIT], clock.now()).roster()
    channel = provisioning.import_roster(roster, spoken(provisioning.fingerprint(roster), language))
    assert channel.peer == "hk-customs"


@pytest.mark.parametrize(("words", "rule"), [("apple " * 10, "roster.fingerprint"), ("hello", "roster.words")])
def test_other_words_open_nothing(keystore: Keystore, words: str, rule: str) -> None:
    roster = Peer.create("hk-customs", [PEER_UNIT], clock.now()).roster()
    with pytest.raises(RosterRefused) as refused:
        provisioning.import_roster(roster, words)
    assert refused.value.rule == rule


def test_a_node_cannot_take_over_the_unit_of_another(peer: Peer, keystore: Keystore) -> None:
    for unit in (PEER_UNIT, OUR_UNIT):
        roster = Peer.create("mo-customs", [unit], clock.now()).roster()
        with pytest.raises(RosterRefused, match=r"roster\.unit_taken"):
            provisioning.import_roster(roster, provisioning.fingerprint(roster))


def test_the_fingerprint_of_a_file_is_read_out_in_words(peer: Peer, tmp_path: Path) -> None:
    (tmp_path / "own.json").write_bytes(peer.roster() + b"\n")
    out = io.StringIO()
    call_command("fingerprint", str(tmp_path / "own.json"), stdout=out)
    digest, english, hans, hant = out.getvalue().splitlines()
    assert digest == provisioning.fingerprint(peer.roster())
    assert english.split()[1:] == spoken(digest).split("-")
    assert (hans.split()[0], hant.split()[0]) == ("zh-hans", "zh-hant")


def test_keys_of_another_suite_are_made_on_the_command_line(peer: Peer, keystore: Keystore) -> None:
    out = io.StringIO()
    call_command("rotate_keys", "--suite", "X2", stdout=out)
    made = out.getvalue().split()
    roster = load_roster()
    assert {roster.signing(made[0], clock.now()).suite} == {"X2"}
