"""Read canonical JSON and values strictly and verify signatures, for ipx_verify: docs/protocol.md, 2 and 3."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

Json = Any  # parsed JSON of unknown shape; every reader checks before it uses
Check = Callable[[Json], bool]
LARGEST, BODY_LIMIT = 2**53 - 1, 1_048_576
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SP 800-186, 3.2.1.3


class Fault(Exception):
    """One broken rule of section 15 and its place."""

    def __init__(self, rule: str, place: str = "") -> None:
        super().__init__(rule, place)
        self.rule, self.place = rule, place


def refuse(is_broken: object, rule: str, place: object = "") -> None:
    if is_broken:
        raise Fault(rule, str(place))


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def write(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(content: bytes, limit: int = BODY_LIMIT) -> Json:
    """Return the value of canonical bytes (2)."""
    refuse(len(content) > limit, "canonical.size")
    try:
        value = json.loads(content.decode(), parse_float=_no_float, parse_constant=_no_float)
    except (RecursionError, ValueError) as error:
        rules = {UnicodeDecodeError: "canonical.utf8", RecursionError: "canonical.depth"}
        raise Fault(rules.get(type(error), "canonical.json")) from error
    _check_profile(value, "", 0)
    refuse(write(value) != content, "canonical.form")
    return value


def _no_float(_text: str) -> Json:
    raise Fault("canonical.float")


def parse_object(content: bytes, limit: int, rule: str) -> Json:
    try:
        value = parse(content, limit)
    except Fault as fault:
        raise Fault(rule, fault.place) from fault
    refuse(not isinstance(value, dict), rule)
    return value


def _check_profile(value: Json, place: str, depth: int) -> None:
    if isinstance(value, dict | list):
        refuse(depth >= 16, "canonical.depth", place)
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            refuse(isinstance(name, str) and not re.fullmatch("[ -~]{1,128}", name), "canonical.name", place)
            _check_profile(member, f"{place}/{name}", depth + 1)
    elif isinstance(value, str):
        refuse(re.search("[\ud800-\udfff]", value), "canonical.utf8", place)
        refuse(unicodedata.normalize("NFC", value) != value, "canonical.nfc", place)
    elif isinstance(value, int):
        refuse(abs(value) > LARGEST, "canonical.integer", place)


def text(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def count(least: int = 0, most: int = LARGEST) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def is_stamp(value: Json) -> bool:
    try:
        return text(r"[\d-]{10}T[\d:]{8}\.\d{3}Z")(value) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _verify_x1(public: bytes, signature: bytes, content: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(public).verify(signature, content)


def _verify_x2(public: bytes, signature: bytes, content: bytes) -> None:
    first, second = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(public) != 65 or len(signature) != 64 or second > P256_ORDER // 2:
        raise InvalidSignature
    key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    key.verify(encode_dss_signature(first, second), content, ECDSA(SHA256()))


SUITES: dict[str, Callable[[bytes, bytes, bytes], None]] = {"X1": _verify_x1, "X2": _verify_x2}


def verify_signature(suite: str, public: bytes, signature: bytes, content: bytes) -> bool:
    """Say whether a signature is good under a suite."""
    refuse(suite not in SUITES, "suite.unknown")
    try:
        SUITES[suite](public, signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True
