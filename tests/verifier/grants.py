"""Check a grant and the copy it lets pass from docs/protocol.md, 18, alone."""

from collections.abc import Mapping
from typing import Any

from tools.ipx_form import is_stamp, parse_object, refuse, text
from tools.ipx_verify import check_signed

NODE, UUID = r"[a-z]{2}(-[a-z0-9]{1,24}){1,3}", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TOKEN = r"[A-Za-z0-9][A-Za-z0-9:._@/+-]{0,127}"
Json = Any  # parsed JSON


def is_withheld(value: Json) -> bool:
    if not isinstance(value, list) or len(value) > 100:
        return False
    return all(isinstance(one, str) and one.startswith("/") for one in value) and value == sorted(set(value))


FORM = {
    "form": text("ipx-grant-1"),
    "grant_id": text(UUID),
    "origin": text(NODE),
    "kind": text(r"[a-z][a-z0-9-]{0,31}"),
    "item_id": text(UUID),
    "item_ver": lambda value: type(value) is int and value >= 1,
    "holder": text(NODE),
    "to_node": text(NODE),
    "to_unit": text(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,63}"),
    "purpose": text("inspection|investigation|trend_analysis"),
    "withhold": is_withheld,
    "until": is_stamp,
    "ts": is_stamp,
    "suite": text(r"[A-Z][A-Z0-9+-]{0,15}"),
    "key": text(TOKEN),
}


def checked_grant(signed: tuple[bytes, bytes], keys: Mapping[str, Json], copy: Json) -> Json:
    """Return the grant, or raise the fault that section 18 names first."""
    grant = parse_object(signed[0], 8_192, "grant.canonical")
    refuse(grant.keys() != FORM.keys(), "grant.field", min(grant.keys() ^ FORM.keys(), default=""))
    for name, fits in FORM.items():
        refuse(not fits(grant[name]), "grant.field", name)
    check_signed(keys, grant | {"sender": grant["origin"]}, signed, "grant")
    revoked = keys[grant["key"]]["revoked_at"]
    refuse(revoked is not None and copy["at"] >= revoked, "roster.revoked", grant["key"])
    item = ("origin", "kind", "item_id", "item_ver")
    refuse(any(grant[name] != copy[name] for name in item), "grant.item", copy["item_id"])
    refuse(grant["holder"] != copy["holder"], "grant.holder", copy["holder"])
    receiver = ("to_node", "to_unit")
    refuse(any(grant[name] != copy[name] for name in receiver), "grant.receiver", copy["to_unit"])
    refuse(copy["at"] < grant["ts"], "grant.early", grant["ts"])
    refuse(copy["at"] >= grant["until"], "grant.expired", grant["until"])
    kept = sorted(set(grant["withhold"]) & set(copy["pointers"]))
    refuse(kept, "grant.withheld", kept[0] if kept else "")
    return grant
