"""Open a verified entry for the room that takes it: address, body, schema, files; a refusal names its rule."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings

from yuegang.base.files import kinds
from yuegang.base.files.actions import store_bytes
from yuegang.base.files.errors import FileRefused
from yuegang.engine.protocol.entry import Verified, body_info
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.gate import accept
from yuegang.engine.protocol.header import Header
from yuegang.engine.protocol.suites import Opener
from yuegang.exchange import blobs, bodies
from yuegang.exchange.errors import KeystoreError, Refused
from yuegang.exchange.handlers import File, KindHandler, Received, handler_of
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.roster import Directory

LARGEST_BLOB = 67_108_864  # bytes of ciphertext; docs/protocol.md, blobs


@dataclass(frozen=True, slots=True)
class Letter:
    """Hold an opened entry; fields passed the schema, files are still encrypted on disk."""

    handler: KindHandler
    header: Header
    seq: int
    ts: datetime
    fields: Mapping[str, object]
    files: tuple[bodies.FileKey, ...]

    def received(self) -> Received:
        """Return what the handler gets; files are decrypted and kept now, in the caller's transaction."""
        header = self.header
        return Received(
            kind=header.kind,
            item_id=header.item_id,
            item_ver=header.item_ver,
            from_unit=header.from_unit,
            to_unit=header.to_unit,
            sender_node=header.sender,
            body=self.fields,
            marking=header.marking,
            obligation=None if header.obligation is None else asdict(header.obligation),
            ref=header.ref,
            ts=self.ts,
            seq=self.seq,
            files=[_keep(file) for file in self.files],
        )


class Reader:
    """Open entries of one peer; holds the units of both sides for the time of one batch."""

    def __init__(self, peer: str, keystore: Keystore, directory: Directory) -> None:
        self.keystore = keystore
        self.openers: dict[str, Opener] = {}
        self.roster = directory.roster
        self.theirs = directory.units_of(peer)
        self.ours = directory.units_of(settings.NODE_CODE)

    def handler(self, entry: Verified) -> KindHandler:
        """Return who takes an entry once its address is good; raises Refused."""
        if entry.header is None:
            raise _poison(entry)
        header = entry.header
        if header.from_unit not in self.theirs:
            raise Refused("entry.from_unit", header.from_unit)
        if header.to_unit not in self.ours:
            raise Refused("entry.to_unit", header.to_unit)
        if header.enc != "hpke":
            raise Refused("entry.enc", header.kind)
        if any(blob.size > LARGEST_BLOB for blob in header.blobs):
            raise Refused("blob.size", "blobs")
        return handler_of(header.kind)

    def open(self, entry: Verified, handler: KindHandler) -> Letter:
        """Decrypt the body and hold it against the schema; raises Refused."""
        if entry.header is None:
            raise _poison(entry)
        if entry.entry.body is None:
            raise Refused("body.absent")
        try:
            content = bodies.unpack(self._opener(entry.header.enc_key).open(entry.entry.body, body_info(entry.header)))
            fields = accept(handler.schema, content.fields)
        except (ProtocolError, KeystoreError) as error:
            raise Refused(error.rule, error.place) from error
        _check_files(entry.header, content.files)
        return Letter(handler, entry.header, entry.seq, entry.ts, fields, content.files)

    def _opener(self, key_id: str) -> Opener:
        if key_id not in self.openers:
            self.openers[key_id] = self.keystore.opener(key_id)
        return self.openers[key_id]


def missing_blobs(header: Header) -> list[str]:
    """Return the digests of an entry's files that are not here yet."""
    return [blob.digest for blob in header.blobs if not blobs.path_of(blob.digest).exists()]


def _poison(entry: Verified) -> Refused:
    fault = entry.rejected
    return Refused("entry.field") if fault is None else Refused(fault.rule, fault.place)


def _check_files(header: Header, files: Sequence[bodies.FileKey]) -> None:
    listed = [(blob.digest, blob.size) for blob in header.blobs]
    if listed != [(file.digest, file.size) for file in files]:
        raise Refused("body.files", "files")


def _keep(file: bodies.FileKey) -> File:
    plain = blobs.decrypt(blobs.path_of(file.digest).read_bytes(), bytes.fromhex(file.key))
    try:
        stored = store_bytes(plain, file.name, allowed=kinds.EVIDENCE | kinds.WORKBOOKS)
    except FileRefused as error:
        raise Refused("blob.refused", error.rule) from error
    return file.name, file.media_type, stored
