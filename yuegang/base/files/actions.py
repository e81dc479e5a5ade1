"""Keep files, cover parts of pictures, make small pictures."""

import os
import unicodedata
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Protocol

from yuegang.base.files import containers, images, kinds, storage
from yuegang.base.files.errors import FileRefused
from yuegang.base.files.images import Box
from yuegang.base.models import StoredFile

NAME_LENGTH = 120
LARGEST = max(kind.limit for kind in kinds.KINDS.values())


class Upload(Protocol):
    """What a form field or an open file gives: a name and bytes to read."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes."""
        ...


def store(upload: Upload | BinaryIO, *, allowed: frozenset[str] | set[str] = kinds.EVIDENCE) -> StoredFile:
    """Keep an uploaded file whose content is one of the allowed media types; pictures are written anew.

    Raises FileRefused with the rule that the file broke; nothing is kept then.
    """
    name = plain_name(str(upload.name or ""))
    content = upload.read(LARGEST + 1)
    return store_bytes(content, name, allowed=allowed)


def store_bytes(content: bytes, name: str, *, allowed: frozenset[str] | set[str] = kinds.EVIDENCE) -> StoredFile:
    """Keep bytes under a name with the same checks as `store`; raises FileRefused."""
    kind = kinds.identify(content, name, frozenset(allowed))
    if kind.media_type in kinds.IMAGES:
        return _keep_picture(images.reencode(content, kind.media_type), name)
    if kind.media_type == kinds.PDF:
        containers.check_pdf(content)
    elif kind.media_type == kinds.XLSX:
        containers.check_workbook(content)
    else:
        containers.decode_csv(content)
    digest = storage.write(content)
    return StoredFile.objects.create(
        sha256=digest, size=len(content), media_type=kind.media_type, name=_with_suffix(name, kind.suffixes)
    )


def burn_boxes(stored: StoredFile, boxes: Sequence[Box | Mapping[str, object] | Sequence[object]]) -> StoredFile:
    """Keep a new picture in which each box is black, and return it; the original stays as it is.

    boxes: pixels of the stored picture as Box, {"x","y","width","height"} or [x, y, width, height].
    Raises FileRefused if the file is no picture or a box lies outside it.
    """
    if not stored.is_image:
        raise FileRefused("image.type")
    listed = [Box.of(box) for box in boxes]
    picture = images.cover(storage.read(stored.sha256), stored.media_type, listed)
    return _keep_picture(picture, stored.name)


def content_of(stored: StoredFile) -> bytes:
    """Return the bytes of a kept file, proved against their digest; raises FileDamaged."""
    return storage.read(stored.sha256)


def thumbnail_of(stored: StoredFile, edge: int = 320) -> bytes:
    """Return a JPEG of a kept picture, its longer edge at most `edge` pixels; made once, then kept beside it.

    Raises FileRefused if the file is no picture.
    """
    if not stored.is_image:
        raise FileRefused("image.type")
    path = storage.path_of(stored.sha256, f"-{edge}.jpg")
    if not path.exists():
        storage.write_at(path, images.thumbnail(storage.read(stored.sha256), edge).content)
    return path.read_bytes()


def plain_name(name: str) -> str:
    """Return the last part of a file name without control or direction characters, in composed form."""
    last = os.path.basename(name.replace("\\", "/"))
    plain = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    return unicodedata.normalize("NFC", plain).strip().strip(".")[-NAME_LENGTH:] or "file"


def _keep_picture(picture: images.Picture, name: str) -> StoredFile:
    digest = storage.write(picture.content)
    return StoredFile.objects.create(
        sha256=digest,
        size=len(picture.content),
        media_type=picture.media_type,
        name=_with_suffix(name, kinds.KINDS[picture.media_type].suffixes),
        width=picture.width,
        height=picture.height,
    )


def _with_suffix(name: str, suffixes: tuple[str, ...]) -> str:
    """Give the name the suffix of what it is, so that no kept file promises another type."""
    stem, dot, last = name.rpartition(".")
    if dot and "." + last.lower() in suffixes:
        return name
    return (stem if dot and "." + last.lower() in kinds.SUFFIXES else name) + suffixes[0]
