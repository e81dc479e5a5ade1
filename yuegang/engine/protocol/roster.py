"""Know which key may do what, for whom and when (docs/protocol.md, section 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from . import fields
from .canonical import canonical, digest
from .errors import RosterError

Use = Literal["sign", "seal", "http"]
USES: tuple[Use, ...] = ("sign", "seal", "http")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Hold one public key: raw bytes, valid from inclusive to not_after exclusive, aware UTC times.

    unit is "" for a key of the whole node (signing, http) and the unit code for a sealing key.
    """

    node: str
    unit: str
    key_id: str
    suite: str
    use: Use
    public: bytes
    valid_from: datetime
    not_after: datetime
    revoked_at: datetime | None = None
    reason: str = ""


class Roster:
    """Answer which key is good for a use at a time; a revoked key stays good for what it signed before."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys: dict[str, Key] = {}
        for key in keys:
            if self._keys.setdefault(key.key_id, key) is not key:
                raise RosterError("roster.duplicate", key.key_id)

    def signing(self, key_id: str, ts: datetime) -> Key:
        """Return the key that may sign log entries at this time; raises RosterError."""
        return self._usable(key_id, "sign", ts)

    def http(self, key_id: str, ts: datetime) -> Key:
        """Return the key that may sign requests at this time; raises RosterError."""
        return self._usable(key_id, "http", ts)

    def sealing(self, node: str, unit: str, ts: datetime) -> Key:
        """Return the newest key to seal to for a unit of a node; raises RosterError "roster.unit"."""
        found = [
            key
            for key in self._keys.values()
            if (key.node, key.unit, key.use) == (node, unit, "seal") and _refusal(key, ts) == ""
        ]
        if not found:
            raise RosterError("roster.unit", unit)
        return max(found, key=lambda key: (key.valid_from, key.key_id))

    def _usable(self, key_id: str, use: Use, ts: datetime) -> Key:
        key = self._keys.get(key_id)
        if key is None:
            raise RosterError("roster.unknown", key_id)
        if key.use != use:
            raise RosterError("roster.use", key_id)
        rule = _refusal(key, ts)
        if rule:
            raise RosterError(rule, key_id)
        return key


def _refusal(key: Key, ts: datetime) -> str:
    if ts < key.valid_from:
        return "roster.not_yet_valid"
    if ts >= key.not_after:
        return "roster.expired"
    if key.revoked_at is not None and ts >= key.revoked_at:
        return "roster.revoked"
    return ""


def key_object(key: Key) -> dict[str, object]:
    """Return a key as the JSON object of the wire; the public key in lower-case hexadecimal."""
    return {
        "key_id": key.key_id,
        "node": key.node,
        "not_after": fields.stamp(key.not_after),
        "public": key.public.hex(),
        "reason": key.reason,
        "revoked_at": None if key.revoked_at is None else fields.stamp(key.revoked_at),
        "suite": key.suite,
        "unit": key.unit,
        "use": key.use,
        "valid_from": fields.stamp(key.valid_from),
    }


def fingerprint(key: Key) -> str:
    """Return the digest of what a key is, which two people compare; later revocation does not change it."""
    value = key_object(key)
    del value["revoked_at"], value["reason"]
    return digest(canonical(value))


def read_key(value: object) -> Key:
    """Return the key of a wire object; raises RosterError "roster.field" (place: the field)."""
    if not isinstance(value, Mapping) or value.keys() != _FIELDS.keys():
        raise RosterError("roster.field")
    for name, well_formed in _FIELDS.items():
        if not well_formed(value[name]):
            raise RosterError("roster.field", name)
    revoked = value["revoked_at"]
    return Key(
        node=value["node"],
        unit=value["unit"],
        key_id=value["key_id"],
        suite=value["suite"],
        use=value["use"],
        public=bytes.fromhex(value["public"]),
        valid_from=fields.time_of(value["valid_from"]),
        not_after=fields.time_of(value["not_after"]),
        revoked_at=None if revoked is None else fields.time_of(revoked),
        reason=value["reason"],
    )


def _is_hex(value: object) -> bool:
    if type(value) is not str or value != value.lower():
        return False
    try:
        return len(bytes.fromhex(value)) * 2 == len(value) > 0
    except ValueError:
        return False


_FIELDS = {
    "key_id": fields.is_token,
    "node": fields.is_node,
    "not_after": fields.is_stamp,
    "public": _is_hex,
    "reason": lambda value: type(value) is str and len(value) <= 200,
    "revoked_at": lambda value: value is None or fields.is_stamp(value),
    "suite": fields.is_suite,
    "unit": lambda value: value == "" or fields.is_unit(value),
    "use": lambda value: type(value) is str and value in USES,
    "valid_from": fields.is_stamp,
}
