"""Write and read canonical JSON: RFC 8785 within the I-JSON profile of docs/protocol.md, section 2.

Member names are printable ASCII, so sorting by code point equals the UTF-16 order RFC 8785, 3.2.3 asks for,
and numbers are integers only; under these two limits the standard library's encoder writes exactly RFC 8785
(a property test compares it with the `rfc8785` package).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from unicodedata import is_normalized

from .errors import CanonicalError

MAX_DEPTH = 16  # nested arrays and objects; protocol.md, 2
MAX_INTEGER = 2**53 - 1  # RFC 7493, 2.2
MAX_DOCUMENT = 1_048_576  # bytes; protocol.md, 2

_name = re.compile(r"[\x20-\x7e]{1,128}").fullmatch
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, check_circular=False, separators=(",", ":")
).encode


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a value made of None, bool, int, str, list, tuple and dict.

    Raises CanonicalError for floats, integers beyond 2**53 - 1, text that is not NFC, odd names, depth > 16.
    Source: RFC 8785; RFC 7493 (I-JSON).
    """
    check(value)
    return encode(value)


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value already known to be in the profile."""
    return _encode(value).encode()


def digest(data: bytes) -> str:
    """Return "sha256:" and 64 lower-case hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def parse_strict(data: bytes, limit: int = MAX_DOCUMENT) -> object:
    """Return the value of I-JSON bytes that need not be in canonical form.

    limit: bytes. Raises CanonicalError for whatever the profile forbids, duplicate names included.
    """
    value = _load(data, limit, _STRICT)
    check(value)
    return value


def parse_canonical(data: bytes, limit: int = MAX_DOCUMENT) -> object:
    """Return the value of bytes that must be exactly the canonical form of that value.

    limit: bytes. Raises CanonicalError.
    """
    value = parse_ascii_fast(data, limit)
    if data.isascii():
        check(value)
    return value


def parse_ascii_fast(data: bytes, limit: int) -> object:
    """Return the value of canonical bytes, leaving depth and integer range of ASCII text to the caller.

    For headers and heads, whose fields are checked one by one: half the cost of parse_canonical.
    A duplicate name cannot pass, since writing the value again gives other bytes.
    Raises CanonicalError.
    """
    value = _load(data, limit, _PLAIN)
    if not data.isascii():
        check(value)
    try:
        same = encode(value) == data
    except (RecursionError, UnicodeEncodeError) as error:
        raise CanonicalError("canonical.form") from error
    if not same:
        raise CanonicalError("canonical.form")
    return value


def check(value: object, place: str = "", depth: int = 0) -> None:
    """Raise CanonicalError naming the first place (JSON pointer) where a value leaves the profile."""
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, dict | list | tuple):
        if depth >= MAX_DEPTH:
            raise CanonicalError("canonical.depth", place)
        for name, member in _members(value, place):
            check(member, f"{place}/{name}", depth + 1)
    elif isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise CanonicalError("canonical.integer", place)
    elif value is not None:
        raise CanonicalError("canonical.float" if isinstance(value, float) else "canonical.type", place)


def _members(
    value: dict[object, object] | list[object] | tuple[object, ...], place: str
) -> Iterable[tuple[object, object]]:
    if not isinstance(value, dict):
        return enumerate(value)
    for name in value:
        if not isinstance(name, str) or _name(name) is None:
            raise CanonicalError("canonical.name", place)
    return value.items()


def _check_text(text: str, place: str) -> None:
    if text.isascii():
        return
    if not is_normalized("NFC", text):
        raise CanonicalError("canonical.nfc", place)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("canonical.utf8", place) from error


def _refuse_float(text: str) -> object:
    raise CanonicalError("canonical.float", detail={"text": text[:32]})


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise CanonicalError("canonical.duplicate")
    return value


_PLAIN = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float)
_STRICT = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float, object_pairs_hook=_unique)


def _load(data: bytes, limit: int, decoder: json.JSONDecoder) -> object:
    if len(data) > limit:
        raise CanonicalError("canonical.size", detail={"size": len(data), "limit": limit})
    try:
        value: object = decoder.decode(data.decode())
    except UnicodeDecodeError as error:
        raise CanonicalError("canonical.utf8") from error
    except RecursionError as error:
        raise CanonicalError("canonical.depth") from error
    except ValueError as error:
        raise CanonicalError("canonical.json") from error
    return value
