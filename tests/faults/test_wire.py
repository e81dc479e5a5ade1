"""Whatever the wire, the clock, the disk and a dishonest peer do: nothing is lost, doubled or readable on the way."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction

from tests.faults.hostile import FAULTS
from tests.faults.scale import injected, times
from yuegang.base import clock
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.exchange import provisioning, receiving, recovering, sealer, segments
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, Conflict
from yuegang.exchange.tests.notes import NoteHandler, effects
from yuegang.exchange.tests.peer import PEER_UNIT, Peer
from yuegang.exchange.tests.test_recovering import Copy
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"
PAGE = 5


def say(peer: Peer, count: int) -> None:
    """Let the peer write."""
    for number in range(count):
        peer.send("note", {"text": f"{CANARY} {number}"})


def hear(channel: Channel, segment: bytes, keystore: Keystore) -> str:
    """Take an answer as the pull loop does; return what stopped it."""
    try:
        return receiving.receive(channel.pk, read_segment(segment), keystore).rule
    except (ProtocolError, ExchangeError) as fault:
        return fault.rule


def answer(channel: Channel, peer: Peer) -> bytes:
    """Return the honest answer to the next request."""
    channel.refresh_from_db()
    return write_segment(peer.log[channel.cursor : channel.cursor + PAGE], peer.head())


def catch_up(channel: Channel, peer: Peer, keystore: Keystore) -> None:
    """Read honest answers to the end, and compare every byte and effect."""
    channel.refresh_from_db()
    while channel.cursor < len(peer.log):
        assert hear(channel, answer(channel, peer), keystore) == ""
        channel.refresh_from_db()
    rows = channel.inbox.order_by("seq")
    assert [bytes(row.header) for row in rows] == [entry.header_bytes for entry in peer.log]
    assert (channel.halted_reason, rows.exclude(state="applied").count()) == ("", 0)
    assert effects() == len(peer.log)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hostile_wire_loses_doubles_and_halts_nothing(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler, fault: Any
) -> None:
    dice, tries = random.Random(fault.__name__), times(12, 1000)
    before: list[bytes] = []
    for _number in range(tries):
        say(peer, dice.randrange(3))
        honest = answer(channel, peer)
        assert CANARY.encode() not in honest
        hear(channel, fault(dice, honest, before), keystore)
        before = [*before[-9:], honest]
        if dice.random() < 0.5:
            hear(channel, answer(channel, peer), keystore)
    catch_up(channel, peer, keystore)
    assert not Conflict.objects.exists()
    injected(fault.__name__, tries)


@pytest.mark.parametrize(("ours", "theirs"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)])
def test_clocks_a_day_apart_change_nothing(
    keystore: Keystore, notes: NoteHandler, monkeypatch: pytest.MonkeyPatch, ours: int, theirs: int
) -> None:
    real = clock.now
    own = provisioning.create_node_keys("gd-customs", ["CUS-53/GEN"], keystore=keystore)
    peer = Peer.create("hk-customs", [PEER_UNIT], clock.now() - timedelta(days=3))
    provisioning.import_roster(peer.roster(), provisioning.fingerprint(peer.roster()))
    peer.learn(own)
    channel = Channel.objects.get(peer=peer.node)
    for _round in range(3):
        with monkeypatch.context() as there:
            there.setattr(clock, "now", lambda: real() + timedelta(days=theirs))
            there.setattr(peer, "key_for", lambda unit: next(key for key in own if key.use == "seal"))
            say(peer, 2)
            segment = answer(channel, peer)
        with monkeypatch.context() as here:
            here.setattr(clock, "now", lambda: real() + timedelta(days=ours))
            assert hear(channel, segment, keystore) == ""
    assert effects() == 6
    injected("clock skew", 6)


def test_entries_of_one_moment_keep_their_order(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, moment = times(300, 10_000), clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr("tests.faults.test_wire.PAGE", 1000)
    say(peer, count)
    catch_up(channel, peer, keystore)
    assert [one.body["text"] for one in notes.received] == [f"{CANARY} {number}" for number in range(count)]
    injected("equal timestamps", count)


def test_thirty_days_of_silence_are_caught_up(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(peer, 3)
    catch_up(channel, peer, keystore)
    real = clock.now
    for day in range(1, 31):
        monkeypatch.setattr(clock, "now", lambda passed=day: real() + timedelta(days=passed))
        say(peer, 2)
        queue(1)
        sealer.seal_channel(channel, keystore)
    catch_up(channel, peer, keystore)
    assert peer.read(segments.segment_for(channel, after=0, limit=100)).cursor.seq >= 30
    injected("days offline", 30)


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize("where", ["insert_inbox", "append_receipts"])
def test_a_full_disk_rolls_the_batch_back_and_the_next_try_takes_it(
    peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    say(peer, 4)
    tries = times(2, 50)
    for _number in range(tries):
        with monkeypatch.context() as full:
            full.setattr(receiving, where, _no_space)
            with pytest.raises(OperationalError), transaction.atomic():
                hear(channel, answer(channel, peer), keystore)
        assert (effects(), channel.inbox.count()) == (0, 0)
    catch_up(channel, peer, keystore)
    injected("disk full", tries)


def _no_space(*_arguments: object) -> None:
    raise OperationalError("could not extend file: No space left on device")


def test_a_forked_peer_is_always_found_and_keeps_the_evidence(
    peer: Peer, channel: Channel, keystore: Keystore, notes: NoteHandler
) -> None:
    tries, dice = times(4, 100), random.Random(4)
    for number in range(tries):
        say(peer, 1)
        catch_up(channel, peer, keystore)
        other = Peer(peer.node, peer.keys, peer.signer, peer.openers, peer.http, peer.known)
        say(other, len(peer.log))
        assert hear(channel, other.segment(dice.choice((0, channel.cursor))), keystore) != ""
        channel.refresh_from_db()
        assert channel.halted_reason and Conflict.objects.count() == number + 1
        Channel.objects.update(halted_reason="")  # people looked, and the honest log goes on
    assert effects() == tries
    injected("forked peer", tries)


def _ages() -> range:
    return range(times(4, 40))


@pytest.mark.parametrize("age", _ages())
def test_a_backup_of_any_age_loses_nothing(peer: Peer, channel: Channel, keystore: Keystore, age: int) -> None:
    queue(times(4, 40) - age)
    sealer.seal_channel(channel, keystore)
    place = transaction.savepoint()
    queue(age)
    sealer.seal_channel(channel, keystore)
    segment = segments.segment_for(channel, after=0, limit=100)
    transaction.savepoint_rollback(place)
    client: Any = Copy(segment)
    recovering.confirm(channel, keystore, client)
    queue(1)
    sealer.seal_channel(channel, keystore)
    read = peer.read(segment)
    assert (
        peer.read(segments.segment_for(channel, after=read.cursor.seq, limit=9), read.cursor, read.frontier).stop
        is None
    )
    injected("backup age", 1)
