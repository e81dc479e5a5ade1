"""The bar tells the truth about each channel; content and strangers stay outside."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from yuegang.base import clock
from yuegang.exchange import access, sealer
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, OutboxEntry, Receipt
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """Let time pass."""
    then = clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: then)


def test_nothing_waits_on_a_quiet_channel(peer: Peer) -> None:
    [state] = access.channel_states()
    assert (state.peer, state.queued, state.waiting_since, state.state) == ("hk-customs", 0, None, "ok")


def test_messages_that_stay_show_as_waiting(
    peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = queue(2)
    sealer.seal_channel(channel, keystore)
    assert access.channel_states()[0].state == "ok"
    later(monkeypatch, 60)
    [state] = access.channel_states()
    assert (state.queued, state.waiting_since, state.state) == (2, first.created_at, "waiting")


def test_what_the_peer_receipted_no_longer_waits(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    Channel.objects.update(peer_has=1)
    assert access.channel_states()[0].queued == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"silent_since": clock.now() - timedelta(minutes=5)}, "outage"),
        ({"silent_since": clock.now() - timedelta(minutes=5), "last_contact_at": clock.now()}, "silent"),
        ({"silent_since": clock.now() + timedelta(hours=1)}, "ok"),
        ({"halted_reason": "head.fork"}, "halted"),
    ],
)
def test_silence_outage_and_conflict_are_told_apart(peer: Peer, changes: dict[str, Any], word: str) -> None:
    Channel.objects.update(**changes)
    assert access.channel_states()[0].state == word


def test_the_states_of_all_channels_take_two_queries(peer: Peer, django_assert_num_queries: Any) -> None:
    Channel.objects.create(peer="mo-customs")
    with django_assert_num_queries(2):
        assert [state.peer for state in access.channel_states()] == ["hk-customs", "mo-customs"]


def test_a_node_without_channels_has_no_states(db: None) -> None:
    assert access.channel_states() == []


def test_a_message_can_be_followed_on_its_way(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    [row] = queue(1)
    where = (row.kind, row.item_id, row.item_ver)
    assert access.delivery(*where).state == "queued"
    sealer.seal_channel(channel, keystore)
    assert access.delivery(*where).state == "sealed"
    refused = [{"seq": 1, "rule": "lead.unknown"}]
    Receipt.objects.create(channel=channel, ours=False, first=1, last=1, rejected=refused)
    assert (access.delivery(*where).state, access.delivery(*where).rule) == ("rejected", "lead.unknown")
    Receipt.objects.create(channel=channel, ours=False, first=1, last=1)
    assert access.delivery(*where).state == "received"
    assert access.delivery("lead", uuid4(), 1).state == "unknown"


def test_receipts_do_not_count_as_waiting(peer: Peer, channel: Channel) -> None:
    OutboxEntry.objects.create(
        channel=channel, kind="receipt", item_id=uuid4(), item_ver=1, body=b"{}", enc="none", marking="AMBER"
    )
    assert access.channel_states()[0].queued == 0
