"""A peer made of engine objects: it keeps its own log in a list and reads ours as any node would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet

from yuegang.base import clock
from yuegang.engine.protocol.batch import BatchVerdict, Cursor, check_batch
from yuegang.engine.protocol.canonical import canonical, digest, parse_canonical
from yuegang.engine.protocol.entry import Blob, BodyAddress, Entry, Header, body_info, sign_entry, to_bytes
from yuegang.engine.protocol.fields import NO_DIGEST, stamp
from yuegang.engine.protocol.head import Head, SignedHead, sign_head
from yuegang.engine.protocol.roster import Key, Roster, key_object
from yuegang.engine.protocol.segment import read_segment, write_segment
from yuegang.engine.protocol.suites import (
    Opener,
    Signer,
    generate_sealing,
    generate_signing,
    opener_from,
    seal,
    signer_from,
)
from yuegang.engine.protocol.tree import Frontier, leaf_hash
from yuegang.exchange.bodies import FileKey, pack
from yuegang.exchange.models import OutboxEntry, RosterKey
from yuegang.exchange.provisioning import VALIDITY

OURS = "gd-customs"
OUR_UNIT = "CUS-53/GEN"
PEER_UNIT = "HK-CED/CTI"


@dataclass
class Peer:
    """Hold the keys and the log of the other node."""

    node: str
    keys: list[Key]
    signer: Signer
    openers: dict[str, Opener]
    http: Signer
    known: list[Key] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    last: str = NO_DIGEST
    frontier: Frontier = field(default_factory=Frontier)

    @classmethod
    def create(cls, node: str, units: Iterable[str], since: datetime, suite: str = "X1") -> "Peer":
        """Return a peer with fresh keys."""
        keys, openers = [], {}
        private, public = generate_signing(suite)
        keys.append(_key(node, "", "sign", public, since))
        signer = signer_from(suite, keys[0].key_id, private)
        private, public = generate_signing(suite)
        keys.append(_key(node, "", "http", public, since))
        http = signer_from(suite, keys[1].key_id, private)
        for unit in units:
            private, public = generate_sealing(suite)
            key = _key(node, unit, "seal", public, since)
            openers[key.key_id] = opener_from(suite, key.key_id, private)
            keys.append(key)
        keys = [replace(key, suite=suite) for key in keys]
        return cls(node, keys, signer, openers, http)

    def roster(self) -> bytes:
        """Return what the peer would export."""
        return canonical(
            {
                "certificate": "",
                "form": "ipx-roster-1",
                "keys": [key_object(key) for key in self.keys],
                "node": self.node,
                "url": "https://127.0.0.1:1/",
            }
        )

    def learn(self, keys: Sequence[Key]) -> None:
        """Take the other side's public keys."""
        self.known = list(keys)

    def key_for(self, unit: str) -> Key:
        """Return the other side's key to seal to."""
        return Roster(self.known).sealing(OURS, unit, clock.now())

    def open_row(self, row: OutboxEntry) -> bytes:
        """Return the opened body of a row that is on its way to the peer."""
        address = BodyAddress(
            sender=OURS,
            receiver=self.node,
            kind=row.kind,
            item_id=str(row.item_id),
            item_ver=row.item_ver,
            to_unit=row.to_unit,
        )
        return self.openers[row.enc_key].open(bytes(row.body or b""), body_info(address))

    def roster_row(self, key_id: str) -> QuerySet[RosterKey]:
        """Return our row of one of the peer's keys."""
        return RosterKey.objects.filter(key_id=key_id)

    def send(self, kind: str, fields: Mapping[str, object], **changes: object) -> Header:
        """Seal a message to our unit and append it to the peer's log."""
        files = changes.pop("files", ())
        item_id = str(changes.pop("item_id", uuid4()))
        item_ver = int(str(changes.pop("item_ver", 1)))
        key = self.key_for(OUR_UNIT)
        address = BodyAddress(
            sender=self.node, receiver=OURS, kind=kind, item_id=item_id, item_ver=item_ver, to_unit=OUR_UNIT
        )
        assert isinstance(files, tuple | list)
        body = seal(key.suite, key.public, pack(fields, files), body_info(address))
        header = self.header(body, kind=kind, item_id=item_id, item_ver=item_ver, enc_key=key.key_id)
        blobs = tuple(Blob(file.digest, file.size) for file in files if isinstance(file, FileKey))
        changes = {"blobs": blobs, **changes}
        return self.append(replace(header, **changes), body)  # type: ignore[arg-type]  # tests name fields

    def header(self, body: bytes, *, kind: str, item_id: str, item_ver: int = 1, enc_key: str = "") -> Header:
        """Return the next header of the peer's log."""
        return Header(
            sender=self.node,
            receiver=OURS,
            seq=len(self.log) + 1,
            prev=self.last,
            ts=stamp(clock.now()),
            kind=kind,
            item_id=item_id,
            item_ver=item_ver,
            from_unit=PEER_UNIT if enc_key else "",
            to_unit=OUR_UNIT if enc_key else "",
            body_digest=digest(body),
            body_size=len(body),
            enc="hpke" if enc_key else "none",
            enc_key=enc_key,
            marking="AMBER",
            suite=self.signer.suite,
            key=self.signer.key_id,
        )

    def append(self, header: Header, body: bytes) -> Header:
        """Sign a header and put it at the end of the log."""
        entry = sign_entry(header, self.signer, body)
        self.log.append(entry)
        self.last = digest(entry.header_bytes)
        self.frontier = self.frontier.append(leaf_hash(entry.header_bytes))
        return header

    def append_raw(self, changes: Mapping[str, object]) -> None:
        """Sign a header as another version of the protocol might write it and put it at the end of the log."""
        header = self.header(b"{}", kind="note", item_id=str(uuid4()))
        value = parse_canonical(to_bytes(replace(header, kind="target")))
        assert isinstance(value, dict)
        header_bytes = canonical({**value, **changes})
        self.log.append(Entry(header_bytes, self.signer.sign(header_bytes), b"{}"))
        self.last = digest(header_bytes)
        self.frontier = self.frontier.append(leaf_hash(header_bytes))

    def head(self) -> SignedHead:
        """Return the signed head of the peer's log."""
        now = stamp(clock.now())
        head = Head(
            sender=self.node,
            receiver=OURS,
            size=len(self.log),
            root=self.frontier.root_text(),
            last=self.last,
            ts=now,
            next_hb=now,
            suite=self.signer.suite,
            key=self.signer.key_id,
        )
        return sign_head(head, self.signer)

    def segment(self, after: int = 0) -> bytes:
        """Return what the peer's listener would answer."""
        return write_segment(self.log[after:], self.head())

    def read(self, segment: bytes, cursor: Cursor | None = None, frontier: Frontier | None = None) -> BatchVerdict:
        """Check a segment of our log as the peer would."""
        start = cursor or Cursor((OURS, self.node))
        return check_batch(start, read_segment(segment), Roster([*self.known, *self.keys]), frontier or Frontier())


def _key(node: str, unit: str, use: str, public: bytes, since: datetime) -> Key:
    return Key(
        node=node,
        unit=unit,
        key_id=f"{node}{'/' + unit if unit else ''}:{use}:1",
        suite="X1",
        use=use,  # type: ignore[arg-type]  # the tests write only the three uses
        public=public,
        valid_from=since.replace(microsecond=0),
        not_after=since.replace(microsecond=0) + VALIDITY,
    )
