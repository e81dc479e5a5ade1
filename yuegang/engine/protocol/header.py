"""Write and read the signed header of an entry (docs/protocol.md, section 4).

Chain fields place the header in its log: when one is wrong nothing can be trusted and the log stops there. Item
fields say what the entry carries: when one is wrong the entry is poison, rejected by name while the log goes on.
Good headers take the short way of `header_form`; what it does not recognise is looked at here, field by field.
"""

from collections.abc import Callable, Mapping
from typing import cast

from . import fields
from .canonical import digest, encode, parse_ascii_fast
from .errors import CanonicalError, EntryError
from .header_fields import (
    CLEAR_KINDS,
    MAX_BLOBS,
    MAX_BODY,
    MAX_HEADER,
    Address,
    Blob,
    BodyAddress,
    Chain,
    Header,
    Obligation,
)
from .header_form import read_exact, write_exact
from .marking import Marking

__all__ = [
    "CLEAR_KINDS",
    "MAX_BLOBS",
    "MAX_BODY",
    "MAX_HEADER",
    "Address",
    "Blob",
    "BodyAddress",
    "Chain",
    "Header",
    "Obligation",
    "as_object",
    "body_info",
    "header_digest",
    "read_chain",
    "read_chain_fields",
    "read_header",
    "to_bytes",
]

MARKINGS: frozenset[str] = frozenset(Marking)


def body_info(address: Address) -> bytes:
    """Return the HPKE info that binds a body to its item, log and receiving unit.

    Source: RFC 9180, 5.1 (info); protocol.md, 5.
    """
    return encode(
        {
            "item_id": address.item_id,
            "item_ver": address.item_ver,
            "kind": address.kind,
            "receiver": address.receiver,
            "sender": address.sender,
            "to_unit": address.to_unit,
            "use": "ipx-body-1",
        }
    )


def to_bytes(header: Header) -> bytes:
    """Return the canonical bytes of a header; raises EntryError when a field is ill-formed."""
    data = write_exact(header)
    if data is not None:
        return data
    value = as_object(header)
    read_chain_fields(value, "")
    return encode(as_object(read_header(value)))


def as_object(header: Header) -> dict[str, object]:
    """Return the header as the JSON object of the wire."""
    value: dict[str, object] = {name: getattr(header, name) for name in _FLAT}
    value["blobs"] = [{"digest": blob.digest, "size": blob.size} for blob in header.blobs]
    owed = header.obligation
    value["obligation"] = None if owed is None else {name: getattr(owed, name) for name in _OBLIGATION}
    return value


def header_digest(header: Header) -> str:
    """Return the digest of the canonical header: the next header's `prev`."""
    return digest(to_bytes(header))


def read_chain(header_bytes: bytes) -> tuple[Chain, Header | Mapping[str, object]]:
    """Return the chain fields of received header bytes, and the good header or else the object for `read_header`.

    Raises EntryError: entry.header_size, entry.canonical, entry.chain (place: the field).
    """
    header = read_exact(header_bytes)
    if header is not None:
        return _chain_of(header, digest(header_bytes)), header
    value = read_object(header_bytes)
    return read_chain_fields(value, digest(header_bytes)), value


def _chain_of(header: Header, own_digest: str) -> Chain:
    return Chain(
        header.sender,
        header.receiver,
        header.seq,
        header.prev,
        header.ts,
        header.body_digest,
        header.body_size,
        header.suite,
        header.key,
        own_digest,
    )


def read_object(header_bytes: bytes) -> dict[str, object]:
    """Return the object of header bytes; raises EntryError: entry.header_size, entry.canonical."""
    if len(header_bytes) > MAX_HEADER:
        raise EntryError("entry.header_size", detail={"size": len(header_bytes)})
    try:
        value = parse_ascii_fast(header_bytes, MAX_HEADER)
    except CanonicalError as error:
        raise EntryError("entry.canonical", error.place, {"cause": error.rule}) from error
    if not isinstance(value, dict):
        raise EntryError("entry.canonical", detail={"cause": "not an object"})
    return value


def read_chain_fields(value: Mapping[str, object], own_digest: str) -> Chain:
    """Return the checked chain fields of a header object; raises EntryError "entry.chain"."""
    for name, well_formed in _CHAIN:
        if not well_formed(value.get(name)):
            raise EntryError("entry.chain", name)
    if value["sender"] == value["receiver"]:
        raise EntryError("entry.chain", "receiver")
    if (value["seq"] == 1) != (value["prev"] == fields.NO_DIGEST):
        raise EntryError("entry.chain", "prev")
    found = cast(Mapping[str, str], value)  # the loop above checked the type of every field read here
    return Chain(
        found["sender"],
        found["receiver"],
        cast(int, value["seq"]),  # checked above
        found["prev"],
        found["ts"],
        found["body_digest"],
        cast(int, value["body_size"]),  # checked above
        found["suite"],
        found["key"],
        own_digest,
    )


def read_header(value: Mapping[str, object]) -> Header:
    """Return the header of an object whose chain fields are good.

    Raises EntryError: entry.version, entry.fields, entry.field, entry.enc (place: the field).
    """
    if value["v"] != 1:
        raise EntryError("entry.version", "v")
    if value.keys() != _NAMES:
        raise EntryError("entry.fields", min(value.keys() ^ _NAMES))
    for name, well_formed in _ITEM:
        if not well_formed(value[name]):
            raise EntryError("entry.field", name)
    _check_sealing(value)
    flat = {name: value[name] for name in _FLAT}
    # every field was checked by type above; mypy cannot follow a table
    return Header(**flat, blobs=_read_blobs(value["blobs"]), obligation=_read_obligation(value["obligation"]))  # type: ignore[arg-type]


def _check_sealing(value: Mapping[str, object]) -> None:
    if value["enc"] == "hpke":
        if value["enc_key"] == "" or value["to_unit"] == "":
            raise EntryError("entry.enc", "enc_key" if value["enc_key"] == "" else "to_unit")
    elif value["enc_key"] != "" or value["kind"] not in CLEAR_KINDS:
        raise EntryError("entry.enc", "enc")


def _read_blobs(value: object) -> tuple[Blob, ...]:
    if not isinstance(value, list) or len(value) > MAX_BLOBS:
        raise EntryError("entry.field", "blobs")
    return tuple(_read_blob(item, number) for number, item in enumerate(value))


def _read_blob(item: object, number: int) -> Blob:
    if not isinstance(item, dict) or item.keys() != {"digest", "size"}:
        raise EntryError("entry.field", f"blobs/{number}")
    if not fields.is_digest(item["digest"]) or not fields.is_count(item["size"]):
        raise EntryError("entry.field", f"blobs/{number}")
    return Blob(item["digest"], item["size"])


def _read_obligation(value: object) -> Obligation | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != set(_OBLIGATION):
        raise EntryError("entry.field", "obligation")
    for name, well_formed in _OBLIGATION.items():
        if not well_formed(value[name]):
            raise EntryError("entry.field", f"obligation/{name}")
    return Obligation(**value)


def _is_body_size(value: object) -> bool:
    return type(value) is int and 0 < value <= MAX_BODY


def _is_optional_unit(value: object) -> bool:
    return value == "" or fields.is_unit(value)


def _is_optional_token(value: object) -> bool:
    return value == "" or fields.is_token(value)


def _is_optional_uuid(value: object) -> bool:
    return value == "" or fields.is_uuid(value)


def _is_days(value: object) -> bool:
    return type(value) is int and 0 <= value <= 400


_Test = Callable[[object], bool]

_CHAIN: tuple[tuple[str, _Test], ...] = (
    ("v", fields.is_number),
    ("sender", fields.is_node),
    ("receiver", fields.is_node),
    ("seq", fields.is_number),
    ("prev", fields.is_digest),
    ("ts", fields.is_stamp),
    ("body_digest", fields.is_digest),
    ("body_size", _is_body_size),
    ("suite", fields.is_suite),
    ("key", fields.is_token),
)
_ITEM: tuple[tuple[str, _Test], ...] = (
    ("kind", fields.is_kind),
    ("item_id", fields.is_uuid),
    ("item_ver", fields.is_number),
    ("from_unit", _is_optional_unit),
    ("to_unit", _is_optional_unit),
    ("enc", lambda value: value in ("none", "hpke")),
    ("enc_key", _is_optional_token),
    ("marking", lambda value: type(value) is str and value in MARKINGS),
    ("ref", _is_optional_uuid),
)
_OBLIGATION: dict[str, _Test] = {
    "target": fields.is_token,
    "acknowledge_days": _is_days,
    "feedback_days": _is_days,
    "calendar": fields.is_calendar,
}
_FLAT = tuple(name for name, _ in _CHAIN + _ITEM)
_NAMES = frozenset((*_FLAT, "blobs", "obligation"))
