"""State the cases of heads, segments, batches and receipts over one log of five entries."""

import json
from collections.abc import Iterator
from dataclasses import replace

from yuegang.engine.protocol.canonical import canonical, digest, encode
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.fields import NO_DIGEST
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.receipt import Receipt, Rejection, build_receipt
from yuegang.engine.protocol.segment import write_segment
from yuegang.engine.protocol.tests import builders as build

from .form import LOG, ROSTER, Case, case, damaged, forced, text64

ENTRIES = build.log_of(5)


def head_cases() -> Iterator[Case]:
    """Yield signed heads."""
    for entries in ([], ENTRIES):
        signed = build.signed_head(entries)
        given = {"roster": ROSTER, "log": LOG, "head": text64(signed.head_bytes), "s": text64(signed.signature)}
        yield case(f"{len(entries)} entries", given, {"head": json.loads(signed.head_bytes)})
    yield damaged("signature of zeros", {**given, "s": text64(bytes(64))}, "head.signature")
    yield damaged("other log", {**given, "log": LOG[::-1]}, "head.log")
    yield damaged("not canonical", {**given, "head": text64(signed.head_bytes + b" ")}, "head.canonical")
    for changes, place in (({"size": -1}, "size"), ({"size": 0}, "last"), ({"extra": 1}, "extra")):
        data = encode({**json.loads(signed.head_bytes), **changes})
        bad = {**given, "head": text64(data), "s": text64(build.SIGNER.sign(data))}
        yield damaged(f"field {place}", bad, "head.field", place)


def heads_cases() -> Iterator[Case]:
    """Yield pairs of heads of one log: compatible, forked, shrunk."""
    fork = build.log_of(5, marking="GREEN")

    def pair(earlier: SignedHead, later: SignedHead) -> Case:
        return {"earlier": text64(earlier.head_bytes), "later": text64(later.head_bytes)}

    new = build.signed_head(ENTRIES)
    old = build.signed_head(ENTRIES[:3], ts="2026-11-24T01:00:00.000Z")
    late = build.signed_head(ENTRIES[:3], ts="2026-11-24T03:00:00.000Z")
    yield case("grown", pair(old, new), {"compatible": True})
    yield case("an older head read late", pair(new, old), {"compatible": True})
    yield damaged("forked", pair(new, build.signed_head(fork)), "head.fork", "5")
    yield damaged("shrunk", pair(new, late), "head.shrunk", "3")


def segment_cases() -> Iterator[Case]:
    """Yield segment texts and broken framing."""
    good = write_segment(ENTRIES, build.signed_head(ENTRIES)).decode()
    lines = good.splitlines(keepends=True)
    yield case("five entries", {"segment": good}, {"entries": 5, "size": 5})
    yield case("no entry", {"segment": lines[-1]}, {"entries": 0, "size": 5})
    yield damaged("no head", {"segment": "".join(lines[:-1])}, "segment.truncated", "5")
    yield damaged("cut in a line", {"segment": good[:-9]}, "segment.truncated", "6")
    yield damaged("space in a line", {"segment": lines[0].replace(":", ": ", 1) + lines[-1]}, "segment.line", "1")
    yield damaged("empty line", {"segment": lines[0] + "\n" + lines[-1]}, "segment.line", "2")
    yield damaged("carriage return", {"segment": good.replace("\n", "\r\n")}, "segment.line", "6")
    yield damaged("empty", {"segment": ""}, "segment.truncated", "1")


def given_batch(entries: list[Entry], after: int, head: SignedHead | None = None) -> Case:
    """Return the input of a batch case: a receiver that holds the first `after` entries."""
    cursor = build.cursor_of(ENTRIES[:after])
    return {
        "roster": ROSTER,
        "log": LOG,
        "cursor": {"seq": cursor.seq, "last": cursor.last},
        "frontier": build.frontier_of(ENTRIES[:after]).dump(),
        "known": {str(seq): build.cursor_of(ENTRIES[:seq]).last for seq in range(1, after)},
        "segment": write_segment(entries, build.signed_head(ENTRIES) if head is None else head).decode(),
    }


def verdict(seqs: list[int], log: list[Entry], stop: tuple[str, str] | None = None, **more: object) -> Case:
    """Return the expected verdict: what is taken, and the log up to there."""
    cursor = build.cursor_of(log)
    return {
        "accepted": seqs,
        "repeated": 0,
        "poison": {},
        "cursor": {"seq": cursor.seq, "last": cursor.last},
        "root": build.frontier_of(log).root_text(),
        "stop": None if stop is None else {"rule": stop[0], "place": stop[1]},
        **more,
    }


def batch_cases() -> Iterator[Case]:
    """Yield segments read from a cursor."""
    e = ENTRIES
    yield case("from the start", given_batch(e, 0), verdict([1, 2, 3, 4, 5], e))
    yield case("continued", given_batch(e[2:4], 2), verdict([3, 4], e[:4]))
    yield case("nothing new", given_batch([], 5), verdict([], e))
    yield case("overlap", given_batch(e[1:], 3), verdict([4, 5], e, repeated=2))
    yield case("gap", given_batch([e[0], e[2]], 0), verdict([1], e[:1], ("batch.gap", "2")))
    other = build.log_of(1, first=3, prev=build.cursor_of(e[:2]).last, marking="GREEN")
    yield case("conflict", given_batch(other, 4), verdict([], e[:4], ("batch.conflict", "3")))
    stranger = build.log_of(1, first=3, prev="sha256:" + "c" * 64)
    yield case("other past", given_batch(stranger, 2), verdict([], e[:2], ("batch.prev", "3")))
    yield case("unknown past", {**given_batch(e, 3), "known": {}}, verdict([], e[:3], ("batch.past", "1")))
    bad = [e[0], replace(e[1], signature=bytes(64)), *e[2:]]
    yield case("bad signature inside", given_batch(bad, 0), verdict([1], e[:1], ("entry.signature", "")))
    poison = forced({"seq": 2, "prev": build.cursor_of(e[:1]).last, "marking": "SECRET"})
    log = [e[0], poison, *build.log_of(1, first=3, prev=digest(poison.header_bytes))]
    expect = verdict([1, 2, 3], log, poison={"2": "entry.field"})
    yield case("poison inside", given_batch(log, 0, build.signed_head(log)), expect)
    yield from batch_head_cases()


def batch_head_cases() -> Iterator[Case]:
    """Yield segments whose head does not fit."""
    e = ENTRIES
    fork = build.log_of(5, marking="GREEN")
    unsigned = replace(build.signed_head(e), signature=bytes(64))
    wrong = build.signed_head(e, root=build.frontier_of(fork).root_text())
    for name, head, rule, place in (
        ("head not signed", unsigned, "head.signature", ""),
        ("head of a forked log", build.signed_head(fork), "head.last", "5"),
        ("head with another root", wrong, "head.root", "5"),
    ):
        yield case(name, given_batch(e, 0, head), verdict([], [], (rule, place)))
    short = build.signed_head(e[:3])
    yield case("head shorter than the run", given_batch(e, 0, short), verdict([1, 2, 3], e[:3], ("head.size", "3")))
    yield case("head shorter than the cursor", given_batch([], 5, short), verdict([], e, ("head.shrunk", "3")))


def receipt_cases() -> Iterator[Case]:
    """Yield receipts read by the node whose log they describe."""
    last, root = build.cursor_of(ENTRIES[:4]).last, build.frontier_of(ENTRIES).root_text()
    good = Receipt(
        log=build.LOG, first=2, until=4, last=last, head_size=5, head_root=root, rejected=(Rejection(3, "body.open"),)
    )
    ours = {"log": LOG, "digests": {"4": last}, "roots": {"5": root}}
    expect = {"from": 2, "to": 4, "rejected": [[3, "body.open"]]}
    yield case("range with a rejection", {**ours, "body": text64(build_receipt(good))}, expect)
    for name, receipt, rule, place in (
        ("an entry never sent", replace(good, last=NO_DIGEST), "receipt.last", "last"),
        ("a head never signed", replace(good, head_root=NO_DIGEST), "receipt.head", "head"),
        ("another log", replace(good, log=("hk-customs", "gd-customs")), "receipt.log", "log"),
    ):
        yield damaged(name, {**ours, "body": text64(build_receipt(receipt))}, rule, place)
    value = json.loads(build_receipt(good))
    for changes, place in (({"from": 5}, "from"), ({"head": {"size": 3, "root": root}}, "head"), ({"more": 1}, "")):
        yield damaged(
            f"field {changes}", {**ours, "body": text64(canonical({**value, **changes}))}, "receipt.field", place
        )
    yield damaged("not canonical", {**ours, "body": text64(build_receipt(good) + b" ")}, "receipt.canonical")
