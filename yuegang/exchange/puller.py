"""Read a peer's log for ever: long poll, verify, apply, and name whatever stands in the way."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from yuegang.base import clock
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import recovering, waiting
from yuegang.exchange.client import PeerClient
from yuegang.exchange.errors import ExchangeError, PeerFault
from yuegang.exchange.fetching import fetch_for
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.opening import Reader
from yuegang.exchange.prepared import Position, Prepared, prepare
from yuegang.exchange.receiving import apply
from yuegang.exchange.roster import Directory, load_directory
from yuegang.exchange.sealer import own_signer

logger = logging.getLogger(__name__)

PAGE = 1000  # entries asked for at once
WAIT = 20  # seconds the peer may hold a request without news
FIRST_PAUSE = 0.1  # seconds, doubled at each failure
LONGEST_PAUSE = 5.0  # seconds between attempts at most
HALTED_PAUSE = 5.0  # seconds between looks at a channel that rests
SILENCE = timedelta(seconds=15)  # after the promised time of the next head

FAULTS = (ExchangeError, ProtocolError, httpx.HTTPError, OSError, DatabaseError, InterfaceError)


class Puller:
    """The loop over one peer's log: while a page is applied, the next one is fetched, verified and opened."""

    def __init__(self, channel_id: int, keystore: Keystore, own: Path) -> None:
        """own: folder with the TLS certificate and key of this node."""
        self.channel_id = channel_id
        self.keystore = keystore
        self.own = own
        self.failures = 0
        self._client: PeerClient | None = None
        self._is_confirmed = False  # whether the peer said on this connection that our own log is whole
        self._ahead: Future[Prepared] | None = None
        self._reader = ThreadPoolExecutor(1, f"read-{channel_id}")

    def run(self, stop: threading.Event) -> None:
        """Pull until told to stop; faults are noted on the channel and tried again."""
        while not stop.is_set():
            try:
                pause = self._turn()
                self.failures = 0
            except FAULTS as fault:
                pause = self._failed(fault)
            if pause:
                stop.wait(pause)
        self._close()
        self._reader.shutdown(wait=False)

    def _turn(self) -> float:
        """Take one page; return how long to pause, in seconds."""
        channel = Channel.objects.get(pk=self.channel_id)
        if channel.halted_reason:
            self._close()
            return HALTED_PAUSE
        client = self._client_of(channel)
        if not self._is_confirmed:
            recovering.confirm(channel, self.keystore, client)
            self._is_confirmed = True
        waiting.complete(channel, self.keystore, client)
        ahead, self._ahead = self._ahead, None
        directory = load_directory()
        page = self._page(channel, client, Position.of(channel), directory) if ahead is None else ahead.result()
        if page.verdict.stop is None and len(page.arrivals) >= PAGE:
            self._ahead = self._reader.submit(self._page_ahead, channel, client, page.end, directory)
        fetch_for(channel, client, page.verdict.entries)
        outcome = apply(channel.pk, page)
        if outcome.rule:
            raise PeerFault(outcome.rule, str(channel.cursor))
        _note_contact(channel.pk)
        return 0.0

    def _page(self, channel: Channel, client: PeerClient, start: Position, directory: Directory) -> Prepared:
        """Ask for what follows a position, check and open it."""
        data = client.log(settings.NODE_CODE, after=start.cursor.seq, limit=PAGE, wait=WAIT)
        return prepare(channel, read_segment(data), Reader(channel.peer, self.keystore, directory), start)

    def _page_ahead(self, channel: Channel, client: PeerClient, start: Position, directory: Directory) -> Prepared:
        try:
            return self._page(channel, client, start, directory)
        finally:
            connection.close()  # of this thread, opened only for a page that repeats what was read

    def _client_of(self, channel: Channel) -> PeerClient:
        if self._client is None or self._client.url != channel.url.rstrip("/"):
            self._close()
            self._client = PeerClient(channel, own_signer(self.keystore, clock.now(), "http"), self.own)
        return self._client

    def _close(self) -> None:
        """Give up the connection and what was read ahead: the next turn begins at the cursor."""
        if self._client is not None:
            self._client.close()
            self._client, self._is_confirmed = None, False
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.cancel()

    def _failed(self, fault: Exception) -> float:
        """Note a fault on the channel and return how long to wait before the next attempt."""
        self._close()
        if isinstance(fault, DatabaseError | InterfaceError):
            connection.close()
        self.failures += 1
        note_fault(self.channel_id, fault)
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.failures, 6))


def named(fault: Exception) -> str:
    """Return the rule of a fault, or its class and that of its first cause; never its text."""
    if isinstance(fault, ExchangeError | ProtocolError):
        return str(fault)
    root: BaseException = fault
    while (below := root.__cause__ or root.__context__) is not None:
        root = below
    return type(fault).__name__ if root is fault else f"{type(fault).__name__} ({type(root).__name__})"


def note_fault(channel_id: int, fault: Exception) -> None:
    """Write on the channel what went wrong; names of rules and classes only."""
    text = named(fault)
    logger.warning("pull.failed", extra={"channel": channel_id, "error": text})
    now = clock.now()
    rows = Channel.objects.filter(pk=channel_id)
    try:
        rows.update(last_error=text[:200], last_error_at=now)
        rows.filter(silent_since=None).update(silent_since=now)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("pull.unnoted", extra={"channel": channel_id, "error": type(error).__name__})
        connection.close()


def _note_contact(channel_id: int) -> None:
    """Note that the peer answered; it is silent all the same if its head is older than promised."""
    now = clock.now()
    channel = Channel.objects.get(pk=channel_id)
    is_late = channel.peer_next_at is not None and now > channel.peer_next_at + SILENCE
    since = (channel.silent_since or now) if is_late else None
    Channel.objects.filter(pk=channel_id).update(last_contact_at=now, last_error="", silent_since=since)
