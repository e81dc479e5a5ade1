"""The node's certificate, and the listener that lets in nobody but the peer."""

import socket
import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yuegang.deploy.tls import Certificate, make_certificate

NOW = datetime.now(UTC)


def context(folder: Path, own: Certificate, trusted: Certificate, *, server: bool) -> ssl.SSLContext:
    """Return one end of a connection that shows its own certificate and trusts one root."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    found.minimum_version = ssl.TLSVersion.TLSv1_3
    found.verify_mode = ssl.CERT_REQUIRED
    found.load_verify_locations(cadata=trusted.root)
    for name, text in (("cert.pem", own.leaf), ("key.pem", own.key)):
        (folder / name).write_text(text)
    found.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return found


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> None:
    """Connect and exchange one byte: under TLS 1.3 a refused client learns it at its first read."""
    near, far = socket.socketpair()
    thread = threading.Thread(target=answer, args=(server, far))
    thread.start()
    try:
        with client.wrap_socket(near, server_hostname=name) as connection:
            connection.sendall(b"?")
            assert connection.recv(1) == b"!"
    finally:
        thread.join()


def answer(server: ssl.SSLContext, end: socket.socket) -> None:
    try:
        with server.wrap_socket(end, server_side=True) as connection:
            connection.recv(1)
            connection.sendall(b"!")
    except (ssl.SSLError, OSError):
        end.close()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "hk-customs"])
def test_two_nodes_that_trust_each_other_connect(tmp_path: Path, name: str) -> None:
    gd, hk = make_certificate("gd-customs", "127.0.0.1", NOW), make_certificate("hk-customs", "127.0.0.1", NOW)
    handshake(context(tmp_path, hk, gd, server=True), context(tmp_path, gd, hk, server=False), name)


def test_a_stranger_s_certificate_of_the_same_name_is_refused(tmp_path: Path) -> None:
    gd, hk = make_certificate("gd-customs", "127.0.0.1", NOW), make_certificate("hk-customs", "127.0.0.1", NOW)
    eve = make_certificate("gd-customs", "127.0.0.1", NOW)
    with pytest.raises((ssl.SSLError, OSError)):
        handshake(context(tmp_path, hk, gd, server=True), context(tmp_path, eve, hk, server=False), "localhost")
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(context(tmp_path, hk, gd, server=True), context(tmp_path, gd, eve, server=False), "localhost")
