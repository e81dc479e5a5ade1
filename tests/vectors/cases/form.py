"""Shape one case of a vector file."""

import base64
from collections.abc import Mapping
from typing import Any

from yuegang.engine.protocol.canonical import encode
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.header import as_object
from yuegang.engine.protocol.roster import key_object
from yuegang.engine.protocol.tests import builders as build

Case = dict[str, Any]  # JSON
ROSTER = [key_object(build.signing_key()), key_object(build.sealing_key())]
LOG = list(build.LOG)


def case(name: str, given: Mapping[str, object], expect: object) -> Case:
    """Return one valid case."""
    return {"name": name, "given": dict(given), "expect": expect}


def damaged(name: str, given: Mapping[str, object], rule: str, place: str = "") -> Case:
    """Return one case that must be refused by a rule."""
    return {"name": name, "given": dict(given), "expect": {"rule": rule, "place": place}}


def text64(data: bytes) -> str:
    """Return padded base64."""
    return base64.b64encode(data).decode()


def forced(changes: Mapping[str, object]) -> Entry:
    """Sign a header our own code refuses to sign."""
    data = encode({**as_object(build.header()), **changes})
    return Entry(data, build.SIGNER.sign(data), build.BODY)
