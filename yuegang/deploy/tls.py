"""Make the certificate that a node shows its peers, and keep the list of the peers' roots for the listener."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from yuegang.deploy.node import Node, write_private

VALIDITY = timedelta(days=730)  # two years; docs/operations.md says how to renew


@dataclass(frozen=True)
class Certificate:
    """A TLS key with its certificate, and the root that peers trust, all PEM."""

    root: str
    leaf: str
    key: str


def provision(node: Node, now: datetime) -> None:
    """Make the node's certificate if it has none: for the worker as a client, for the listener as a server."""
    if (node.listener / "root.pem").exists():
        return
    made = make_certificate(node.code, node.host, now)
    for folder in (node.keystore / "tls", node.listener):
        write_private(folder / "key.pem", made.key)
        write_private(folder / "cert.pem", made.leaf)
    trust(node, [], now)
    write_private(node.listener / "root.pem", made.root)


def trust(node: Node, roots: Iterable[str], now: datetime) -> None:
    """Let only clients with a certificate under these roots call the exchange listener.

    With no peer yet the list holds a root whose key nobody has, because the listener refuses an empty one.
    """
    text = "".join(roots) or make_certificate("nobody", "localhost", now).root
    write_private(node.listener / "peers.pem", text)


def make_certificate(node_code: str, host: str, now: datetime) -> Certificate:
    """Return a root and the one certificate it ever signs: the root's key is forgotten at once."""
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{node_code} root {now:%Y-%m-%d}")])
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, node_code)])
    root = (
        _builder(root_name, root_name, root_key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    names: list[x509.GeneralName] = [x509.DNSName(node_code), x509.DNSName("localhost"), _host_name(host)]
    both = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    leaf = (
        _builder(leaf_name, root_name, leaf_key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(both), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    private = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(_pem(root), _pem(leaf), private.decode())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # the peer's clock may be behind
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _host_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
