"""Fetch the encrypted files of entries, going on where a broken transfer ended."""

import logging
import os
from collections.abc import Iterable
from typing import BinaryIO

import httpx

from yuegang.engine.protocol.entry import Blob as EntryBlob
from yuegang.engine.protocol.entry import Verified
from yuegang.exchange import blobs
from yuegang.exchange.client import PeerClient
from yuegang.exchange.errors import PeerFault
from yuegang.exchange.models import Blob, Channel
from yuegang.exchange.opening import LARGEST_BLOB

STEP = blobs.CHUNK  # bytes made durable at a time: the most a cut costs again

logger = logging.getLogger(__name__)


def fetch_for(channel: Channel, client: PeerClient, entries: Iterable[Verified]) -> int:
    """Fetch the files named and not here, return how many came; one that cannot be had is left for later."""
    wanted = [blob for entry in entries if entry.header is not None for blob in entry.header.blobs]
    return sum(_fetched(channel, client, blob) for blob in wanted if not blobs.path_of(blob.digest).exists())


def _fetched(channel: Channel, client: PeerClient, blob: EntryBlob) -> bool:
    if blob.size > LARGEST_BLOB:
        return False
    try:
        fetch(client, blob)
    except (PeerFault, httpx.HTTPError, OSError) as error:
        logger.warning("blob.missing", extra={"digest": blob.digest, "error": type(error).__name__})
        return False
    Blob.objects.get_or_create(
        channel=channel, outgoing=False, digest=blob.digest, defaults={"size": blob.size, "complete": True}
    )
    return True


def fetch(client: PeerClient, blob: EntryBlob) -> None:
    """Bring one ciphertext here durably; raises PeerFault "blob.digest" when the bytes are not the promised ones.

    What is here in whole steps is on disk, so a cut, even of the machine's power, costs at most one step again.
    """
    waiting = blobs.partial_path(blob.digest)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    have = waiting.stat().st_size // STEP * STEP if waiting.exists() else 0
    if have > blob.size:
        waiting.unlink()
        have = 0
    with waiting.open("r+b" if have else "wb") as file:
        file.truncate(have)
        file.seek(have)
        if have < blob.size:
            _append(client, blob, file)
    if waiting.stat().st_size != blob.size or blobs.digest_of(waiting) != blob.digest:
        waiting.unlink()
        raise PeerFault("blob.digest", blob.digest)
    blobs.place(waiting, blobs.path_of(blob.digest))


def _append(client: PeerClient, blob: EntryBlob, file: BinaryIO) -> None:
    """Write the rest of a file, each step on disk before the next begins."""
    at = file.tell()
    with client.blob(blob.digest, at) as response:
        for piece in response.iter_bytes(STEP):
            at += len(piece)
            if at > blob.size:
                raise PeerFault("blob.size", blob.digest)
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
