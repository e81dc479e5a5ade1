"""Verify exported logs, heads, receipts, rosters and what is owed: python -m tools.ipx_verify FOLDER [STAMP].

Written from docs/protocol.md alone and shares no code with the product; numbers in comments are that page's sections.
Needs Python 3.11 and `cryptography`. Exit code: 0 all holds, 1 something is broken, 2 there is nothing to verify.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tools.ipx_form import (
    BODY_LIMIT,
    SUITES,
    Check,
    Fault,
    Json,
    count,
    digest,
    is_stamp,
    parse_object,
    refuse,
    text,
    verify_signature,
    write,
)
from tools.ipx_owed import Calendar, owed

Signed = tuple[bytes, bytes]
NO_DIGEST = "sha256:" + "0" * 64
HEADER_LIMIT, HEAD_LIMIT, ENTRY_LIMIT, SEGMENT_LIMIT = 16_384, 2_048, 10_000, 67_108_864


# Forms of values (3) and the members of every object (4, 6, 7, 9).
# fmt: off
DIGEST, NODE = text("sha256:[0-9a-f]{64}"), text("[a-z]{2}(-[a-z0-9]{1,24}){1,3}")
TOKEN, SUITE = text("[A-Za-z0-9][A-Za-z0-9:._@/+-]{0,127}"), text("[A-Z][A-Z0-9+-]{0,15}")
UNIT, UUID = text("([A-Za-z0-9][A-Za-z0-9/._-]{0,63})?"), "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CHAIN: dict[str, Check] = {
    "v": count(1), "sender": NODE, "receiver": NODE, "seq": count(1), "prev": DIGEST, "ts": is_stamp,
    "body_digest": DIGEST, "body_size": count(1, BODY_LIMIT), "suite": SUITE, "key": TOKEN}
ITEM: dict[str, Check] = {
    "kind": text("[a-z][a-z0-9-]{0,31}"), "item_id": text(UUID), "item_ver": count(1), "from_unit": UNIT,
    "to_unit": UNIT, "enc": text("none|hpke"), "enc_key": lambda value: value == "" or TOKEN(value),
    "marking": text(r"RED|AMBER\+STRICT|AMBER|GREEN|CLEAR"), "ref": text(f"({UUID})?"),
    "blobs": lambda value: isinstance(value, list) and len(value) <= 64, "obligation": lambda value: True}
BLOB: dict[str, Check] = {"digest": DIGEST, "size": count()}
OWED: dict[str, Check] = {
    "target": TOKEN, "acknowledge_days": count(0, 400), "feedback_days": count(0, 400),
    "calendar": text("(CN|HK|MO)(@sha256:[0-9a-f]{64})?")}
HEAD: dict[str, Check] = {
    "v": count(1, 1), "sender": NODE, "receiver": NODE, "size": count(), "root": DIGEST, "last": DIGEST,
    "ts": is_stamp, "next_hb": is_stamp, "suite": SUITE, "key": TOKEN}
KEY: dict[str, Check] = {
    "key_id": TOKEN, "node": NODE, "unit": UNIT, "suite": SUITE, "use": text("sign|seal|http"),
    "public": text("([0-9a-f]{2})+"), "valid_from": is_stamp, "not_after": is_stamp,
    "revoked_at": lambda value: value is None or is_stamp(value),
    "reason": lambda value: isinstance(value, str) and len(value) <= 200}
RECEIPT: dict[str, Check] = {
    "log": lambda value: isinstance(value, list) and len(value) == 2 and all(map(NODE, value)),
    "from": count(1), "to": count(1), "last": DIGEST, "head": lambda value: isinstance(value, dict),
    "rejected": lambda value: isinstance(value, list)}
REJECTION: dict[str, Check] = {"rule": TOKEN, "seq": count(1)}
CLEAR = ("receipt", "target", "statement", "roster", "audit-root")
# fmt: on


def shape(value: Json, table: Mapping[str, Check], rule: str, place: str = "{}", whole: str | None = None) -> None:
    """Refuse an object unless it has exactly the members of a table, each of its form."""
    odd = value.keys() ^ table.keys() if isinstance(value, dict) else {""}
    refuse(odd, rule, min(odd, default="") if whole is None else whole)
    for name, is_good in table.items():
        refuse(not is_good(value[name]), rule, place.format(name))


def fingerprint(key: Json) -> str:
    """Return what two persons compare of a key (6)."""
    shape(key, KEY, "roster.field")
    return digest(write({name: key[name] for name in key if name not in ("revoked_at", "reason")}))


def check_signed(keys: Mapping[str, Json], statement: Json, signed: Signed, kind: str) -> None:
    """Refuse a header or head not signed by a key of its sender that was good at its own time (6)."""
    name, at, key = statement["key"], statement["ts"], keys.get(statement["key"])
    refuse(key is None, "roster.unknown", name)
    assert key is not None  # refused above
    refuse(key["use"] != "sign", "roster.use", name)
    refuse(key["node"] != statement["sender"], "roster.node", name)
    refuse(at < key["valid_from"], "roster.not_yet_valid", name)
    refuse(at >= key["not_after"], "roster.expired", name)
    refuse(key["revoked_at"] is not None and at >= key["revoked_at"], "roster.revoked", name)
    refuse(key["suite"] != statement["suite"] or key["suite"] not in SUITES, f"{kind}.suite", "suite")
    is_good = verify_signature(key["suite"], bytes.fromhex(key["public"]), signed[1], signed[0])
    refuse(not is_good, f"{kind}.signature")


@dataclass
class Entry:
    """One line of a segment (4)."""

    raw: bytes
    signature: bytes
    body: bytes | None
    header: Json = None
    poison: Fault | None = None

    def read_chain(self) -> None:
        refuse(len(self.raw) > HEADER_LIMIT, "entry.header_size")
        header = self.header = parse_object(self.raw, HEADER_LIMIT, "entry.canonical")
        for name, is_good in CHAIN.items():
            refuse(not is_good(header.get(name)), "entry.chain", name)
        refuse(header["sender"] == header["receiver"], "entry.chain", "receiver")
        refuse((header["seq"] == 1) != (header["prev"] == NO_DIGEST), "entry.chain", "prev")

    def verify(self, keys: Mapping[str, Json], log: Sequence[str]) -> None:
        """Take steps 2 to 6."""
        for name, expected in zip(("sender", "receiver"), log, strict=True):
            refuse(self.header[name] != expected, "entry.log", name)
        check_signed(keys, self.header, (self.raw, self.signature), "entry")
        if self.body is not None:
            refuse(len(self.body) != self.header["body_size"], "entry.body_size", "body_size")
            refuse(digest(self.body) != self.header["body_digest"], "entry.body_digest", "body_digest")
        try:
            self._check_item(self.header)
        except Fault as fault:
            self.poison = fault

    def _check_item(self, header: Json) -> None:
        refuse(header["v"] != 1, "entry.version", "v")
        odd = header.keys() ^ (CHAIN.keys() | ITEM.keys())
        refuse(odd, "entry.fields", min(odd, default=""))
        shape({name: header[name] for name in ITEM}, ITEM, "entry.field")
        for number, blob in enumerate(header["blobs"]):
            shape(blob, BLOB, "entry.field", f"blobs/{number}", f"blobs/{number}")
        if header["obligation"] is not None:
            shape(header["obligation"], OWED, "entry.field", "obligation/{}", "obligation")
        for name in ("enc_key", "to_unit") if header["enc"] == "hpke" else ():
            refuse(header[name] == "", "entry.enc", name)
        is_clear = header["enc_key"] == "" and header["kind"] in CLEAR
        refuse(header["enc"] == "none" and not is_clear, "entry.enc", "enc")


@dataclass
class Frontier:
    """Roots of the full subtrees of a log's tree, largest first (7)."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, content: bytes) -> "Frontier":
        leaf, bits, peaks = hashlib.sha256(b"\0" + content).digest(), self.size, self.peaks
        while bits & 1:
            leaf, bits, peaks = hashlib.sha256(b"\1" + peaks[-1] + leaf).digest(), bits >> 1, peaks[:-1]
        return Frontier(self.size + 1, (*peaks, leaf))

    def root(self) -> bytes:
        found = self.peaks[-1] if self.peaks else hashlib.sha256(b"").digest()
        for peak in reversed(self.peaks[:-1]):
            found = hashlib.sha256(b"\1" + peak + found).digest()
        return found


def parse_head(raw: bytes) -> Json:
    head = parse_object(raw, HEAD_LIMIT, "head.canonical")
    shape(head, HEAD, "head.field")
    refuse((head["size"] == 0) != (head["last"] == NO_DIGEST), "head.field", "last")
    return head


def verify_head(signed: Signed, keys: Mapping[str, Json], log: Sequence[str]) -> Json:
    head = parse_head(signed[0])
    refuse([head["sender"], head["receiver"]] != list(log), "head.log")
    check_signed(keys, head, signed, "head")
    return head


def compare_heads(earlier: Json, later: Json) -> None:
    is_fork = earlier["size"] == later["size"] and any(earlier[name] != later[name] for name in ("root", "last"))
    refuse(is_fork, "head.fork", later["size"])
    refuse(later["size"] < earlier["size"] and later["ts"] >= earlier["ts"], "head.shrunk", later["size"])


def read_line(line: Json, names: Sequence[str] = ("h", "s", "b"), rule: str = "entry.line", place: str = "") -> Json:
    """Return the decoded members of one line (8)."""
    refuse(not isinstance(line, dict) or line.keys() != set(names), rule, place)
    found = []
    for value in (line[name] for name in names if (name, line[name]) != ("b", None)):
        try:
            found.append(base64.b64decode(value, validate=True))
        except (TypeError, ValueError) as error:
            raise Fault(rule, place) from error
        refuse(base64.b64encode(found[-1]).decode() != value, rule, place)
    return found if len(found) == len(names) else [*found, None]


def read_segment(content: bytes) -> tuple[list[Entry], Signed]:
    refuse(len(content) > SEGMENT_LIMIT, "segment.size")
    *lines, rest = content.split(b"\n")
    refuse(rest or not lines, "segment.truncated", len(lines) + 1)
    refuse(len(lines) - 1 > ENTRY_LIMIT, "segment.count")
    values = {}
    for number in [len(lines), *range(1, len(lines))]:  # the last line first: without it all the others mean nothing
        try:
            values[number] = value = json.loads(lines[number - 1])
        except ValueError as error:
            raise Fault("segment.line", str(number)) from error
        refuse(not isinstance(value, dict) or write(value) != lines[number - 1], "segment.line", number)
        refuse(number == len(lines) and value.keys() != {"head", "s"}, "segment.truncated", number)
    head, signature = read_line(values.pop(len(lines)), ("head", "s"), "segment.line", str(len(lines)))
    return [Entry(*read_line(value)) for value in values.values()], (head, signature)


@dataclass
class Log:
    """Hold what was verified of one log (10): cursor, tree, digests and roots by place, entries, heads."""

    name: Sequence[str]
    seq: int = 0
    last: str = NO_DIGEST
    frontier: Frontier = field(default_factory=Frontier)
    digests: dict[int, str] = field(default_factory=dict)
    roots: dict[int, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    heads: list[Json] = field(default_factory=list)
    repeated: int = 0

    def __post_init__(self) -> None:
        self.digests |= {self.seq: self.last}

    def read(self, segment: tuple[list[Entry], Signed], keys: Mapping[str, Json]) -> Fault | None:
        """Go on with a run and return what stopped it."""
        before, stop = dict(vars(self), entries=[*self.entries]), None
        try:
            head = verify_head(segment[1], keys, self.name)
            refuse(head["size"] < self.seq, "head.shrunk", head["size"])
            for entry in segment[0]:
                stop = stop or self._step(entry, head, keys)
            for name, found in (("last", self.last), ("root", "sha256:" + self.frontier.root().hex())):
                refuse(head["size"] == self.seq and head[name] != found, f"head.{name}", self.seq)
        except Fault as fault:
            vars(self).update(before)
            return fault
        self.heads.append(head)
        return stop

    def _step(self, entry: Entry, head: Json, keys: Mapping[str, Json]) -> Fault | None:
        try:
            entry.read_chain()
            seq, own = entry.header["seq"], digest(entry.raw)
            refuse(seq > self.seq + 1, "batch.gap", self.seq + 1)
            refuse(seq <= self.seq and seq not in self.digests, "batch.past", seq)
            if seq <= self.seq and self.digests[seq] == own:
                self.repeated += 1
                return None
            entry.verify(keys, self.name)
            refuse(seq <= self.seq, "batch.conflict", seq)
            refuse(entry.header["prev"] != self.last, "batch.prev", seq)
            refuse(seq > head["size"], "head.size", head["size"])
        except Fault as fault:
            return fault
        self.seq, self.last, self.frontier = seq, own, self.frontier.append(entry.raw)
        self.digests[seq], self.roots[seq] = own, "sha256:" + self.frontier.root().hex()
        self.entries.append(entry)
        return None


def read_receipt(body: bytes) -> Json:
    """Return a receipt in its form (9)."""
    receipt = parse_object(body, BODY_LIMIT, "receipt.canonical")
    shape(receipt, RECEIPT, "receipt.field", whole="")
    refuse(receipt["from"] > receipt["to"], "receipt.field", "from")
    shape(receipt["head"], {"root": DIGEST, "size": count(receipt["to"])}, "receipt.field", "head", "head")
    for one in receipt["rejected"]:
        shape(one, REJECTION, "receipt.field", "rejected", "rejected")
    seqs = [one["seq"] for one in receipt["rejected"]]
    inside = all(receipt["from"] <= seq <= receipt["to"] for seq in seqs)
    refuse(seqs != sorted(set(seqs)) or not inside, "receipt.field", "rejected")
    return receipt


def check_receipt(receipt: Json, log: Sequence[str], digests: Mapping[int, str], roots: Mapping[int, str]) -> None:
    refuse(receipt["log"] != list(log), "receipt.log", "log")
    refuse(digests.get(receipt["to"]) != receipt["last"], "receipt.last", "last")
    root = roots.get(receipt["head"]["size"])
    refuse(root is not None and root != receipt["head"]["root"], "receipt.head", "head")


class Audit:
    """Everything that was exported into one folder (14)."""

    def __init__(self, folder: Path, now: str) -> None:
        self.folder, self.now = folder, now
        self.keys: dict[str, Json] = {}
        self.logs: dict[tuple[str, str], Log] = {}
        self.broken: list[str] = []

    def attempt(self, where: str, step: Callable[..., object], *words: object) -> None:
        try:
            stop = step(*words)
        except Fault as fault:
            stop = fault
        if isinstance(stop, Fault):
            self.broken.append(f"BROKEN {stop.rule} place={stop.place or '-'} in {where}")

    def run(self) -> int:
        for path in sorted(self.folder.rglob("*.roster.json")):
            self.attempt(path.name, self._read_roster, path.read_bytes())
        for path in sorted(self.folder.rglob("*.ipx")):
            self.attempt(path.name, self._read_run, path.read_bytes())
        for name, log in self.logs.items():
            for entry in log.entries:
                self.attempt(f"{'..'.join(name)} entry {entry.header['seq']}", self._check_entry, entry)
            self._check_heads("..".join(name), sorted(log.heads, key=lambda head: str(head["ts"])), log)
        self._print()
        return 2 if not self.logs else 1 if self.broken else 0

    def _read_roster(self, content: bytes) -> None:
        roster = parse_object(content, SEGMENT_LIMIT, "roster.form")
        refuse(roster.get("form") != "ipx-roster-1" or not isinstance(roster.get("keys"), list), "roster.form")
        print(f"roster {roster['node']} {digest(content)}")
        for key in roster["keys"]:
            fingerprint(key)
            refuse(key["node"] != roster["node"], "roster.node", key["key_id"])
            known = self.keys.setdefault(key["key_id"], key)
            refuse(fingerprint(known) != fingerprint(key), "roster.changed", key["key_id"])
            self.keys[key["key_id"]] = key if key["revoked_at"] else known

    def _read_run(self, content: bytes) -> Fault | None:
        segment = read_segment(content)
        head = parse_head(segment[1][0])
        name = (head["sender"], head["receiver"])
        log = self.logs.setdefault(name, Log(name))
        if segment[0] or head["size"] >= log.seq:
            return log.read(segment, self.keys)
        log.heads.append(verify_head(segment[1], self.keys, name))  # an older head, kept beside the log
        return None

    def _check_heads(self, name: str, heads: Sequence[Json], log: Log) -> None:
        for number, head in enumerate(heads):
            where = f"{name} head of {head['size']} at {head['ts']}"
            self.attempt(
                where, refuse, log.roots.get(head["size"], head["root"]) != head["root"], "head.fork", head["size"]
            )
            for earlier in heads[max(0, number - 1) : number]:
                self.attempt(where, compare_heads, earlier, head)
        if heads and log.seq < heads[-1]["size"]:
            self.broken.append(f"BROKEN batch.gap place={log.seq + 1} in {name}")

    def _check_entry(self, entry: Entry) -> None:
        header = entry.header
        if entry.poison is not None or header["kind"] != "receipt" or entry.body is None:
            return
        receipt = read_receipt(entry.body)
        refuse(receipt["log"] != [header["receiver"], header["sender"]], "receipt.log", "log")
        log = self.logs.get((header["receiver"], header["sender"]))
        if log is not None:
            check_receipt(receipt, log.name, log.digests, log.roots)

    def _print(self) -> None:
        paths = sorted(self.folder.rglob("calendars.csv"))
        calendar = Calendar.read(paths[0].read_text(encoding="utf-8")) if paths else None
        for name, log in self.logs.items():
            poison = [(entry.header["seq"], entry.poison.rule) for entry in log.entries if entry.poison]
            print(f"log {name[0]}..{name[1]} entries {log.seq} heads {len(log.heads)} poison {poison}")
            back = self.logs.get((name[1], name[0]), Log(name)).entries
            for entry in (one for one in log.entries if not one.poison and one.header["item_ver"] == 1):
                if entry.header["obligation"] and calendar:
                    found = owed(entry.header, [one.header for one in back], calendar, self.now)
                    print(f"owed {entry.header['item_id']} {found}")
        print("\n".join(self.broken or ["GOOD"]))


if __name__ == "__main__":
    given = sys.argv[1:] or ["."]
    stamp = given[1] if len(given) > 1 else f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    sys.exit(Audit(Path(given[0]), stamp).run())
