"""Write and read volumes: tape archives of segments and encrypted files, whole up to wherever a copy was cut.

A segment stands after the files it names, so what was read before a cut is complete. Source: POSIX.1-2017, pax, ustar.
"""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yuegang.engine.protocol.segment import MAX_SEGMENT
from yuegang.exchange.errors import ExchangeError

NAME = re.compile(r"(?P<seq>[0-9]{10})\.ipx|(?P<blob>[0-9a-f]{64})")
MEMBERS = 200_000  # most members of one volume
PIECE = 1_048_576  # bytes read at once


class VolumeRefused(ExchangeError):
    """Say why a file is no volume: volume.form, volume.name, volume.size, volume.blob, volume.cut."""


@dataclass(frozen=True, slots=True)
class Written:
    """Hold what one volume became."""

    name: str
    size: int
    digest: str
    first: int
    last: int

    def row(self) -> dict[str, object]:
        """Return what the parcel's row keeps."""
        return {
            "name": self.name,
            "size": self.size,
            "digest": self.digest,
            "first": self.first,
            "last": self.last,
        }


class Writer:
    """Grow one volume in a folder."""

    def __init__(self, folder: Path, log: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = folder / f"{log}.part"
        self.log = log
        self.held: set[str] = set()
        self.archive = tarfile.open(self.path, "w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115  close() closes it

    @property
    def size(self) -> int:
        """Return the bytes written so far."""
        return self.archive.offset

    def add_blob(self, digest: str, path: Path) -> None:
        """Add an encrypted file, once."""
        if digest in self.held:
            return
        self.held.add(digest)
        with path.open("rb") as file:
            self.archive.addfile(_member(digest.removeprefix("sha256:"), path.stat().st_size), file)

    def add_segment(self, first: int, content: bytes) -> None:
        """Add a segment under the number of its first entry."""
        self.archive.addfile(_member(f"{first:010d}.ipx", len(content)), io.BytesIO(content))

    def close(self, first: int, last: int) -> Written:
        """Give the volume its name, durably."""
        self.archive.close()
        name = f"{self.log}.{first:010d}-{last:010d}.tar"
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
        path = self.path.replace(self.path.with_name(name))
        with path.open("rb") as file:
            digest = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
        return Written(name, path.stat().st_size, digest, first, last)


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the bytes of a segment as they would come over a line."""

    content: bytes


@dataclass(frozen=True, slots=True)
class BlobFile:
    """Hold where a ciphertext of a volume waits, its digest proven."""

    digest: str
    path: Path


def read(path: Path, waiting: Path) -> Iterator[Segment | BlobFile]:
    """Yield what a volume holds, in order; raises VolumeRefused at the first thing that is not as agreed.

    waiting: folder in which ciphertexts are laid; nothing is ever written under a name of the archive's choice alone.
    """
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with tarfile.open(path, "r:") as archive:
            for number, member in enumerate(archive):
                if number >= MEMBERS:
                    raise VolumeRefused("volume.size", str(number))
                yield _read_member(archive, member, waiting)
            if not _is_ended(path, archive.offset):
                raise VolumeRefused("volume.cut", str(archive.offset))
    except tarfile.TarError as error:
        raise VolumeRefused("volume.cut" if path.stat().st_size >= tarfile.BLOCKSIZE else "volume.form") from error


def looks_like_one(beginning: bytes) -> bool:
    """Say whether the first block of a file is that of a tape archive with a member of ours."""
    name = beginning[:100].rstrip(b"\0")
    return beginning[257:262] == b"ustar" and NAME.fullmatch(name.decode("ascii", "replace")) is not None


def _read_member(archive: tarfile.TarFile, member: tarfile.TarInfo, waiting: Path) -> Segment | BlobFile:
    name = NAME.fullmatch(member.name)
    if name is None or member.type != tarfile.REGTYPE:
        raise VolumeRefused("volume.name", member.name[:80])
    if member.size > MAX_SEGMENT:
        raise VolumeRefused("volume.size", member.name)
    source = archive.extractfile(member)
    assert source is not None  # a regular file has content
    if name["seq"]:
        content = source.read()
        if len(content) != member.size:
            raise VolumeRefused("volume.cut", member.name)
        return Segment(content)
    target, found = waiting / name["blob"], hashlib.sha256()
    with target.open("wb") as file:
        while piece := source.read(PIECE):
            found.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if target.stat().st_size != member.size:
        raise VolumeRefused("volume.cut", member.name)
    if found.hexdigest() != name["blob"]:
        raise VolumeRefused("volume.blob", member.name)
    return BlobFile(f"sha256:{name['blob']}", target)


def _is_ended(path: Path, offset: int) -> bool:
    """Say whether the archive has its end mark, two empty blocks; `offset` is behind the first of them."""
    return path.stat().st_size >= offset + tarfile.BLOCKSIZE


def _member(name: str, size: int) -> tarfile.TarInfo:
    """Return a member without owner, time or mode of this machine: the same entries make the same bytes."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member
