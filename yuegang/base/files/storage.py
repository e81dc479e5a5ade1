"""The folder of kept files: FILES_ROOT/aa/bb/<digest>, written whole or not at all."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from yuegang.base.files.errors import FileDamaged


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def path_of(digest: str, suffix: str = "") -> Path:
    """Return where the bytes of a digest lie; a suffix names something derived from them."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / (digest + suffix)


def write(content: bytes) -> str:
    """Keep the bytes and return their digest; on return they survive a power cut."""
    digest = digest_of(content)
    path = path_of(digest)
    if not path.exists():
        write_at(path, content)
    return digest


def write_at(path: Path, content: bytes) -> None:
    """Write a file in one step: a temporary file beside it, fsync, rename, fsync of the folder."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def read(digest: str) -> bytes:
    """Return the bytes of a digest, proved; raises FileDamaged if they are gone or were changed."""
    try:
        content = path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(digest) from error
    if digest_of(content) != digest:
        raise FileDamaged(digest)
    return content
