"""Put the fields of a message and the keys of its files into the bytes that are sealed, and take them out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from yuegang.engine.protocol.canonical import canonical, parse_canonical
from yuegang.engine.protocol.errors import CanonicalError
from yuegang.exchange.errors import Refused


@dataclass(frozen=True, slots=True)
class FileKey:
    """Name a file of a message: digest and size of its ciphertext, and the key (hexadecimal) that opens it."""

    digest: str
    key: str
    media_type: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """Hold what a sealed body says."""

    fields: Mapping[str, object]
    files: tuple[FileKey, ...]


def pack(fields: Mapping[str, object], files: Sequence[FileKey]) -> bytes:
    """Return the canonical bytes to seal; raises CanonicalError for values outside I-JSON."""
    return canonical({"fields": dict(fields), "files": [asdict(file) for file in files]})


def unpack(data: bytes) -> Content:
    """Return the content of an opened body; raises Refused with the rule it breaks."""
    try:
        value = parse_canonical(data)
    except CanonicalError as error:
        raise Refused("body.canonical", error.place) from error
    if not isinstance(value, dict) or value.keys() != {"fields", "files"}:
        raise Refused("body.shape")
    if not isinstance(value["fields"], dict) or not isinstance(value["files"], list):
        raise Refused("body.shape", "fields")
    return Content(value["fields"], tuple(_file(item, number) for number, item in enumerate(value["files"])))


def _file(item: object, number: int) -> FileKey:
    if not isinstance(item, dict) or item.keys() != {"digest", "key", "media_type", "name", "size"}:
        raise Refused("body.file", f"files/{number}")
    texts = [item["digest"], item["key"], item["media_type"], item["name"]]
    if not all(isinstance(text, str) and len(text) <= 200 for text in texts) or type(item["size"]) is not int:
        raise Refused("body.file", f"files/{number}")
    if len(item["key"]) != 64 or set(item["key"]) - set("0123456789abcdef"):
        raise Refused("body.file", f"files/{number}/key")
    return FileKey(**item)
