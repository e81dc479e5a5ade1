"""The secrets of the demonstration's accounts: drawn once per home, printed at every start."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yuegang.deploy.demo import totp
from yuegang.deploy.demo.people import NODES, Person
from yuegang.deploy.node import Home, write_private

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@dataclass(frozen=True)
class Account:
    """A sample officer with what signing in needs."""

    person: Person
    node: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        """The one-time code of this moment."""
        return totp.code_at(self.secret, time.time())


def file_of(home: Home) -> Path:
    """Return where the secrets of a home stand."""
    return home.folder / "accounts.json"


def accounts(home: Home) -> list[Account]:
    """Return every sample account of a home, with secrets drawn if they are missing."""
    path = file_of(home)
    known: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    missing = [person.username for person in _everybody() if person.username not in known]
    if missing:
        known |= {name: [_password(), totp.new_secret()] for name in missing}
        write_private(path, json.dumps(known, indent=1))
    return [Account(person, code, *known[person.username]) for code, node in NODES.items() for person in node.people]


def _everybody() -> Iterator[Person]:
    for node in NODES.values():
        yield from node.people


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))
