"""State the cases of single entries: good, poison, refused."""

import json
from collections.abc import Iterator
from dataclasses import replace

from yuegang.engine.protocol.canonical import digest
from yuegang.engine.protocol.entry import Blob, Entry, Header, Obligation, body_info, entry_object, sign_entry
from yuegang.engine.protocol.header import as_object
from yuegang.engine.protocol.tests import builders as build

from .form import LOG, ROSTER, Case, case, damaged, forced, text64


def given_entry(entry: Entry, **changes: object) -> Case:
    """Return the input of an entry case."""
    return {"roster": ROSTER, "log": LOG, "line": entry_object(entry), **changes}


def full_header() -> Header:
    """Return a header that uses every field."""
    return build.header(
        seq=7,
        prev="sha256:" + "7" * 64,
        blobs=(Blob("sha256:" + "1" * 64, 52_341),),
        obligation=Obligation("gd-hk.lead.1", 3, 10, "HK"),
        ref="6f1a2b3c-0000-4000-8000-000000000009",
    )


def entry_cases() -> Iterator[Case]:
    """Yield signed entries: good, poison and refused."""
    clear = build.header(kind="receipt", enc="none", enc_key="", from_unit="", to_unit="")
    for name, header in (("plain", build.header()), ("every field", full_header()), ("in clear", clear)):
        entry = sign_entry(header, build.SIGNER, build.BODY)
        info = text64(body_info(header))
        expect = {"digest": digest(entry.header_bytes), "header": as_object(header), "body_info": info}
        yield case(name, given_entry(entry), expect)
        yield case(f"{name}, body erased", given_entry(replace(entry, body=None)), expect)
    poison: tuple[tuple[dict[str, object], str, str], ...] = (
        ({"v": 2, "handling": "P"}, "entry.version", "v"),
        ({"handling": "P"}, "entry.fields", "handling"),
        ({"marking": "SECRET"}, "entry.field", "marking"),
        ({"item_id": "1"}, "entry.field", "item_id"),
        ({"obligation": {"target": "t"}}, "entry.field", "obligation"),
        ({"enc": "none", "enc_key": ""}, "entry.enc", "enc"),
        ({"to_unit": ""}, "entry.enc", "to_unit"),
    )
    for changes, rule, place in poison:
        entry = forced(changes)
        expect = {"digest": digest(entry.header_bytes), "poison": rule, "poison_place": place}
        yield case(f"poison: {', '.join(changes)}", given_entry(entry), expect)
    yield from refused_entries()


def refused_entries() -> Iterator[Case]:
    """Yield entries that are not authentic."""
    good = build.signed()
    for changes, place in (
        ({"seq": 0}, "seq"),
        ({"prev": "sha256:" + "a" * 64}, "prev"),
        ({"seq": 2}, "prev"),
        ({"ts": "2026-11-24T02:00:00Z"}, "ts"),
        ({"receiver": "gd-customs"}, "receiver"),
        ({"body_digest": ""}, "body_digest"),
    ):
        yield damaged(f"chain field: {place} {changes}", given_entry(forced(changes)), "entry.chain", place)
    loose = json.dumps(as_object(build.header())).encode()
    spelt = Entry(loose, build.SIGNER.sign(loose), build.BODY)
    yield damaged("header not canonical", given_entry(spelt), "entry.canonical")
    yield damaged("signature of zeros", given_entry(replace(good, signature=bytes(64))), "entry.signature")
    yield damaged(
        "other body", given_entry(replace(good, body=b'{"goods":"SUSPECTED"}')), "entry.body_digest", "body_digest"
    )
    yield damaged("longer body", given_entry(replace(good, body=build.BODY + b" ")), "entry.body_size", "body_size")
    yield damaged("other log", given_entry(good, log=LOG[::-1]), "entry.log", "sender")
    yield damaged("line without body member", {**given_entry(good), "line": {"h": "", "s": ""}}, "entry.line")
    for name, changes, rule in (
        ("unknown key", {"key_id": "gd-customs.sign.9"}, "roster.unknown"),
        ("key of the other node", {"node": "hk-customs"}, "roster.node"),
        ("key for requests", {"use": "http"}, "roster.use"),
        ("key expired", {"not_after": "2026-11-24T02:00:00.123Z"}, "roster.expired"),
        ("key not yet valid", {"valid_from": "2026-11-24T02:00:00.124Z"}, "roster.not_yet_valid"),
        ("key revoked before", {"revoked_at": "2026-11-24T02:00:00.123Z"}, "roster.revoked"),
    ):
        yield damaged(name, given_entry(good, roster=[{**ROSTER[0], **changes}]), rule, "gd-customs.sign.1")
    yield damaged(
        "suite of key differs", given_entry(good, roster=[{**ROSTER[0], "suite": "X2"}]), "entry.suite", "suite"
    )
