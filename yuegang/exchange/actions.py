"""Put messages into the outbox, in the transaction of the business change."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from yuegang.base import clock
from yuegang.base.files.actions import content_of
from yuegang.engine.protocol import receipt as receipts
from yuegang.engine.protocol.entry import Blob as EntryBlob
from yuegang.engine.protocol.entry import BodyAddress, body_info
from yuegang.engine.protocol.header import MAX_BLOBS, MAX_BODY
from yuegang.engine.protocol.marking import Marking
from yuegang.engine.protocol.suites import seal
from yuegang.exchange import blobs, bodies, wake
from yuegang.exchange.errors import NotSendable
from yuegang.exchange.handlers import File
from yuegang.exchange.headers import check_sealable
from yuegang.exchange.models import Blob, Channel, OutboxEntry
from yuegang.exchange.roster import addressee


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Hold a message to another node's unit: body as compiled by the gate, files as (name, media type, kept file)."""

    kind: str
    item_id: str | UUID
    item_ver: int
    from_unit: str
    to_unit: str
    body: Mapping[str, object]
    marking: str
    obligation: Mapping[str, object] | None = None
    ref: str | UUID = ""
    files: Sequence[File] = ()


def enqueue(message: Outgoing) -> OutboxEntry:
    """Add one unsealed row in the caller's transaction, its body sealed to the receiving unit; wake the sealer.

    Raises NotSendable: outbox.transaction, outbox.unit_key, outbox.own_node, outbox.channel, outbox.size,
    outbox.files, entry.*; ValueError for an unknown marking; CanonicalError for a body outside I-JSON.
    """
    if not connection.in_atomic_block:
        raise NotSendable("outbox.transaction")
    to = addressee(message.to_unit)
    if to.node == settings.NODE_CODE:
        raise NotSendable("outbox.own_node", message.to_unit)
    if to.channel_id is None:
        raise NotSendable("outbox.channel", to.node)
    address = BodyAddress(
        sender=settings.NODE_CODE,
        receiver=to.node,
        kind=message.kind,
        item_id=str(message.item_id),
        item_ver=message.item_ver,
        to_unit=message.to_unit,
    )
    files = _keep_files(to.channel_id, message.files)
    body = seal(to.suite, to.public, bodies.pack(message.body, files), body_info(address))
    if len(body) > MAX_BODY:
        raise NotSendable("outbox.size", str(len(body)))
    entry = OutboxEntry(
        channel_id=to.channel_id,
        kind=message.kind,
        item_id=message.item_id,
        item_ver=message.item_ver,
        from_unit=message.from_unit,
        to_unit=message.to_unit,
        body=body,
        enc="hpke",
        enc_key=to.key_id,
        marking=Marking(message.marking).value,
        blobs=[asdict(EntryBlob(file.digest, file.size)) for file in files],
        obligation=None if message.obligation is None else dict(message.obligation),
        ref=str(message.ref),
        created_at=clock.moment(),
    )
    check_sealable(entry, to.node)
    entry.save(force_insert=True)
    wake.after_commit(wake.OUTBOX, to.node)
    return entry


def append_receipt(channel: Channel, receipt: receipts.Receipt, item_id: UUID) -> OutboxEntry:
    """Add an unsealed receipt for the peer's log in the caller's transaction; receipts travel in clear."""
    entry = OutboxEntry.objects.create(
        channel=channel,
        kind=receipts.KIND,
        item_id=item_id,
        item_ver=1,
        body=receipts.build_receipt(receipt),
        enc="none",
        marking=Marking.AMBER.value,
        created_at=clock.moment(),
    )
    wake.after_commit(wake.OUTBOX, channel.peer)
    return entry


def _keep_files(channel_id: int, files: Sequence[File]) -> list[bodies.FileKey]:
    if len(files) > MAX_BLOBS:
        raise NotSendable("outbox.files", str(len(files)))
    return [_keep_file(channel_id, file) for file in files]


def _keep_file(channel_id: int, file: File) -> bodies.FileKey:
    name, media_type, stored = file
    key = secrets.token_bytes(32)
    sealed = blobs.encrypt(content_of(stored), key)
    digest = blobs.keep(sealed)
    Blob.objects.create(channel_id=channel_id, outgoing=True, digest=digest, size=len(sealed), complete=True)
    return bodies.FileKey(digest, key.hex(), media_type, name, len(sealed))
