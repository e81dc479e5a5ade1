"""Recognise the well-formed values of wire fields (docs/protocol.md, section 3)."""

import re
from datetime import UTC, datetime

from .canonical import MAX_INTEGER
from .errors import ProtocolError

NO_DIGEST = "sha256:" + "0" * 64  # stands before the first entry; protocol.md, 4

_digest = re.compile(r"sha256:[0-9a-f]{64}").fullmatch
_uuid = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
_stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII).fullmatch
_node = re.compile(r"[a-z]{2}(-[a-z0-9]{1,24}){1,3}").fullmatch
_kind = re.compile(r"[a-z][a-z0-9-]{0,31}").fullmatch
_unit = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,63}").fullmatch
_token = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._@/+-]{0,127}").fullmatch
_suite = re.compile(r"[A-Z][A-Z0-9+-]{0,15}").fullmatch
_calendar = re.compile(r"[A-Z]{2}(@sha256:[0-9a-f]{64})?").fullmatch


def is_digest(value: object) -> bool:
    """Tell whether this is "sha256:" and 64 lower-case hexadecimal digits."""
    return type(value) is str and _digest(value) is not None


def is_uuid(value: object) -> bool:
    """Tell whether this is a UUID in its lower-case form (RFC 9562, 4)."""
    return type(value) is str and _uuid(value) is not None


def is_stamp(value: object) -> bool:
    """Tell whether this is a UTC time with exactly three decimals (RFC 3339)."""
    if type(value) is not str or _stamp(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_node(value: object) -> bool:
    """Tell whether this is a node code such as "hk-customs"."""
    return type(value) is str and _node(value) is not None


def is_kind(value: object) -> bool:
    """Tell whether this is a kind of entry such as "lead"."""
    return type(value) is str and _kind(value) is not None


def is_unit(value: object) -> bool:
    """Tell whether this is a unit code such as "CUS-53/LEGAL"."""
    return type(value) is str and _unit(value) is not None


def is_token(value: object) -> bool:
    """Tell whether this is a key, target or entry reference."""
    return type(value) is str and _token(value) is not None


def is_suite(value: object) -> bool:
    """Tell whether this can name a suite, known here or not."""
    return type(value) is str and _suite(value) is not None


def is_calendar(value: object) -> bool:
    """Tell whether this is a calendar place, with or without the digest of its version."""
    return type(value) is str and _calendar(value) is not None


def is_count(value: object) -> bool:
    """Tell whether this is an integer in [0, 2**53 - 1]."""
    return type(value) is int and 0 <= value <= MAX_INTEGER


def is_number(value: object) -> bool:
    """Tell whether this is an integer in [1, 2**53 - 1]."""
    return type(value) is int and 1 <= value <= MAX_INTEGER


def stamp(time: datetime) -> str:
    """Return the wire form of an aware time, cut to milliseconds.

    Raises ProtocolError for a naive time.
    """
    if time.tzinfo is None:
        raise ProtocolError("stamp.naive")
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_of(text: str) -> datetime:
    """Return the aware UTC time of a stamp; raises ProtocolError when it is not one."""
    if not is_stamp(text):
        raise ProtocolError("stamp.form")
    return datetime.fromisoformat(text)
