"""Keys: another suite is only data, new keys take over in the middle of traffic, a unit has one node."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from yuegang.base import clock
from yuegang.engine.protocol.canonical import parse_canonical
from yuegang.engine.protocol.roster import Key, key_object
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.spoken import spoken
from yuegang.engine.protocol.suites import Signer, generate_signing, signer_from
from yuegang.exchange import identity, provisioning, receiving, sealer, segments, waiting
from yuegang.exchange.announcing import OVERLAP, announce_keys
from yuegang.exchange.errors import RosterRefused
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, InboxEntry, RosterKey
from yuegang.exchange.roster import key_of, load_roster
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
    call_command("rotate_keys", "--suite", "X2", stdout=out, stderr=io.StringIO())
    made = out.getvalue().split()
    roster = load_roster()
    assert roster.signing(made[0], clock.now() + OVERLAP).suite == "X2"


def account_of(keys: list[Key]) -> dict[str, object]:
    """Return a peer's account of its keys as it crosses."""
    return {"keys": [{name: value for name, value in key_object(key).items() if value} for key in keys]}


def newer(peer: Peer, **changes: object) -> tuple[Key, Signer]:
    """Return another signing key of a peer, with its signer."""
    private, public = generate_signing("X2")
    key = replace(peer.keys[0], key_id=f"{peer.node}:sign:2", suite="X2", public=public, **changes)  # type: ignore[arg-type]  # tests name fields
    return key, signer_from("X2", key.key_id, private)


@pytest.fixture
def told(settings: LazySettings) -> None:
    """Take accounts of keys as the product does."""
    settings.EXCHANGE_HANDLERS = {
        "roster": "yuegang.exchange.announcing.ROSTER",
        "note": "yuegang.exchange.tests.notes.NOTE",
    }


@pytest.mark.usefixtures("notes", "told")
def test_the_log_itself_brings_the_peers_new_key(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    key, signer = newer(peer)
    peer.send("roster", account_of([key]))
    assert receiving.receive(channel.pk, read_segment(peer.segment()), keystore).rule == ""
    peer.signer = signer
    peer.send("note", {"text": "good"})
    again = receiving.receive(channel.pk, read_segment(peer.segment(1)), keystore)
    assert (again.taken, again.rule) == (1, "")


@pytest.mark.usefixtures("notes", "told")
def test_who_missed_a_new_key_stops_until_the_roster_is_taken_in(
    peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    key, peer.signer = newer(peer)
    peer.keys.append(key)
    peer.send("note", {"text": "good"})
    assert receiving.receive(channel.pk, read_segment(peer.segment()), keystore).rule == "roster.unknown"
    provisioning.import_roster(peer.roster(), spoken(provisioning.fingerprint(peer.roster())))
    assert receiving.receive(channel.pk, read_segment(peer.segment()), keystore).taken == 1


@pytest.mark.usefixtures("notes", "told")
def test_a_revocation_in_the_log_holds_from_its_entry_on(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    peer.send("note", {"text": "good"})
    key, signer = newer(peer)
    gone = replace(peer.keys[0], revoked_at=clock.now() - timedelta(days=1), reason="lost")
    old, peer.signer = peer.signer, signer
    provisioning.merge_keys(peer.node, [key])
    peer.send("roster", account_of([gone]))
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    row = RosterKey.objects.get(key_id=old.key_id)
    assert row.revoked_at is not None and row.revoked_at > clock.now() - timedelta(minutes=1)
    assert waiting.verified(channel, InboxEntry.objects.get(seq=1)).header is not None
    peer.signer = old
    peer.send("note", {"text": "good"})
    assert receiving.receive(channel.pk, read_segment(peer.segment(2)), keystore).rule == "roster.revoked"


@pytest.mark.usefixtures("notes", "told")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"node": "gd-customs"}, "roster.node"),
        ({"key_id": "hk-customs:http:1"}, "roster.changed"),
        ({"use": "seal", "unit": OUR_UNIT}, "roster.unit_taken"),
        ({"suite": "x"}, "roster.field"),
    ],
)
def test_a_peer_speaks_of_its_own_keys_only(
    peer: Peer, channel: Channel, keystore: Keystore, changes: dict[str, object], rule: str
) -> None:
    before = RosterKey.objects.count()
    key, _signer = newer(peer)
    peer.send("roster", account_of([replace(key, **changes)]))  # type: ignore[arg-type]  # the table names fields
    receiving.receive(channel.pk, read_segment(peer.segment()), keystore)
    assert InboxEntry.objects.get().rule == rule
    assert RosterKey.objects.count() == before


def test_our_keys_are_told_to_every_peer_under_the_old_key(
    peer: Peer, channel: Channel, keystore: Keystore, settings: LazySettings
) -> None:
    provisioning.create_node_keys("gd-customs", [OUR_UNIT], keystore=keystore, suite="X2", after=OVERLAP)
    assert announce_keys() == 1
    sealer.seal_channel(channel, keystore)
    [row] = channel.outbox.filter(kind="roster")
    value = parse_canonical(peer.open_row(row))
    assert isinstance(value, dict)
    assert len(value["fields"]["keys"]) == 6
    settings.CLOCK_OFFSET = int(OVERLAP.total_seconds()) + 1
    queue(1)
    sealer.seal_channel(channel, keystore)
    peer.learn([key_of(row) for row in RosterKey.objects.filter(node="gd-customs")])
    verdict = peer.read(segments.segment_for(channel, after=0, limit=9))
    assert [one.header and one.header.suite for one in verdict.entries] == ["X1", "X2"]


def test_a_peer_without_units_is_not_told(peer: Peer, keystore: Keystore) -> None:
    RosterKey.objects.filter(node=peer.node, use="seal").delete()
    assert announce_keys() == 0


def test_requests_are_signed_with_the_oldest_good_key(peer: Peer, keystore: Keystore, settings: LazySettings) -> None:
    rotate(settings, keystore, "X2")
    own = [key_of(row) for row in RosterKey.objects.filter(node="gd-customs")]
    assert keystore.signer(own, "http", clock.now()).suite == "X1"
    assert keystore.signer(own, "sign", clock.now()).suite == "X2"
