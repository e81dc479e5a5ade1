"""The peer's calls: signed by a known key, once, in time; everything else looks the same."""

import threading
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection
from django.test import Client
from django.utils.module_loading import import_string
from http_message_signatures import InvalidSignature

from yuegang.base import clock
from yuegang.engine.protocol.segment import read_segment
from yuegang.exchange import blobs, identity, listener, receiving, sealer, segments, wake
from yuegang.exchange.identity import SeenRequest
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Blob, Channel, RosterKey
from yuegang.exchange.provisioning import revoke_key
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
LOG = "/ipx/1/log/hk-customs?after=0&limit=10&wait=0"


@pytest.fixture(autouse=True)
def exchange_zone(settings: LazySettings) -> None:
    """Serve the exchange zone's URLs."""
    settings.ROOT_URLCONF = "yuegang.urls_exchange"
    settings.MIDDLEWARE = []


def signed(peer: Peer, path: str, **extra: str) -> dict[str, str]:
    """Return the headers of a request signed by the peer."""
    request = SeenRequest("GET", f"http://testserver{path}", dict(extra))
    identity.sign_request(request, peer.http)
    return dict(request.headers)


def ask(client: Client, path: str, headers: dict[str, str]) -> Any:
    """Send a request with these headers."""
    return client.get(path, headers=headers)


def test_the_peer_reads_its_log(client: Client, peer: Peer, channel: Channel, keystore: Keystore) -> None:
    queue(3)
    sealer.seal_channel(channel, keystore)
    answer = ask(client, LOG, signed(peer, LOG))
    assert answer.status_code == 200
    assert answer.content == segments.segment_for(channel, after=0, limit=10)
    assert len(peer.read(answer.content).entries) == 3


def test_the_head_alone_is_a_segment_without_entries(
    client: Client, peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    answer = ask(client, "/ipx/1/head", signed(peer, "/ipx/1/head"))
    verdict = peer.read(answer.content)
    assert verdict.head is not None and verdict.head.size == 1


def test_the_peer_gets_its_own_entries_back(client: Client, peer: Peer, channel: Channel, keystore: Keystore) -> None:
    path = "/ipx/1/received?after=0&limit=5"
    assert ask(client, path, signed(peer, path)).status_code == 204
    peer.append(peer.header(b"{}", kind="receipt", item_id=str(uuid4())), b"{}")
    segment = peer.segment()
    receiving.receive(channel.pk, read_segment(segment), keystore)
    assert ask(client, path, signed(peer, path)).content == segment
    for wrong in ("after=x&limit=5", "after=0&limit=0"):
        path = f"/ipx/1/received?{wrong}"
        assert ask(client, path, signed(peer, path)).status_code == 404


def test_a_request_is_answered_once(client: Client, peer: Peer, channel: Channel, keystore: Keystore) -> None:
    sealer.seal_channel(channel, keystore)
    headers = signed(peer, LOG)
    assert ask(client, LOG, headers).status_code == 200
    assert ask(client, LOG, headers).status_code == 401


def test_another_path_than_the_signed_one_is_refused(
    client: Client, peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    sealer.seal_channel(channel, keystore)
    assert ask(client, LOG + "1", signed(peer, LOG)).status_code == 401


def test_a_request_without_signature_is_refused(client: Client, peer: Peer) -> None:
    answer = client.get(LOG)
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("minutes", [-11, 11])
def test_a_request_outside_the_window_is_refused(
    client: Client, peer: Peer, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    then = clock.now() + timedelta(minutes=minutes)
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: then)
        headers = signed(peer, LOG)
    assert ask(client, LOG, headers).status_code == 401


def test_a_revoked_request_key_is_refused(client: Client, peer: Peer, channel: Channel, keystore: Keystore) -> None:
    sealer.seal_channel(channel, keystore)
    revoke_key(peer.http.key_id, "lost")
    assert ask(client, LOG, signed(peer, LOG)).status_code == 401


def test_a_signing_key_is_no_request_key(client: Client, peer: Peer) -> None:
    peer.http = peer.signer
    assert ask(client, LOG, signed(peer, LOG)).status_code == 401


def test_a_peer_does_not_read_the_log_of_another(client: Client, peer: Peer) -> None:
    path = "/ipx/1/log/mo-customs?after=0"
    answer = ask(client, path, signed(peer, path))
    assert (answer.status_code, answer.content) == (404, b"")


def test_a_node_without_a_channel_is_refused(client: Client, peer: Peer) -> None:
    RosterKey.objects.filter(key_id=peer.http.key_id).update(node="mo-customs")
    assert ask(client, LOG, signed(peer, LOG)).status_code == 401


@pytest.mark.parametrize("query", ["after=x", "limit=0", "after=-1", "limit=99999999999999999"])
def test_a_senseless_question_is_absent(client: Client, peer: Peer, query: str) -> None:
    path = f"/ipx/1/log/hk-customs?{query}"
    assert ask(client, path, signed(peer, path)).status_code == 404


def test_a_file_is_given_from_any_byte_on(client: Client, peer: Peer, channel: Channel) -> None:
    digest = blobs.keep(b"0123456789")
    Blob.objects.create(channel=channel, outgoing=True, digest=digest, size=10, complete=True)
    path = f"/ipx/1/blob/{digest.removeprefix('sha256:')}"
    whole = ask(client, path, signed(peer, path))
    rest = ask(client, path, {**signed(peer, path), "Range": "bytes=4-"})
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, b"0123456789")
    assert (rest.status_code, b"".join(rest.streaming_content)) == (206, b"456789")
    assert rest["Content-Range"] == "bytes 4-9/10"


def test_a_file_of_another_channel_is_absent(client: Client, peer: Peer) -> None:
    digest = blobs.keep(b"secret")
    other = Channel.objects.create(peer="mo-customs")
    Blob.objects.create(channel=other, outgoing=True, digest=digest, size=6, complete=True)
    path = f"/ipx/1/blob/{digest.removeprefix('sha256:')}"
    assert ask(client, path, signed(peer, path)).status_code == 404


def test_everything_else_is_an_empty_404(client: Client) -> None:
    answer = client.get("/anything")
    assert (answer.status_code, answer.content) == (404, b"")
    assert import_string("yuegang.exchange.listener.failed")(answer.wsgi_request).status_code == 500


def test_before_the_first_head_there_is_no_answer_yet(client: Client, peer: Peer, channel: Channel) -> None:
    assert ask(client, LOG, signed(peer, LOG)).status_code == 503
    assert ask(client, "/ipx/1/head", signed(peer, "/ipx/1/head")).status_code == 503


def test_a_file_is_not_given_from_behind_its_end(client: Client, peer: Peer, channel: Channel) -> None:
    digest = blobs.keep(b"0123456789")
    Blob.objects.create(channel=channel, outgoing=True, digest=digest, size=10, complete=True)
    path = f"/ipx/1/blob/{digest.removeprefix('sha256:')}"
    answer = ask(client, path, {**signed(peer, path), "Range": "bytes=10-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


def test_a_page_ends_after_the_entry_that_passes_the_size(
    client: Client, peer: Peer, channel: Channel, keystore: Keystore, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(3)
    sealer.seal_channel(channel, keystore)
    monkeypatch.setattr(segments, "PAGE_BYTES", 1)
    assert len(peer.read(ask(client, LOG, signed(peer, LOG)).content).entries) == 1


@pytest.mark.parametrize("damage", ["cut", "label", "nonce", "parameter"])
def test_a_signature_of_another_form_is_refused(client: Client, peer: Peer, damage: str) -> None:
    headers = signed(peer, LOG)
    given = headers["Signature-Input"]
    headers["Signature-Input"] = {
        "cut": given[:40],
        "label": given.replace("ipx=", "abc="),
        "nonce": given.replace(";nonce=", ";alg="),
        "parameter": given + ";more=1",
    }[damage]
    assert ask(client, LOG, headers).status_code == 401


def test_times_must_be_times(peer: Peer) -> None:
    for wrong in ("text", -1, 2**40, True):
        with pytest.raises(InvalidSignature):
            identity._time(wrong)


@pytest.mark.django_db(transaction=True)
def test_a_request_without_news_waits_for_them(
    client: Client, peer: Peer, channel: Channel, keystore: Keystore
) -> None:
    sealer.seal_channel(channel, keystore)
    path = LOG.replace("wait=0", "wait=20")
    writer = threading.Timer(0.3, _write_and_seal, (channel, keystore))
    writer.start()
    began = time.monotonic()
    answer = ask(client, path, signed(peer, path))
    writer.join()
    assert len(peer.read(answer.content).entries) == 1
    assert 0.2 < time.monotonic() - began < 15


def _write_and_seal(channel: Channel, keystore: Keystore) -> None:
    try:
        queue(1)
        sealer.seal_channel(channel, keystore)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_waiting_ends_when_the_time_is_over_or_the_database_goes_away(
    peer: Peer, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener.wait_for_news(channel, 0, 0.05)
    monkeypatch.setattr(wake, "listen", _gone)
    listener.wait_for_news(channel, 0, 5)


def _gone(name: str) -> None:
    raise OperationalError
