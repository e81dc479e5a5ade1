"""State the cases of canonical JSON, signatures, sealed bodies, keys and Merkle trees."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from yuegang.engine.protocol import suites, x2
from yuegang.engine.protocol.canonical import canonical, digest
from yuegang.engine.protocol.entry import body_info
from yuegang.engine.protocol.errors import SuiteError
from yuegang.engine.protocol.roster import fingerprint, key_object
from yuegang.engine.protocol.spoken import LANGUAGES, spoken
from yuegang.engine.protocol.tests import builders as build
from yuegang.engine.protocol.tests.vectors import FOLDER
from yuegang.engine.protocol.tree import Frontier, consistency_proof, inclusion_proof, leaf_hash, node_hash, tree_root

from .form import Case, case, damaged, text64

PLAIN = '{"goods":"涉嫌假冒手袋","quantity":"120"}'
SEED = bytes(range(2, 34)).hex()


def canonical_cases() -> Iterator[Case]:
    """Yield values with their one canonical form, and bytes that are none."""
    values: tuple[object, ...] = (
        {},
        {"b": [1, True, None, "粤港"], "a": "é", "B": -1},
        {"control": '\b\t\n\f\r"\\\x1f/\x7f', "astral": "𠮷", "separator": "\u2028"},
        [2**53 - 1, -(2**53) + 1, 0],
    )
    for value in values:
        data = canonical(value)
        yield case(f"value of {len(data)} bytes", {"bytes": text64(data)}, {"value": value, "digest": digest(data)})
    for data, rule, place in (
        (b'{"b":1,"a":2}', "canonical.form", ""),
        (b'{"a":1,"a":1}', "canonical.form", ""),
        (b'{"a": 1}', "canonical.form", ""),
        (rb'"\u00e9"', "canonical.form", ""),
        (b"-0", "canonical.form", ""),
        (b"1.5", "canonical.float", ""),
        (b"1e2", "canonical.float", ""),
        (b'{"a":[9007199254740992]}', "canonical.integer", "/a/0"),
        ('{"a":"e\u0301"}'.encode(), "canonical.nfc", "/a"),
        ('{"口岸":1}'.encode(), "canonical.name", ""),
        (b'"\xff"', "canonical.utf8", ""),
        (b"[" * 17 + b"]" * 17, "canonical.depth", "/0" * 16),
        (b"", "canonical.json", ""),
    ):
        yield damaged(f"{rule}: {data[:24]!r}", {"bytes": text64(data)}, rule, place)


def signature_cases() -> Iterator[Case]:
    """Yield signatures of both suites, good and not."""
    data = build.signed().header_bytes
    good = {
        "suite": "X1",
        "public": build.signing_key().public.hex(),
        "signature": build.SIGNER.sign(data).hex(),
        "data": data.hex(),
    }
    yield case("good", good, {"good": True})
    yield case("other data", {**good, "data": "00"}, {"good": False})
    yield case("other key", {**good, "public": build.sealing_public().hex()}, {"good": False})
    yield case("short signature", {**good, "signature": good["signature"][2:]}, {"good": False})
    yield damaged("unknown suite", {**good, "suite": "X9"}, "suite.unknown")
    yield from _p256_signature_cases(data)


def _p256_signature_cases(data: bytes) -> Iterator[Case]:
    """Yield signatures of suite X2; signing is deterministic (RFC 6979)."""
    signature = suites.signer_from("X2", "k", bytes.fromhex(SEED)).sign(data)
    public = x2.public_bytes(ec.derive_private_key(int(SEED, 16), ec.SECP256R1()))
    good = {"suite": "X2", "public": public.hex(), "signature": signature.hex(), "data": data.hex()}
    twin = signature[:32] + (x2.ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    yield case("X2: good", good, {"good": True})
    yield case("X2: the twin with the larger s", {**good, "signature": twin.hex()}, {"good": False})
    yield case("X2: other data", {**good, "data": "00"}, {"good": False})
    yield case("X2: compressed point", {**good, "public": "03" + good["public"][2:66]}, {"good": False})


def sealed_body(info: bytes, opener: suites.Opener, public: bytes) -> bytes:
    """Return the sealed body of the last run if it still opens, else a new one."""
    try:
        for before in json.loads((FOLDER / "sealed.json").read_text())["cases"]:
            sealed = base64.b64decode(before["given"]["sealed"])
            if before["given"]["suite"] == opener.suite and opener.open(sealed, info) == PLAIN.encode():
                return sealed
    except (FileNotFoundError, SuiteError):
        pass
    return suites.seal(opener.suite, public, PLAIN.encode(), info)


def sealed_cases() -> Iterator[Case]:
    """Yield HPKE bodies, and what must not open."""
    info = body_info(build.header())
    sealed = sealed_body(info, build.OPENER, build.sealing_public())
    good = {"suite": "X1", "private": SEED, "sealed": text64(sealed), "info": text64(info)}
    yield case("good", good, {"plaintext": PLAIN})
    other = body_info(build.header(to_unit="CED"))
    yield damaged("bound to another unit", {**good, "info": text64(other)}, "suite.open")
    yield damaged("another key", {**good, "private": "01" * 32}, "suite.open")
    yield damaged("last byte changed", {**good, "sealed": text64(sealed[:-1] + bytes([sealed[-1] ^ 1]))}, "suite.open")
    yield damaged("cut", {**good, "sealed": text64(sealed[:40])}, "suite.open")
    public = x2.public_bytes(ec.derive_private_key(int(SEED, 16), ec.SECP256R1()))
    sealed = sealed_body(info, suites.opener_from("X2", "k", bytes.fromhex(SEED)), public)
    good = {"suite": "X2", "private": SEED, "sealed": text64(sealed), "info": text64(info)}
    yield case("X2: good", good, {"plaintext": PLAIN})
    yield damaged("X2: bound to another unit", {**good, "info": text64(other)}, "suite.open")
    yield damaged("X2: cut", {**good, "sealed": text64(sealed[:70])}, "suite.open")


def spoken_cases() -> Iterator[Case]:
    """Yield the ten words of a digest in three languages, and words that are none."""
    told = digest(b"roster")
    words = {language: spoken(told, language) for language in LANGUAGES}
    for language, said in words.items():
        yield case(language, {"words": said}, {"begins": told[7:27]})
    yield damaged("nine words", {"words": words["en"].rpartition("-")[0]}, "roster.words", "9")
    yield damaged("another word", {"words": words["en"].rpartition("-")[0] + "-aple"}, "roster.words", "aple")


def key_cases() -> Iterator[Case]:
    """Yield roster keys with their fingerprints."""
    key = build.signing_key()
    gone = replace(key, revoked_at=datetime(2026, 6, 1, tzinfo=UTC), reason="device lost")
    for name, one in (("signing", key), ("sealing", build.sealing_key()), ("revoked", gone)):
        yield case(name, {"key": key_object(one)}, {"fingerprint": fingerprint(one)})
    yield damaged("upper-case hex", {"key": {**key_object(key), "public": "AB" * 32}}, "roster.field", "public")
    yield damaged("unknown use", {"key": {**key_object(key), "use": "any"}}, "roster.field", "use")


DATA = [bytes([number]) for number in range(7)]
LEAVES = [leaf_hash(data) for data in DATA]


def tree_cases() -> Iterator[Case]:
    """Yield roots, the third worked out by hand from RFC 6962, 2.1.3."""
    for size in (0, 1, 2, 5, 6):
        expect = {"root": Frontier().extend(LEAVES[:size]).root().hex()}
        yield case(f"{size} leaves", {"data": [data.hex() for data in DATA[:size]]}, expect)
    a, b, c, d, e, f, g = LEAVES
    root = node_hash(node_hash(node_hash(a, b), node_hash(c, d)), node_hash(node_hash(e, f), g))
    yield case("7 leaves", {"data": [data.hex() for data in DATA]}, {"root": root.hex()})


def inclusion_cases() -> Iterator[Case]:
    """Yield audit paths."""
    root = tree_root(LEAVES).hex()
    for index in (0, 3, 4, 6):
        proof = [step.hex() for step in inclusion_proof(LEAVES, index)]
        given = {"leaf": LEAVES[index].hex(), "index": index, "size": 7, "root": root, "proof": proof}
        yield case(f"leaf {index}", given, {"good": True})
    yield case("another leaf", {**given, "leaf": LEAVES[0].hex()}, {"good": False})
    yield case("a step missing", {**given, "proof": proof[:-1]}, {"good": False})
    yield case("a step too many", {**given, "proof": [*proof, root]}, {"good": False})


def consistency_cases() -> Iterator[Case]:
    """Yield proofs that a log has only grown."""
    for old in (1, 3, 4, 6, 7):
        proof = [step.hex() for step in consistency_proof(LEAVES, old)]
        roots = [tree_root(LEAVES[:old]).hex(), tree_root(LEAVES).hex()]
        yield case(f"{old} of 7", {"old": old, "new": 7, "roots": roots, "proof": proof}, {"good": True})
        given = {"old": old, "new": 7, "roots": [roots[0], roots[0] if old < 7 else "00" * 32], "proof": proof}
        yield case(f"{old} of 7, other root", given, {"good": False})
