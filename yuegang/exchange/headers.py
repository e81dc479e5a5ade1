"""Write the header of an outbox row: for its place in the log, and before, to prove that it can be written."""

from dataclasses import dataclass

from django.conf import settings

from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.entry import NO_DIGEST, Blob, Header, Obligation, to_bytes
from yuegang.engine.protocol.errors import EntryError
from yuegang.exchange.errors import NotSendable
from yuegang.exchange.models import OutboxEntry

SOME_TIME = "2026-01-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Place:
    """Hold where in the log a header stands and who signs it."""

    seq: int
    prev: str
    ts: str
    key: str
    suite: str


def header_of(row: OutboxEntry, peer: str, place: Place, body: bytes) -> Header:
    """Return the header of a row at a place; raises TypeError for an obligation or blob of another shape."""
    return Header(
        sender=settings.NODE_CODE,
        receiver=peer,
        seq=place.seq,
        prev=place.prev,
        ts=place.ts,
        kind=row.kind,
        item_id=str(row.item_id),
        item_ver=row.item_ver,
        from_unit=row.from_unit,
        to_unit=row.to_unit,
        body_digest=digest(body),
        body_size=len(body),
        enc=row.enc,
        enc_key=row.enc_key,
        marking=row.marking,
        suite=place.suite,
        key=place.key,
        blobs=tuple(Blob(**blob) for blob in row.blobs),
        obligation=None if row.obligation is None else Obligation(**row.obligation),
        ref=row.ref,
    )


def check_sealable(row: OutboxEntry, peer: str) -> None:
    """Refuse a row the sealer could not seal: later it would stop everything behind it.

    Raises NotSendable with the rule of the header and its field.
    """
    place = Place(1, NO_DIGEST, SOME_TIME, "any", "X1")
    try:
        to_bytes(header_of(row, peer, place, bytes(row.body or b"")))
    except EntryError as error:
        raise NotSendable(error.rule, error.place) from error
    except TypeError as error:
        raise NotSendable("entry.field", "obligation") from error
