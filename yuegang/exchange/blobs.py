"""Encrypt files in chunks and keep only the ciphertext, under its digest, for the way between the nodes.

Each chunk is sealed by AES-256-GCM with a nonce of 7 random bytes, the chunk's number and a mark on the last one, so
chunks can be neither dropped nor exchanged nor cut off. Source: Hoang, Reyhanitabar, Rogaway, Vizar: Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015 (STREAM).
"""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from yuegang.exchange.errors import Refused

CHUNK = 1_048_576  # bytes of plaintext per chunk; docs/protocol.md, blobs
PREFIX = 7  # random bytes before number (4) and mark (1) in each nonce
TAG = 16


def encrypt(content: bytes, key: bytes) -> bytes:
    """Return prefix and sealed chunks of a file."""
    cipher, prefix = AESGCM(key), secrets.token_bytes(PREFIX)
    pieces = _cut(content, CHUNK) or [b""]
    nonces = _nonces(prefix, len(pieces))
    return prefix + b"".join(cipher.encrypt(nonce, piece, None) for nonce, piece in zip(nonces, pieces, strict=True))


def decrypt(sealed: bytes, key: bytes) -> bytes:
    """Return the file of its ciphertext; raises Refused "blob.open"."""
    cipher, pieces = AESGCM(key), _cut(sealed[PREFIX:], CHUNK + TAG)
    nonces = _nonces(sealed[:PREFIX], len(pieces))
    try:
        plain = [cipher.decrypt(nonce, piece, None) for nonce, piece in zip(nonces, pieces, strict=True)]
    except (InvalidTag, ValueError) as error:
        raise Refused("blob.open") from error
    if not plain:
        raise Refused("blob.open")
    return b"".join(plain)


def path_of(digest: str) -> Path:
    """Return where the ciphertext with a digest is kept."""
    name = digest.removeprefix("sha256:")
    return settings.FILES_ROOT / "blobs" / name[:2] / name


def partial_path(digest: str) -> Path:
    """Return where the ciphertext grows while it arrives."""
    return path_of(digest).with_suffix(".part")


def keep(sealed: bytes) -> str:
    """Write ciphertext durably under its digest, and return the digest."""
    digest = digest_bytes(sealed)
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{secrets.token_hex(6)}.new")
        with waiting.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        place(waiting, path)
    return digest


def place(waiting: Path, path: Path) -> None:
    """Give a finished file its name, durably."""
    waiting.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def digest_bytes(sealed: bytes) -> str:
    """Return the digest of ciphertext, under which it is named."""
    return "sha256:" + hashlib.sha256(sealed).hexdigest()


def digest_of(path: Path) -> str:
    """Return the digest of a file, read in chunks."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _cut(data: bytes, step: int) -> list[bytes]:
    return [data[start : start + step] for start in range(0, len(data), step)]


def _nonces(prefix: bytes, count: int) -> list[bytes]:
    last = count - 1
    return [prefix + number.to_bytes(4, "big") + bytes([number == last]) for number in range(count)]
