"""State the cases of grants: the originator's consent to one copy, and what it does not cover."""

import json
from collections.abc import Iterator

from yuegang.engine.protocol.canonical import encode
from yuegang.engine.protocol.onward import Grant, sign_grant
from yuegang.engine.protocol.tests import builders as build

from .form import ROSTER, Case, case, damaged, text64

ITEM = "8b0f1c1e-2f7c-4c43-9f0a-0d8f3d2b1a11"
GRANT = Grant(
    grant_id="1c9d7a52-6a52-4a4e-8d5c-5f0d8a4c7b22",
    origin="gd-customs",
    kind="lead",
    item_id=ITEM,
    item_ver=1,
    holder="hk-customs",
    to_node="mo-customs",
    to_unit="MO-SA/LIA",
    purpose="inspection",
    withhold=("/consignee_name", "/persons"),
    until="2026-12-31T16:00:00.000Z",
    ts="2026-11-24T02:00:00.000Z",
    suite="X1",
    key="gd-customs.sign.1",
)
COPY = {
    "origin": "gd-customs",
    "kind": "lead",
    "item_id": ITEM,
    "item_ver": 1,
    "holder": "hk-customs",
    "to_node": "mo-customs",
    "to_unit": "MO-SA/LIA",
    "at": "2026-11-25T02:00:00.000Z",
    "pointers": ["/goods", "/items"],
}


def grant_cases() -> Iterator[Case]:
    """Yield a grant with the copy it allows, then copies and grants that must be refused."""
    signed = sign_grant(GRANT, build.SIGNER)
    good = {"roster": ROSTER, "grant": text64(signed.data), "s": text64(signed.signature), "copy": COPY}
    yield case("good", good, {"grant": json.loads(signed.data)})
    for changes, rule, place in (
        ({"item_ver": 2}, "grant.item", ITEM),
        ({"holder": "hk-ipd"}, "grant.holder", "hk-ipd"),
        ({"to_unit": "MO-SA/OPS"}, "grant.receiver", "MO-SA/OPS"),
        ({"at": "2026-11-24T01:00:00.000Z"}, "grant.early", GRANT.ts),
        ({"at": "2026-12-31T16:00:00.000Z"}, "grant.expired", GRANT.until),
        ({"pointers": ["/goods", "/persons"]}, "grant.withheld", "/persons"),
    ):
        yield damaged(f"another copy: {next(iter(changes))}", {**good, "copy": {**COPY, **changes}}, rule, place)
    revoked = {**ROSTER[0], "revoked_at": "2026-11-25T01:00:00.000Z", "reason": "device lost"}
    yield damaged("key revoked before the copy", {**good, "roster": [revoked]}, "roster.revoked", GRANT.key)
    yield damaged("signature of zeros", {**good, "s": text64(bytes(64))}, "grant.signature")
    yield damaged("not canonical", {**good, "grant": text64(signed.data + b" ")}, "grant.canonical")
    for changes, place in (({"purpose": "any"}, "purpose"), ({"withhold": ["/b", "/a"]}, "withhold"), ({"x": 1}, "x")):
        data = encode({**json.loads(signed.data), **changes})
        bad = {**good, "grant": text64(data), "s": text64(build.SIGNER.sign(data))}
        yield damaged(f"field {place}", bad, "grant.field", place)
