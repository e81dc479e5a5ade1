"""Sign one entry of the log, and verify a received one (docs/protocol.md, sections 4 and 5)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .canonical import check, digest
from .errors import CanonicalError, EntryError, RosterError, SuiteError
from .fields import NO_DIGEST, stamp, time_of
from .header import (
    Blob,
    BodyAddress,
    Chain,
    Header,
    Obligation,
    body_info,
    header_digest,
    read_chain,
    read_header,
    to_bytes,
)
from .roster import Key, Roster
from .suites import Signer, verify

__all__ = [
    "NO_DIGEST",
    "Blob",
    "BodyAddress",
    "Entry",
    "Header",
    "Obligation",
    "Verified",
    "authenticate",
    "body_info",
    "entry_object",
    "header_digest",
    "parse_entry",
    "sign_entry",
    "stamp",
    "time_of",
    "to_bytes",
    "verify_entry",
]

Log = tuple[str, str]  # sender, receiver


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold an entry as it travels; body is None when it was erased or is withheld."""

    header_bytes: bytes
    signature: bytes
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Verified:
    """Hold an entry whose place in the log, signature and body are proven.

    rejected names why an authentic entry is not acceptable (poison); then header is None, else never.
    """

    entry: Entry
    seq: int
    digest: str
    ts: datetime
    header: Header | None
    rejected: EntryError | None


def sign_entry(header: Header, signer: Signer, body: bytes | None) -> Entry:
    """Return the signed entry of a header and the bytes that travel.

    Raises EntryError when the header is ill-formed, names another key or does not describe the body.
    """
    if (header.key, header.suite) != (signer.key_id, signer.suite):
        raise EntryError("entry.key", "key")
    if body is not None:
        _check_body(header.body_digest, header.body_size, body)
    header_bytes = to_bytes(header)
    return Entry(header_bytes, signer.sign(header_bytes), body)


def entry_object(entry: Entry) -> dict[str, str | None]:
    """Return the entry as the JSON object of a segment line."""
    body = None if entry.body is None else base64.b64encode(entry.body).decode()
    return {
        "b": body,
        "h": base64.b64encode(entry.header_bytes).decode(),
        "s": base64.b64encode(entry.signature).decode(),
    }


def parse_entry(value: object) -> Entry:
    """Return the entry of a line's object, nothing verified yet; raises EntryError "entry.line"."""
    if not isinstance(value, Mapping) or value.keys() != {"h", "s", "b"}:
        raise EntryError("entry.line")
    body = value["b"]
    return Entry(decode64(value["h"], "h"), decode64(value["s"], "s"), None if body is None else decode64(body, "b"))


def decode64(text: object, place: str) -> bytes:
    """Return the bytes of padded base64 (RFC 4648, 4); raises EntryError "entry.line"."""
    if not isinstance(text, str):
        raise EntryError("entry.line", place)
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EntryError("entry.line", place) from error


def authenticate(chain: Chain, entry: Entry, roster: Roster, expected_log: Log) -> datetime:
    """Prove log, key, signature and body of an entry; return its time.

    Raises EntryError or RosterError.
    """
    if (chain.sender, chain.receiver) != expected_log:
        raise EntryError("entry.log", "sender" if chain.sender != expected_log[0] else "receiver")
    ts = time_of(chain.ts)
    key = roster.signing(chain.key, ts)
    _check_key(key, chain)
    try:
        good = verify(key.suite, key.public, entry.signature, entry.header_bytes)
    except SuiteError as error:
        raise EntryError("entry.suite", "suite", error.detail) from error
    if not good:
        raise EntryError("entry.signature")
    if entry.body is not None:
        _check_body(chain.body_digest, chain.body_size, entry.body)
    return ts


def judge(chain: Chain, content: Header | Mapping[str, object], entry: Entry, ts: datetime) -> Verified:
    """Return an authentic entry with its header, or with the rule that makes it poison."""
    header, rejected = (content, None) if isinstance(content, Header) else _look_at(content)
    return Verified(entry, chain.seq, chain.digest, ts, header, rejected)


def _look_at(value: Mapping[str, object]) -> tuple[Header | None, EntryError | None]:
    try:
        return read_header(value), None
    except EntryError as error:
        rejected = error
    try:
        check(value)  # numbers and depth of the members this version does not know
    except CanonicalError as fault:
        raise EntryError("entry.canonical", fault.place, {"cause": fault.rule}) from fault
    return None, rejected


def verify_entry(entry: Entry, roster: Roster, expected_log: Log) -> Verified:
    """Return a received entry verified on its own; its place in the log is check_batch's work.

    Raises EntryError or RosterError when it is not authentic; an authentic entry that is ill-formed comes
    back with `rejected` set.
    """
    chain, content = read_chain(entry.header_bytes)
    ts = authenticate(chain, entry, roster, expected_log)
    return judge(chain, content, entry, ts)


def _check_key(key: Key, chain: Chain) -> None:
    if key.node != chain.sender:
        raise RosterError("roster.node", key.key_id)
    if key.suite != chain.suite:
        raise EntryError("entry.suite", "suite")


def _check_body(expected_digest: str, expected_size: int, body: bytes) -> None:
    if len(body) != expected_size:
        raise EntryError("entry.body_size", "body_size", {"size": len(body)})
    if digest(body) != expected_digest:
        raise EntryError("entry.body_digest", "body_digest")
