"""Say how far an item may go, and prove the originator's consent on every hop (docs/protocol.md, section 18).

The marking in the signed header of an item says whether its receiver may pass it on. Where the originator must be
asked, its consent is one signed object, the grant, that travels with the copy: each receiver verifies it against the
originator's key by itself and need not believe the node that passes the copy on.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from . import fields
from .canonical import encode, parse_ascii_fast
from .errors import CanonicalError, OnwardError, RosterError, SuiteError
from .marking import Marking
from .roster import Key, Roster
from .suites import Signer, verify

FORM = "ipx-grant-1"
MAX_GRANT = 8_192  # bytes
MAX_POINTERS = 100
PURPOSES = ("inspection", "investigation", "trend_analysis")


class Onward(StrEnum):
    """Say whether the receiver of an item may pass it on."""

    NEVER = "never"
    ASK = "ask"  # with a grant of the originator
    WITHIN = "within"  # to the nodes of the co-operation, without asking


_BY_MARKING = {
    Marking.RED: Onward.NEVER,
    Marking.AMBER_STRICT: Onward.NEVER,
    Marking.AMBER: Onward.ASK,
    Marking.GREEN: Onward.WITHIN,
    Marking.CLEAR: Onward.WITHIN,
}


def onward_of(marking: str) -> Onward:
    """Return how far an item of this marking may go; what is not a marking goes nowhere."""
    return _BY_MARKING[Marking(marking)] if marking in _BY_MARKING else Onward.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Hold the consent of an originator: which version of an item, by which node, to which unit, for what, until when.

    withhold: pointers of the fields that must be taken out first. ts, until: stamps.
    """

    grant_id: str
    origin: str
    kind: str
    item_id: str
    item_ver: int
    holder: str
    to_node: str
    to_unit: str
    purpose: str
    withhold: tuple[str, ...]
    until: str
    ts: str
    suite: str
    key: str
    form: str = FORM


@dataclass(frozen=True, slots=True)
class SignedGrant:
    """Hold a grant as it travels."""

    data: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Describe a copy on its way: who passes what on to whom, when, and the pointers it holds."""

    origin: str
    kind: str
    item_id: str
    item_ver: int
    holder: str
    to_node: str
    to_unit: str
    at: datetime
    pointers: Collection[str]


def sign_grant(grant: Grant, signer: Signer) -> SignedGrant:
    """Return the signed grant; raises OnwardError "grant.key" or "grant.field"."""
    if (grant.key, grant.suite) != (signer.key_id, signer.suite):
        raise OnwardError("grant.key", "key")
    value = asdict(grant) | {"withhold": sorted(grant.withhold)}
    _check(value)
    data = encode(value)
    return SignedGrant(data, signer.sign(data))


def parse_grant(data: bytes) -> Grant:
    """Return the fields of grant bytes, nothing verified yet; raises OnwardError: grant.canonical, grant.field."""
    try:
        value = parse_ascii_fast(data, MAX_GRANT)
    except CanonicalError as error:
        raise OnwardError("grant.canonical", error.place, {"cause": error.rule}) from error
    if not isinstance(value, dict):
        raise OnwardError("grant.canonical", detail={"cause": "not an object"})
    _check(value)
    return Grant(**(value | {"withhold": tuple(value["withhold"])}))


def authenticate_grant(signed: SignedGrant, roster: Roster, at: datetime) -> Grant:
    """Return the grant once its origin's signature is proven; `at`: when it is used.

    A grant has no place in a log, so a stolen key could give it an early date: a key that is revoked when the grant
    is used signs nothing, whenever the grant says it was made. Raises OnwardError or RosterError.
    """
    grant = parse_grant(signed.data)
    key = roster.signing(grant.key, fields.time_of(grant.ts))
    if key.node != grant.origin:
        raise RosterError("roster.node", key.key_id)
    if key.revoked_at is not None and at >= key.revoked_at:
        raise RosterError("roster.revoked", key.key_id)
    if key.suite != grant.suite or not _is_signed(key, signed):
        raise OnwardError("grant.signature")
    return grant


def verify_grant(signed: SignedGrant, roster: Roster, copy: Copy) -> Grant:
    """Return the grant if it lets exactly this copy pass.

    Raises OnwardError: grant.item, grant.holder, grant.receiver, grant.early, grant.expired, grant.withheld (place:
    the pointer), or as `authenticate_grant`.
    """
    grant = authenticate_grant(signed, roster, copy.at)
    if (grant.origin, grant.kind, grant.item_id, grant.item_ver) != (
        copy.origin,
        copy.kind,
        copy.item_id,
        copy.item_ver,
    ):
        raise OnwardError("grant.item", copy.item_id)
    if grant.holder != copy.holder:
        raise OnwardError("grant.holder", copy.holder)
    if (grant.to_node, grant.to_unit) != (copy.to_node, copy.to_unit):
        raise OnwardError("grant.receiver", copy.to_unit)
    if copy.at < fields.time_of(grant.ts):
        raise OnwardError("grant.early", grant.ts)
    if copy.at >= fields.time_of(grant.until):
        raise OnwardError("grant.expired", grant.until)
    kept_back = sorted(set(grant.withhold) & set(copy.pointers))
    if kept_back:
        raise OnwardError("grant.withheld", kept_back[0])
    return grant


def _is_signed(key: Key, signed: SignedGrant) -> bool:
    try:
        return verify(key.suite, key.public, signed.signature, signed.data)
    except SuiteError:
        return False


def _check(value: dict[str, object]) -> None:
    if value.keys() != _FIELDS.keys():
        raise OnwardError("grant.field", min(value.keys() ^ _FIELDS.keys()))
    for name, well_formed in _FIELDS.items():
        if not well_formed(value[name]):
            raise OnwardError("grant.field", name)


def _is_withheld(value: object) -> bool:
    """Tell whether this is a list of pointers, sorted, none twice."""
    if not isinstance(value, list) or len(value) > MAX_POINTERS:
        return False
    if not all(type(one) is str and one.startswith("/") and one.isascii() and len(one) <= 120 for one in value):
        return False
    return value == sorted(set(value))


_FIELDS = {
    "form": lambda value: value == FORM,
    "grant_id": fields.is_uuid,
    "origin": fields.is_node,
    "kind": fields.is_kind,
    "item_id": fields.is_uuid,
    "item_ver": fields.is_number,
    "holder": fields.is_node,
    "to_node": fields.is_node,
    "to_unit": fields.is_unit,
    "purpose": lambda value: type(value) is str and value in PURPOSES,
    "withhold": _is_withheld,
    "until": fields.is_stamp,
    "ts": fields.is_stamp,
    "suite": fields.is_suite,
    "key": fields.is_token,
}
