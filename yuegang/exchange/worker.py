"""The threads of the worker beside its jobs: audit sealer, log sealer, one pull loop for each peer."""

import logging
import threading
from collections.abc import Callable

import httpx
import psycopg
from django.db import DatabaseError, InterfaceError, connection

from yuegang.audit.sealing import seal_pending
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.exchange import sealer, wake
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.keystore import Keystore, own_keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.puller import Puller, named

logger = logging.getLogger(__name__)

Work = Callable[[threading.Event], None]
Turn = Callable[[threading.Event], None]

AUDIT_POLL = 1.0  # seconds between looks at unsealed audit entries
OUTBOX_POLL = 0.5  # seconds after which the outbox is looked at even without a notice
GATHER = 0.05  # seconds after a batch in which more may come: a lone message goes at once, a stream in batches
PEERS_POLL = 2.0  # seconds between looks for new channels
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds after a fault, doubled up to the longest
FAULTS = (DatabaseError, InterfaceError, psycopg.Error, ExchangeError, ProtocolError, httpx.HTTPError, OSError)


def threads() -> list[tuple[str, Work]]:
    """Return the long-running parts of the worker by name; each runs until its event is set."""
    return [
        ("audit-sealer", lambda stop: forever("audit-sealer", _audit_turn, stop)),
        ("exchange-sealer", lambda stop: forever("exchange-sealer", _SealerTurn(), stop)),
        ("exchange-pull", lambda stop: forever("exchange-pull", _PullTurn(), stop)),
    ]


def forever(name: str, turn: Turn, stop: threading.Event) -> None:
    """Repeat a turn until told to stop; after a fault reconnect and go on, naming it without content."""
    failures = 0
    while not stop.is_set():
        try:
            turn(stop)
            failures = 0
        except FAULTS as fault:
            failures += 1
            logger.warning("worker.fault", extra={"thread_name": name, "error": named(fault), "failures": failures})
            connection.close()
            stop.wait(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 6)))
    connection.close()


def _audit_turn(stop: threading.Event) -> None:
    if seal_pending() == 0:
        stop.wait(AUDIT_POLL)


class _SealerTurn:
    """Seal what is there, then wait for a notice."""

    def __init__(self) -> None:
        self.keystore: Keystore | None = None
        self.heard: object = None  # the connection that listens

    def __call__(self, stop: threading.Event) -> None:
        self.keystore = self.keystore or own_keystore().load()
        self.keystore.refresh()
        if self.heard is None or self.heard is not connection.connection:
            wake.listen(wake.OUTBOX)
            self.heard = connection.connection
        sealed = sealer.seal_all(self.keystore)
        if sealed == 0:
            wake.wait(OUTBOX_POLL)
        elif sealed < sealer.BATCH:
            stop.wait(GATHER)


class _PullTurn:
    """Keep one pull loop running for each channel."""

    def __init__(self) -> None:
        self.loops: dict[int, threading.Thread] = {}
        self.keystore: Keystore | None = None

    def __call__(self, stop: threading.Event) -> None:
        self.keystore = self.keystore or own_keystore().load()
        self.keystore.refresh()
        for channel_id in Channel.objects.exclude(url="").values_list("pk", flat=True):
            loop = self.loops.get(channel_id)
            if loop is None or not loop.is_alive():
                self.loops[channel_id] = self._started(channel_id, self.keystore, stop)
        stop.wait(PEERS_POLL)

    def _started(self, channel_id: int, keystore: Keystore, stop: threading.Event) -> threading.Thread:
        puller = Puller(channel_id, keystore, keystore.folder / "tls")
        thread = threading.Thread(target=_pull, args=(puller, stop), name=f"pull-{channel_id}", daemon=True)
        thread.start()
        return thread


def _pull(puller: Puller, stop: threading.Event) -> None:
    """Run one pull loop; whatever ends it, the next turn starts it again."""
    try:
        puller.run(stop)
    finally:
        connection.close()
