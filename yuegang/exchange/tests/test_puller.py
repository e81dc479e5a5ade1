"""The pull loop names what stands in the way, tries again, and never gives up."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from yuegang.base import clock
from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.segment import write_segment
from yuegang.exchange import puller as pulling
from yuegang.exchange.client import PeerClient
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.puller import LONGEST_PAUSE, Puller, named
from yuegang.exchange.receiving import Outcome
from yuegang.exchange.tests.notes import NoteHandler, effects
from yuegang.exchange.tests.peer import Peer

pytestmark = pytest.mark.django_db


class Line:
    """Stands where the connection to the peer stands."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.url = "https://127.0.0.1:1"
        self.fault: Exception | None = None
        self.closed = 0
        self.asked: list[int] = []

    def log(self, receiver: str, *, after: int, limit: int, wait: int) -> bytes:
        """Answer as the peer's listener would."""
        if self.fault is not None:
            raise self.fault
        self.asked.append(after)
        return write_segment(self.peer.log[after : after + limit], self.peer.head())

    def received(self, *, after: int, limit: int) -> bytes:
        """Answer that nothing of our log arrived."""
        return b""

    def close(self) -> None:
        """Count how often the connection was given up."""
        self.closed += 1


@pytest.fixture
def line(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Return a connection that answers from the peer's log."""
    made = Line(peer)
    monkeypatch.setattr(pulling, "PeerClient", lambda channel, signer, own: made)
    return made


@pytest.fixture
def puller(channel: Channel, keystore: Keystore, line: Line) -> Puller:
    """Return the loop over the peer's log."""
    return Puller(channel.pk, keystore, Path("nowhere"))


def turn(puller: Puller) -> float:
    """Do one turn as the loop does; return the pause."""
    try:
        return puller._turn()
    except pulling.FAULTS as fault:
        return puller._failed(fault)


def test_a_turn_takes_what_is_there(puller: Puller, peer: Peer, channel: Channel, notes: NoteHandler) -> None:
    peer.send("note", {"text": "a"})
    assert turn(puller) == 0
    channel.refresh_from_db()
    assert (channel.cursor, channel.last_error, channel.silent_since, effects()) == (1, "", None, 1)
    assert channel.last_contact_at is not None


def test_the_next_page_is_read_while_one_is_applied(
    puller: Puller, line: Line, channel: Channel, notes: NoteHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PAGE", 2)
    for number in range(5):
        line.peer.send("note", {"text": str(number)})
    assert [turn(puller) for _turn in range(3)] == [0, 0, 0]
    channel.refresh_from_db()
    assert (line.asked, channel.cursor, effects()) == ([0, 2, 4], 5, 5)


def test_what_was_read_ahead_is_given_up_when_the_page_before_it_fails(
    puller: Puller, line: Line, channel: Channel, notes: NoteHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PAGE", 1)
    line.peer.send("note", {"text": "a"})
    line.peer.send("note", {"text": "b"})
    with monkeypatch.context() as broken:
        broken.setattr(pulling, "apply", lambda channel_id, page: Outcome(0, 2, "batch.gap"))
        assert turn(puller) > 0
    assert [turn(puller) for _turn in range(2)] == [0, 0]
    channel.refresh_from_db()
    assert (line.asked, channel.cursor, effects()) == ([0, 1, 0, 1, 2], 2, 2)


def test_an_outage_is_named_and_its_beginning_kept(puller: Puller, line: Line, channel: Channel) -> None:
    line.fault = httpx.ConnectError("secret text")
    pauses = [turn(puller) for _number in range(8)]
    channel.refresh_from_db()
    began = channel.silent_since
    assert (channel.last_error, began is not None) == ("ConnectError", True)
    assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE
    line.fault = None
    puller.failures = 0
    assert turn(puller) == 0
    channel.refresh_from_db()
    assert (channel.last_error, channel.silent_since) == ("", None)


def test_a_peer_whose_head_is_older_than_promised_is_silent(
    puller: Puller, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(puller)
    then = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: then)
    pulling._note_contact(channel.pk)
    channel.refresh_from_db()
    assert channel.silent_since == then
    assert channel.last_contact_at == then


def test_a_broken_answer_is_named(puller: Puller, line: Line, channel: Channel, monkeypatch: Any) -> None:
    monkeypatch.setattr(line, "log", lambda *args, **kwargs: b"{")
    assert turn(puller) > 0
    channel.refresh_from_db()
    assert channel.last_error.startswith("segment.")


def test_a_halted_channel_is_left_alone(puller: Puller, line: Line, channel: Channel) -> None:
    Channel.objects.update(halted_reason="head.fork")
    line.fault = AssertionError("asked")
    assert turn(puller) == pulling.HALTED_PAUSE


def test_the_loop_ends_when_told_and_gives_up_the_connection(puller: Puller, line: Line) -> None:
    stop = threading.Event()
    line.fault = PeerFault("peer.status", "500")
    puller.failures = 3
    threading.Timer(0.05, stop.set).start()
    puller.run(stop)
    assert line.closed >= 1


def test_only_rules_and_classes_are_named_never_texts() -> None:
    fault = httpx.ConnectError("https://user:secret@host")
    fault.__cause__ = ConnectionRefusedError("more")
    assert named(fault) == "ConnectError (ConnectionRefusedError)"
    assert named(PeerFault("peer.status", "500")) == "peer.status at 500"


def test_the_client_trusts_no_peer_without_its_certificate(channel: Channel, keystore: Keystore, peer: Peer) -> None:
    with pytest.raises(PeerFault, match=r"peer\.certificate"):
        PeerClient(channel, peer.http, Path("nowhere"))


class Answers(httpx.MockTransport):
    """A listener made of a table."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.left = list(answers)
        self.asked: list[httpx.Request] = []
        super().__init__(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.left.pop(0)


@pytest.fixture
def client(channel: Channel, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> PeerClient:
    """Return a client whose answers a test gives."""
    monkeypatch.setattr("yuegang.exchange.client._context", lambda channel, own: True)
    return PeerClient(channel, peer.http, Path("nowhere"))


def answer(client: PeerClient, *answers: httpx.Response) -> Answers:
    """Let the client get these answers."""
    table = Answers(*answers)
    client._http = httpx.Client(transport=table)
    return table


def test_every_request_is_signed(client: PeerClient) -> None:
    table = answer(client, httpx.Response(200, content=b"bytes"))
    assert client.log("gd-customs", after=3, limit=5, wait=0) == b"bytes"
    [request] = table.asked
    assert str(request.url) == "https://127.0.0.1:1/ipx/1/log/gd-customs?after=3&limit=5&wait=0"
    assert request.headers["signature-input"].startswith('ipx=("@method" "@target-uri" "content-digest")')


def test_the_peer_tells_what_it_has_of_our_log(client: PeerClient) -> None:
    answers = (httpx.Response(204), httpx.Response(200, content=b"bytes"), httpx.Response(401))
    table = answer(client, *answers)
    assert client.received(after=3, limit=5) == b""
    assert client.received(after=3, limit=5) == b"bytes"
    with pytest.raises(PeerFault, match=r"peer\.status at 401"):
        client.received(after=3, limit=5)
    assert str(table.asked[0].url) == "https://127.0.0.1:1/ipx/1/received?after=3&limit=5"


def test_a_refusing_listener_is_named(client: PeerClient) -> None:
    answer(client, httpx.Response(401))
    with pytest.raises(PeerFault, match=r"peer\.status at 401"):
        client.log("gd-customs", after=0, limit=5, wait=0)


def test_an_endless_answer_is_cut(client: PeerClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yuegang.exchange.client.MAX_SEGMENT", 10)
    answer(client, httpx.Response(200, content=bytes(11)))
    with pytest.raises(PeerFault, match=r"peer\.size"):
        client.log("gd-customs", after=0, limit=5, wait=0)


def test_a_file_is_asked_for_from_a_byte_on(client: PeerClient) -> None:
    table = answer(client, httpx.Response(206, content=b"rest"), httpx.Response(200, content=b"all"))
    with client.blob(digest(b"x"), 4) as response:
        assert b"".join(response.iter_bytes()) == b"rest"
    assert table.asked[0].headers["range"] == "bytes=4-"
    with pytest.raises(PeerFault, match=r"peer\.blob"), client.blob(digest(b"x"), 4):
        pass
