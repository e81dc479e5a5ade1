"""Run one vector of tests/vectors against the engine: what it gives, or which rule it breaks where."""

import base64
import csv
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yuegang.engine.calendars import read_calendars
from yuegang.engine.protocol import suites, tree
from yuegang.engine.protocol.batch import Cursor, check_batch
from yuegang.engine.protocol.canonical import digest, parse_canonical
from yuegang.engine.protocol.entry import body_info, parse_entry, verify_entry
from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.fields import time_of
from yuegang.engine.protocol.head import SignedHead, compare_heads, parse_head, verify_head
from yuegang.engine.protocol.header import as_object
from yuegang.engine.protocol.obligation import Event, Step, Target, progress, state
from yuegang.engine.protocol.onward import Copy, SignedGrant, verify_grant
from yuegang.engine.protocol.receipt import parse_receipt, verify_receipt
from yuegang.engine.protocol.reminding import reached
from yuegang.engine.protocol.roster import Roster, fingerprint, read_key
from yuegang.engine.protocol.segment import read_segment
from yuegang.engine.protocol.spoken import heard

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "tests" / "vectors"
Case = Mapping[str, Any]  # parsed JSON
Outcome = dict[str, object]


def outcome_of(kind: str, case: Case) -> Outcome:
    """Return what a case gives, or the rule and place of its refusal."""
    try:
        return RUNNERS[kind](case)
    except ProtocolError as refused:
        return {"rule": refused.rule, "place": refused.place}


def _log(case: Case) -> tuple[str, str]:
    return case["log"][0], case["log"][1]


def _roster(case: Case) -> Roster:
    return Roster(read_key(value) for value in case["roster"])


def run_canonical(case: Case) -> Outcome:
    data = base64.b64decode(case["bytes"])
    return {"value": parse_canonical(data), "digest": digest(data)}


def run_signature(case: Case) -> Outcome:
    public, signature, data = (bytes.fromhex(case[name]) for name in ("public", "signature", "data"))
    return {"good": suites.verify(case["suite"], public, signature, data)}


def run_sealed(case: Case) -> Outcome:
    opener = suites.opener_from(case["suite"], "k", bytes.fromhex(case["private"]))
    return {"plaintext": opener.open(base64.b64decode(case["sealed"]), base64.b64decode(case["info"])).decode()}


def run_spoken(case: Case) -> Outcome:
    return {"begins": heard(case["words"])}


def run_key(case: Case) -> Outcome:
    return {"fingerprint": fingerprint(read_key(case["key"]))}


def run_entry(case: Case) -> Outcome:
    found = verify_entry(parse_entry(case["line"]), _roster(case), _log(case))
    if found.rejected is not None:
        return {"digest": found.digest, "poison": found.rejected.rule, "poison_place": found.rejected.place}
    assert found.header is not None
    info = base64.b64encode(body_info(found.header)).decode()
    return {"digest": found.digest, "header": as_object(found.header), "body_info": info}


def run_head(case: Case) -> Outcome:
    signed = SignedHead(base64.b64decode(case["head"]), base64.b64decode(case["s"]))
    return {"head": asdict(verify_head(signed, _roster(case), _log(case)))}


def run_grant(case: Case) -> Outcome:
    signed = SignedGrant(base64.b64decode(case["grant"]), base64.b64decode(case["s"]))
    copy = Copy(**(case["copy"] | {"at": time_of(case["copy"]["at"])}))
    grant = verify_grant(signed, _roster(case), copy)
    return {"grant": asdict(grant) | {"withhold": list(grant.withhold)}}


def run_heads(case: Case) -> Outcome:
    compare_heads(parse_head(base64.b64decode(case["earlier"])), parse_head(base64.b64decode(case["later"])))
    return {"compatible": True}


def run_segment(case: Case) -> Outcome:
    entries, head = read_segment(case["segment"].encode())
    return {"entries": len(entries), "size": parse_head(head.head_bytes).size}


def run_batch(case: Case) -> Outcome:
    cursor = Cursor(_log(case), case["cursor"]["seq"], case["cursor"]["last"])
    frontier = tree.Frontier.load(case["frontier"])
    known = {int(seq): value for seq, value in case["known"].items()}.get
    verdict = check_batch(cursor, read_segment(case["segment"].encode()), _roster(case), frontier, known)
    poison = {str(item.seq): item.rejected.rule for item in verdict.entries if item.rejected is not None}
    stop = verdict.stop
    return {
        "accepted": [item.seq for item in verdict.entries],
        "repeated": verdict.repeated,
        "poison": poison,
        "cursor": {"seq": verdict.cursor.seq, "last": verdict.cursor.last},
        "root": verdict.frontier.root_text(),
        "stop": None if stop is None else {"rule": stop.rule, "place": stop.place},
    }


def run_receipt(case: Case) -> Outcome:
    receipt = parse_receipt(base64.b64decode(case["body"]))
    digests, roots = case["digests"], case["roots"]
    verify_receipt(receipt, _log(case), lambda seq: digests.get(str(seq)), lambda size: roots.get(str(size)))
    return {
        "from": receipt.first,
        "to": receipt.until,
        "rejected": [list(asdict(r).values()) for r in receipt.rejected],
    }


def run_tree(case: Case) -> Outcome:
    leaves = [tree.leaf_hash(bytes.fromhex(data)) for data in case["data"]]
    return {"root": tree.tree_root(leaves).hex()}


def run_inclusion(case: Case) -> Outcome:
    leaf, root = bytes.fromhex(case["leaf"]), bytes.fromhex(case["root"])
    proof = [bytes.fromhex(step) for step in case["proof"]]
    return {"good": tree.verify_inclusion(leaf, case["index"], case["size"], root, proof)}


def run_consistency(case: Case) -> Outcome:
    roots = bytes.fromhex(case["roots"][0]), bytes.fromhex(case["roots"][1])
    proof = [bytes.fromhex(step) for step in case["proof"]]
    return {"good": tree.verify_consistency(case["old"], case["new"], roots, proof)}


def run_obligation(case: Case) -> Outcome:
    with (ROOT / "yuegang" / "facts" / "calendars.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["date"][:4] in case["years"]]
    target = None if case["target"] is None else Target(**case["target"])
    calendar = None if target is None else read_calendars(rows)[target.calendar]
    events = [_event(item) for item in case["events"]]
    found = asdict(state(progress(events), target, calendar, datetime.fromisoformat(case["now"])))
    dates = {name: found[name] and found[name].isoformat() for name in ("acknowledge_by", "feedback_by")}
    return {**found, **dates}


def _event(item: Case) -> Event:
    until = item.get("until")
    at = datetime.fromisoformat(item["at"])
    return Event(Step(item["step"]), at, None if until is None else date.fromisoformat(until))


def run_reminder(case: Case) -> Outcome:
    found = reached(date.fromisoformat(case["due"]), date.fromisoformat(case["today"]))
    return {"step": None if found is None else found.code, "who": None if found is None else found.who.value}


RUNNERS: dict[str, Callable[[Case], Outcome]] = {
    "canonical": run_canonical,
    "signature": run_signature,
    "sealed": run_sealed,
    "spoken": run_spoken,
    "key": run_key,
    "entry": run_entry,
    "head": run_head,
    "heads": run_heads,
    "segment": run_segment,
    "batch": run_batch,
    "receipt": run_receipt,
    "tree": run_tree,
    "inclusion": run_inclusion,
    "consistency": run_consistency,
    "grant": run_grant,
    "obligation": run_obligation,
    "change": run_obligation,
    "reminder": run_reminder,
}
