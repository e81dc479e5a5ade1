"""The verifier written from the page alone agrees with every vector."""

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tests.verifier.grants import checked_grant
from tests.verifier.proofs import consistent, included
from tools import ipx_owed as owed
from tools import ipx_verify as ipx
from tools.ipx_form import Fault, digest, parse, verify_signature, write

ROOT = Path(__file__).parents[2]
FILES = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/vectors").glob("*.json"))
}
SPOKEN = {"spoken", "reminder"}  # words for persons; nothing of a log depends on them
CASES = [
    pytest.param(kind, case, id=f"{kind}: {case['name']}")
    for kind in sorted(FILES.keys() - SPOKEN)
    for case in FILES[kind]["cases"]
]
Case = Mapping[str, Any]  # parsed JSON


def keys_of(case: Case) -> dict[str, Any]:
    return {key["key_id"]: key for key in case["roster"]}


def run_canonical(case: Case) -> Case:
    content = base64.b64decode(case["bytes"])
    return {"value": parse(content), "digest": digest(content)}


def run_signature(case: Case) -> Case:
    public, signature, content = (bytes.fromhex(case[name]) for name in ("public", "signature", "data"))
    return {"good": verify_signature(case["suite"], public, signature, content)}


def run_sealed(case: Case) -> Case:
    private = bytes.fromhex(case["private"])
    key: Any = X25519PrivateKey.from_private_bytes(private)  # Any: of either suite
    if case["suite"] == "X2":
        key = derive_private_key(int.from_bytes(private, "big"), SECP256R1())
    suite = Suite(KEM.X25519 if case["suite"] == "X1" else KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        opened = suite.decrypt(base64.b64decode(case["sealed"]), key, base64.b64decode(case["info"]))
    except (InvalidTag, ValueError) as error:
        raise Fault("suite.open") from error
    return {"plaintext": opened.decode()}


def run_key(case: Case) -> Case:
    return {"fingerprint": ipx.fingerprint(case["key"])}


def run_entry(case: Case) -> Case:
    entry = ipx.Entry(*ipx.read_line(case["line"]))
    entry.read_chain()
    entry.verify(keys_of(case), case["log"])
    if entry.poison is not None:
        return {"digest": digest(entry.raw), "poison": entry.poison.rule, "poison_place": entry.poison.place}
    named = {name: entry.header[name] for name in ("item_id", "item_ver", "kind", "receiver", "sender", "to_unit")}
    info = base64.b64encode(write(named | {"use": "ipx-body-1"})).decode()
    return {"digest": digest(entry.raw), "header": entry.header, "body_info": info}


def run_head(case: Case) -> Case:
    signed = (base64.b64decode(case["head"]), base64.b64decode(case["s"]))
    return {"head": ipx.verify_head(signed, keys_of(case), case["log"])}


def run_grant(case: Case) -> Case:
    signed = (base64.b64decode(case["grant"]), base64.b64decode(case["s"]))
    return {"grant": checked_grant(signed, keys_of(case), case["copy"])}


def run_heads(case: Case) -> Case:
    ipx.compare_heads(*(ipx.parse_head(base64.b64decode(case[name])) for name in ("earlier", "later")))
    return {"compatible": True}


def run_segment(case: Case) -> Case:
    entries, head = ipx.read_segment(case["segment"].encode())
    return {"entries": len(entries), "size": ipx.parse_head(head[0])["size"]}


def run_batch(case: Case) -> Case:
    peaks = tuple(bytes.fromhex(peak.removeprefix("sha256:")) for peak in case["frontier"].get("peaks", ()))
    frontier = ipx.Frontier(case["frontier"].get("size", 0), peaks)
    log = ipx.Log(case["log"], case["cursor"]["seq"], case["cursor"]["last"], frontier)
    log.digests |= {int(seq): known for seq, known in case["known"].items()}
    stop = log.read(ipx.read_segment(case["segment"].encode()), keys_of(case))
    return {
        "accepted": [entry.header["seq"] for entry in log.entries],
        "repeated": log.repeated,
        "poison": {str(entry.header["seq"]): entry.poison.rule for entry in log.entries if entry.poison},
        "cursor": {"seq": log.seq, "last": log.last},
        "root": "sha256:" + log.frontier.root().hex(),
        "stop": stop and {"rule": stop.rule, "place": stop.place},
    }


def run_receipt(case: Case) -> Case:
    receipt = ipx.read_receipt(base64.b64decode(case["body"]))
    digests, roots = ({int(at): one for at, one in case[name].items()} for name in ("digests", "roots"))
    ipx.check_receipt(receipt, case["log"], digests, roots)
    rejected = [[one["seq"], one["rule"]] for one in receipt["rejected"]]
    return {"from": receipt["from"], "to": receipt["to"], "rejected": rejected}


def run_tree(case: Case) -> Case:
    frontier = ipx.Frontier()
    for leaf in case["data"]:
        frontier = frontier.append(bytes.fromhex(leaf))
    return {"root": frontier.root().hex()}


def run_inclusion(case: Case) -> Case:
    root, leaf = bytes.fromhex(case["root"]), bytes.fromhex(case["leaf"])
    return {
        "good": included((case["index"], case["size"]), leaf, root, [bytes.fromhex(step) for step in case["proof"]])
    }


def run_consistency(case: Case) -> Case:
    first, second = (bytes.fromhex(root) for root in case["roots"])
    return {"good": consistent((case["old"], case["new"]), (first, second), [bytes.fromhex(s) for s in case["proof"]])}


def run_obligation(case: Case) -> Case:
    table = (ROOT / "yuegang/facts/calendars.csv").read_text(encoding="utf-8").splitlines()
    kept = [table[0], *(line for line in table[1:] if line.split(",")[1][:4] in case["years"])]
    events: dict[str, str] = {}
    for event in case["events"]:
        events[event["step"]] = min(event["at"], events.get(event["step"], event["at"]))
    extensions = [(event["at"], event["until"]) for event in case["events"] if "until" in event]
    until = max(extensions)[1] if extensions else None
    return owed.state(case["target"], owed.Calendar.read("\n".join(kept)), events, case["now"], until)


run_change = run_obligation


RUNNERS: dict[str, Callable[[Case], Case]] = {
    name.removeprefix("run_"): run for name, run in list(globals().items()) if name.startswith("run_")
}


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_the_verifier_agrees_with_the_vector(kind: str, case: Case) -> None:
    try:
        found = RUNNERS[kind](case["given"])
    except Fault as fault:
        found = {"rule": fault.rule, "place": fault.place}
    assert found == case["expect"]
