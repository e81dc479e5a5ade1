"""Call one peer's listener: mutual TLS that trusts exactly this peer, every request signed."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from yuegang.engine.protocol.segment import MAX_SEGMENT
from yuegang.engine.protocol.suites import Signer
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.identity import sign_request
from yuegang.exchange.models import Channel

SLACK = 15.0  # seconds beyond the asked waiting time before a reply is given up


class PeerClient:
    """A connection to one peer, kept alive between requests."""

    def __init__(self, channel: Channel, signer: Signer, own: Path) -> None:
        """Trust the certificate in the channel's row only; own: folder with cert.pem and key.pem."""
        self.url = channel.url.rstrip("/")
        self.signer = signer
        self._http = httpx.Client(verify=_context(channel, own), trust_env=False, follow_redirects=False)

    def close(self) -> None:
        """Close the connection; a request under way in another thread ends with an error."""
        self._http.close()

    def log(self, receiver: str, *, after: int, limit: int, wait: int) -> bytes:
        """Return the bytes of a segment; raises PeerFault or httpx.HTTPError."""
        url = f"{self.url}/ipx/1/log/{receiver}?after={after}&limit={limit}&wait={wait}"
        with self._open(url, {}, wait + SLACK) as response:
            if response.status_code != httpx.codes.OK:
                raise PeerFault("peer.status", str(response.status_code))
            return _limited(response, MAX_SEGMENT)

    def received(self, *, after: int, limit: int) -> bytes:
        """Return what the peer has of our own log after a place, nothing if it received no entry and no head.

        Raises PeerFault or httpx.HTTPError.
        """
        url = f"{self.url}/ipx/1/received?after={after}&limit={limit}"
        with self._open(url, {}, SLACK) as response:
            if response.status_code == httpx.codes.NO_CONTENT:
                return b""
            if response.status_code != httpx.codes.OK:
                raise PeerFault("peer.status", str(response.status_code))
            return _limited(response, MAX_SEGMENT)

    @contextmanager
    def blob(self, digest: str, start: int) -> Iterator[httpx.Response]:
        """Open the ciphertext of a file from a byte on; raises PeerFault "peer.blob" unless it is given so."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        url = f"{self.url}/ipx/1/blob/{digest.removeprefix('sha256:')}"
        with self._open(url, headers, SLACK) as response:
            expected = httpx.codes.PARTIAL_CONTENT if start else httpx.codes.OK
            if response.status_code != expected:
                raise PeerFault("peer.blob", str(response.status_code))
            yield response

    @contextmanager
    def _open(self, url: str, headers: dict[str, str], seconds: float) -> Iterator[httpx.Response]:
        request = self._http.build_request("GET", url, headers=headers, timeout=httpx.Timeout(seconds, connect=5.0))
        sign_request(request, self.signer)
        response = self._http.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()


def _limited(response: httpx.Response, limit: int) -> bytes:
    pieces, total = [], 0
    for piece in response.iter_bytes():
        total += len(piece)
        if total > limit:
            raise PeerFault("peer.size", str(total))
        pieces.append(piece)
    return b"".join(pieces)


def _context(channel: Channel, own: Path) -> ssl.SSLContext:
    """Return a TLS context with one trust anchor: the certificate of the peer's roster."""
    if not channel.certificate:
        raise PeerFault("peer.certificate", channel.peer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=channel.certificate)
    context.load_cert_chain(own / "cert.pem", own / "key.pem")
    return context
