"""Keep private keys in a folder of files that only the worker reads; no database row ever holds one."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from yuegang.engine.protocol.roster import Key
from yuegang.engine.protocol.suites import Opener, Signer, opener_from, signer_from
from yuegang.exchange.errors import KeystoreError

OTHERS = 0o077  # permission bits of group and world


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """Hold one private key with the public facts that name it."""

    key_id: str
    suite: str
    use: str
    unit: str
    private: bytes

    def __repr__(self) -> str:
        return f"PrivateKey({self.key_id})"


class Keystore:
    """The folder of key files of one node, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: dict[str, PrivateKey] = {}
        self._changed = 0

    def load(self) -> "Keystore":
        """Read every key file; raises KeystoreError when others may read the folder or a file."""
        if not self.folder.is_dir():
            raise KeystoreError("keystore.absent", str(self.folder))
        _check_mode(self.folder)
        self._changed = self.folder.stat().st_mtime_ns
        for path in sorted(self.folder.glob("*.key")):
            _check_mode(path)
            key = _read(path)
            self._keys[key.key_id] = key
        return self

    def refresh(self) -> None:
        """Read the folder again if a file came or went; a rotated key is used from the next batch on."""
        if self.folder.stat().st_mtime_ns != self._changed:
            self._keys = {}
            self.load()

    def add(self, key: PrivateKey) -> None:
        """Write a new key file durably; raises KeystoreError if the key is already there."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        path = self.folder / (quote(key.key_id, safe="") + ".key")
        record = {
            "key_id": key.key_id,
            "private": key.private.hex(),
            "suite": key.suite,
            "unit": key.unit,
            "use": key.use,
        }
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise KeystoreError("keystore.exists", key.key_id) from error
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        self._keys[key.key_id] = key

    def signer(self, keys: Iterable[Key], use: str, now: datetime) -> Signer:
        """Return the signer of the newest usable key of a use that is kept here; raises KeystoreError.

        Requests are signed with the oldest: the peer learns a new key from our log, which it may read later than it
        is asked.
        """
        usable = [key for key in keys if key.use == use and key.key_id in self._keys and _is_usable(key, now)]
        if not usable:
            raise KeystoreError("keystore.no_key", use)
        choose = min if use == "http" else max
        chosen = choose(usable, key=lambda key: (key.valid_from, key.key_id))
        return signer_from(chosen.suite, chosen.key_id, self._keys[chosen.key_id].private)

    def opener(self, key_id: str) -> Opener:
        """Return the opener of a unit key, also an expired one: what was sealed to it stays readable."""
        key = self._keys.get(key_id)
        if key is None or key.use != "seal":
            raise KeystoreError("keystore.no_key", key_id)
        return opener_from(key.suite, key.key_id, key.private)


def own_keystore() -> Keystore:
    """Return this node's keystore, not yet read; raises KeystoreError in a process that is not given one."""
    if settings.KEYSTORE_DIR is None:
        raise KeystoreError("keystore.not_given", settings.ZONE)
    return Keystore(settings.KEYSTORE_DIR)


def _is_usable(key: Key, now: datetime) -> bool:
    return key.valid_from <= now < key.not_after and (key.revoked_at is None or now < key.revoked_at)


def _check_mode(path: Path) -> None:
    if path.stat().st_mode & OTHERS:
        raise KeystoreError("keystore.mode", str(path))


def _read(path: Path) -> PrivateKey:
    try:
        record = json.loads(path.read_text(encoding="ascii"))
        private = bytes.fromhex(record["private"])
        return PrivateKey(record["key_id"], record["suite"], record["use"], record["unit"], private)
    except (ValueError, KeyError, TypeError) as error:
        raise KeystoreError("keystore.damaged", path.name) from error
