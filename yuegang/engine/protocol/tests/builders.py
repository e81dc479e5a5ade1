"""Build valid things with fixed keys; each test damages one of them."""

from dataclasses import replace
from datetime import UTC, datetime

from yuegang.engine.protocol.batch import Cursor
from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.entry import Entry, Header, sign_entry
from yuegang.engine.protocol.fields import NO_DIGEST
from yuegang.engine.protocol.head import Head, SignedHead, sign_head
from yuegang.engine.protocol.roster import Key, Roster
from yuegang.engine.protocol.suites import opener_from, signer_from
from yuegang.engine.protocol.tree import Frontier, leaf_hash
from yuegang.engine.protocol.x1 import X1

LOG = ("gd-customs", "hk-customs")
BODY = b'{"goods":"suspected"}'
SIGNER = signer_from("X1", "gd-customs.sign.1", bytes(range(32)))
OTHER = signer_from("X1", "gd-customs.sign.2", bytes(range(1, 33)))
OPENER = opener_from("X1", "hk-customs.ipib.1", bytes(range(2, 34)))


def public_of(seed: bytes) -> bytes:
    return X1().signer("", seed).private.public_key().public_bytes_raw()


def sealing_public() -> bytes:
    return X1().opener("", bytes(range(2, 34))).private.public_key().public_bytes_raw()


def signing_key(**changes: object) -> Key:
    key = Key(
        node="gd-customs",
        unit="",
        key_id="gd-customs.sign.1",
        suite="X1",
        use="sign",
        public=public_of(bytes(range(32))),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2028, 1, 1, tzinfo=UTC),
    )
    return replace(key, **changes)  # type: ignore[arg-type]  # tests name real fields


def sealing_key(**changes: object) -> Key:
    found = {"node": "hk-customs", "unit": "CED-IPIB", "key_id": "hk-customs.ipib.1", "use": "seal"}
    return signing_key(**{**found, "public": sealing_public(), **changes})


ROSTER = Roster([signing_key(), sealing_key()])


def header(**changes: object) -> Header:
    found = Header(
        sender="gd-customs",
        receiver="hk-customs",
        seq=1,
        prev=NO_DIGEST,
        ts="2026-11-24T02:00:00.123Z",
        kind="lead",
        item_id="6f1a2b3c-0000-4000-8000-000000000001",
        item_ver=1,
        from_unit="CUS-53/LEGAL",
        to_unit="CED-IPIB",
        body_digest=digest(BODY),
        body_size=len(BODY),
        enc="hpke",
        enc_key="hk-customs.ipib.1",
        marking="AMBER",
        suite="X1",
        key="gd-customs.sign.1",
    )
    return replace(found, **changes)  # type: ignore[arg-type]  # tests name real fields


def signed(**changes: object) -> Entry:
    return sign_entry(header(**changes), SIGNER, BODY)


def log_of(count: int, prev: str = NO_DIGEST, first: int = 1, **changes: object) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(first, first + count):
        entry = signed(seq=seq, prev=prev, item_id=f"6f1a2b3c-0000-4000-8000-{seq:012d}", **changes)
        prev = digest(entry.header_bytes)
        entries.append(entry)
    return entries


def frontier_of(entries: list[Entry]) -> Frontier:
    return Frontier().extend([leaf_hash(entry.header_bytes) for entry in entries])


def cursor_of(entries: list[Entry]) -> Cursor:
    return Cursor(LOG, len(entries), digest(entries[-1].header_bytes) if entries else NO_DIGEST)


def head_of(entries: list[Entry], **changes: object) -> Head:
    found = Head(
        sender="gd-customs",
        receiver="hk-customs",
        size=len(entries),
        root=frontier_of(entries).root_text(),
        last=cursor_of(entries).last,
        ts="2026-11-24T02:00:01.000Z",
        next_hb="2026-11-24T02:01:01.000Z",
        suite="X1",
        key="gd-customs.sign.1",
    )
    return replace(found, **changes)  # type: ignore[arg-type]  # tests name real fields


def signed_head(entries: list[Entry], **changes: object) -> SignedHead:
    return sign_head(head_of(entries, **changes), SIGNER)
