"""State, signed, how long a log is and what it holds (docs/protocol.md, section 7)."""

from dataclasses import asdict, dataclass

from . import fields
from .canonical import encode, parse_ascii_fast
from .errors import CanonicalError, HeadError, RosterError, SuiteError
from .roster import Roster
from .suites import Signer, verify

MAX_HEAD = 2_048  # bytes; protocol.md, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Hold the fields of a head: log, number of entries, RFC 6962 root, digest of the last header.

    next_hb: time by which the sender promises a newer head.
    """

    sender: str
    receiver: str
    size: int
    root: str
    last: str
    ts: str
    next_hb: str
    suite: str
    key: str
    v: int = 1


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Hold a head as it travels."""

    head_bytes: bytes
    signature: bytes


def sign_head(head: Head, signer: Signer) -> SignedHead:
    """Return the signed head; raises HeadError when a field is ill-formed or names another key."""
    if (head.key, head.suite) != (signer.key_id, signer.suite):
        raise HeadError("head.key", "key")
    value = asdict(head)
    _check_fields(value)
    data = encode(value)
    return SignedHead(data, signer.sign(data))


def parse_head(head_bytes: bytes) -> Head:
    """Return the fields of head bytes, nothing verified yet.

    Raises HeadError: head.canonical, head.field (place: the field).
    """
    try:
        value = parse_ascii_fast(head_bytes, MAX_HEAD)
    except CanonicalError as error:
        raise HeadError("head.canonical", error.place, {"cause": error.rule}) from error
    if not isinstance(value, dict):
        raise HeadError("head.canonical", detail={"cause": "not an object"})
    _check_fields(value)
    return Head(**value)


def verify_head(signed: SignedHead, roster: Roster, expected_log: tuple[str, str]) -> Head:
    """Return the head of a log once its signature is proven; raises HeadError or RosterError."""
    head = parse_head(signed.head_bytes)
    if (head.sender, head.receiver) != expected_log:
        raise HeadError("head.log")
    key = roster.signing(head.key, fields.time_of(head.ts))
    if key.node != head.sender:
        raise RosterError("roster.node", key.key_id)
    if key.suite != head.suite:
        raise HeadError("head.suite", "suite")
    try:
        good = verify(key.suite, key.public, signed.signature, signed.head_bytes)
    except SuiteError as error:
        raise HeadError("head.suite", "suite", error.detail) from error
    if not good:
        raise HeadError("head.signature")
    return head


def compare_heads(earlier: Head, later: Head) -> None:
    """Raise HeadError when two verified heads of one log cannot both be honest.

    head.fork: same size, other root or last entry; the two signed heads are the evidence.
    head.shrunk: the log is shorter than a head signed before (an old backup, or entries withdrawn).
    """
    if later.size == earlier.size and (later.root, later.last) != (earlier.root, earlier.last):
        raise HeadError("head.fork", str(later.size))
    if later.size < earlier.size and later.ts >= earlier.ts:
        raise HeadError("head.shrunk", str(later.size), {"before": earlier.size})


def _check_fields(value: dict[str, object]) -> None:
    if value.keys() != _FIELDS.keys():
        raise HeadError("head.field", min(value.keys() ^ _FIELDS.keys()))
    for name, well_formed in _FIELDS.items():
        if not well_formed(value[name]):
            raise HeadError("head.field", name)
    if (value["size"] == 0) != (value["last"] == fields.NO_DIGEST):
        raise HeadError("head.field", "last")


_FIELDS = {
    "v": lambda value: type(value) is int and value == 1,
    "sender": fields.is_node,
    "receiver": fields.is_node,
    "size": fields.is_count,
    "root": fields.is_digest,
    "last": fields.is_digest,
    "ts": fields.is_stamp,
    "next_hb": fields.is_stamp,
    "suite": fields.is_suite,
    "key": fields.is_token,
}
