"""The worker's threads outlive faults, name them, and end when told."""

import threading

import pytest
from django.db import OperationalError

from yuegang.exchange import wake, worker
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel, OutboxEntry
from yuegang.exchange.puller import Puller
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import queue


def test_the_worker_runs_both_sealers_and_the_pull_loops() -> None:
    assert [name for name, _work in worker.threads()] == ["audit-sealer", "exchange-sealer", "exchange-pull"]


@pytest.mark.django_db
def test_a_thread_goes_on_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    stop, turns = threading.Event(), []

    def turn(stop: threading.Event) -> None:
        turns.append(1)
        if len(turns) == 1:
            raise OperationalError
        if len(turns) == 2:
            raise ExchangeError("keystore.no_key", "sign")
        stop.set()

    worker.forever("test", turn, stop)
    assert len(turns) == 3


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_who_waits(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    wake.listen(wake.OUTBOX)
    queue(1)
    assert wake.wait(2)
    assert not wake.wait(0.01)
    wake.deafen()


@pytest.mark.django_db(transaction=True)
def test_the_sealer_seals_what_is_there_and_ends(peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(3)
    turn, stop = worker._SealerTurn(), threading.Event()
    turn(stop)
    assert OutboxEntry.objects.filter(seq=None).count() == 0
    turn(stop)
    wake.deafen()


@pytest.mark.django_db
def test_the_audit_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    stop.set()
    worker._audit_turn(stop)


@pytest.mark.django_db(transaction=True)
def test_each_channel_gets_its_loop_and_a_dead_one_a_new_one(
    peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    monkeypatch.setattr(Puller, "run", lambda self, stop: runs.append(str(self.channel_id)))
    stop = threading.Event()
    stop.set()
    turn = worker._PullTurn()
    turn(stop)
    turn.loops[channel.pk].join()
    turn(stop)
    turn.loops[channel.pk].join()
    assert runs == [str(channel.pk)] * 2
