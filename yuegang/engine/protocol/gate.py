"""Compile what may leave, and accept only what may come in.

The gate is an allow-list: `compile` writes a new body from listed fields that meet the conditions of their
class, so a field nobody thought of stays home. Source: docs/protocol.md, 11; PIPL art. 36; Cap. 362 s. 16C.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .errors import GateError, Refusal
from .scan import Finding, fold, scan, secret_marks
from .schema import CLEARANCE, FieldClass, FieldRule, KindSchema, Leaf, build, leaves, strangers, texts

__all__ = [
    "Assessment", "Clearance", "Compiled", "Examined", "FieldClass", "FieldRule", "Ground", "Held", "KindSchema",
    "PlacedFinding", "accept", "compile", "examine", "find",
]  # fmt: skip

NOT_PERSONAL = "not_personal"
REPLACED = "replaced"
REMOVED = "removed"
_NUMBERS_OF_CODES = ("phone", "bank_card")  # a waybill or recordal number looks like one; its field says what it is


@dataclass(frozen=True, slots=True)
class Ground:
    """State why one class B field may cross: statute, why the other side needs it, who approves it."""

    pointer: str
    statute: str
    necessity: str
    approver: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left blank."""
        return all(part.strip() for part in (self.statute, self.necessity, self.approver))


@dataclass(frozen=True, slots=True)
class Assessment:
    """Hold a registered assessment: what it covers (kind), which fields, for whom (node), until when (aware)."""

    reference: str
    scope: str
    fields: tuple[str, ...]
    recipient: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """Hold one finding in one field, and how a person resolved it ("" while open)."""

    pointer: str
    kind: str
    start: int
    end: int
    text: str
    resolution: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """Hold everything persons decided about one release, and to whom it goes.

    peer: node code. now: aware. withheld: pointers the approver chose not to send.
    """

    peer: str
    now: datetime
    grounds: Sequence[Ground] = ()
    assessments: Sequence[Assessment] = ()
    findings: Sequence[PlacedFinding] = ()
    withheld: frozenset[str] = frozenset()
    known_names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Name one field that stays home; reason is "assessment" or "withheld"."""

    pointer: str
    cls: FieldClass
    reason: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """Hold the body that leaves, the pointers into it, and what stays home."""

    body: dict[str, object]
    manifest: tuple[str, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """Hold what would leave and every reason why it may not."""

    compiled: Compiled
    refusals: tuple[Refusal, ...]


def find(schema: KindSchema, item: Mapping[str, object], known_names: Sequence[str] = ()) -> tuple[PlacedFinding, ...]:
    """Return what must be resolved before the item leaves: every finding in texts and codes of class A and B."""
    return tuple(
        PlacedFinding(leaf.pointer, one.kind, one.start, one.end, one.text)
        for leaf in leaves(schema, item)
        if leaf.rule.cls in "AB"
        for part in _strings(leaf.value)
        for one in _scan(leaf.rule, part, known_names)
    )


def compile(schema: KindSchema, item: Mapping[str, object], clearance: Clearance) -> Compiled:
    """Return the body that may leave, written from nothing but listed fields that meet their class.

    Class C without an assessment is held. Raises GateError naming every reason: class D present, a mark of
    secrecy anywhere in the item, a required field missing, class B without ground, a finding not resolved.
    """
    examined = examine(schema, item, clearance)
    if examined.refusals:
        raise GateError("gate.blocked", examined.refusals[0].place, examined.refusals)
    return examined.compiled


def examine(schema: KindSchema, item: Mapping[str, object], clearance: Clearance) -> Examined:
    """Return what `compile` would let out, without the fields that block, and every reason why it blocks.

    For showing only: what is refused must not be sent in part.
    """
    refusals = [Refusal("gate.secret", place) for place, text in texts(item) if _is_marked(text)]
    leaving: list[Leaf] = []
    held: list[Held] = []
    for leaf in (_cleared(leaf, clearance) for leaf in leaves(schema, item)):
        reason = _held(schema, leaf, clearance)
        problems = list(_problems(leaf, clearance, sent=reason == ""))
        refusals += problems
        if reason:
            held.append(Held(leaf.pointer, leaf.rule.cls, reason))
        elif not problems and not leaf.is_absent:
            leaving.append(leaf)
    home = {one.pointer for one in held}
    refusals += [_refusal(one) for one in clearance.findings if not one.resolution and one.pointer not in home]
    unique = {(one.rule, one.place, *map(str, one.detail.values())): one for one in refusals}
    return Examined(_compiled(schema, leaving, tuple(held), clearance), tuple(unique.values()))


def _compiled(schema: KindSchema, leaving: Sequence[Leaf], held: tuple[Held, ...], clearance: Clearance) -> Compiled:
    body = build((leaf.path, leaf.value) for leaf in leaving)
    references: dict[str, object] = {
        leaf.rule.pointer: covering.reference
        for leaf in leaving
        if leaf.rule.cls == "C" and (covering := _covering(schema, leaf.rule, clearance)) is not None
    }
    manifest = tuple(sorted(leaf.pointer for leaf in leaves(schema, body) if not leaf.is_absent))
    if references:
        body[CLEARANCE] = {"assessments": references}
    return Compiled(body, manifest, held)


def _held(schema: KindSchema, leaf: Leaf, clearance: Clearance) -> str:
    """Return why a field stays home, "" if it does not."""
    if leaf.is_absent:
        return ""
    if leaf.rule.cls == "C" and _covering(schema, leaf.rule, clearance) is None:
        return "assessment"
    if leaf.rule.cls != "D" and {leaf.pointer, leaf.rule.pointer} & clearance.withheld:
        return "withheld"
    return ""


def _covering(schema: KindSchema, rule: FieldRule, clearance: Clearance) -> Assessment | None:
    return next(
        (
            one
            for one in clearance.assessments
            if one.reference.strip()
            and one.scope == schema.kind
            and one.recipient == clearance.peer
            and rule.pointer in one.fields
            and clearance.now < one.expires
        ),
        None,
    )


def _problems(leaf: Leaf, clearance: Clearance, *, sent: bool) -> Iterator[Refusal]:
    """Yield every reason why this field blocks the release."""
    if leaf.is_absent or not sent:
        if leaf.rule.required:
            yield Refusal("gate.required", leaf.pointer)
    elif leaf.rule.cls == "D":
        yield Refusal("gate.class_d", leaf.pointer)
    elif not leaf.rule.fits(leaf.value):
        yield Refusal("gate.type", leaf.pointer, {"type": leaf.rule.type})
    else:
        if leaf.rule.cls == "B" and not _is_grounded(leaf, clearance.grounds):
            yield Refusal("gate.ground", leaf.pointer)
        if leaf.rule.cls in "AB":
            yield from _found(leaf, clearance)


def _is_grounded(leaf: Leaf, grounds: Sequence[Ground]) -> bool:
    return any(one.is_complete and one.pointer in (leaf.pointer, leaf.rule.pointer) for one in grounds)


def _found(leaf: Leaf, clearance: Clearance) -> Iterator[Refusal]:
    """Yield findings still standing in the text as it would leave, whoever said the scan was done."""
    settled = {(one.kind, one.text) for one in _resolved(leaf, clearance) if one.resolution == NOT_PERSONAL}
    for part in _strings(leaf.value):
        for one in _scan(leaf.rule, part, clearance.known_names):
            if (one.kind, one.text) not in settled:
                yield _refusal(PlacedFinding(leaf.pointer, one.kind, one.start, one.end, one.text))


def _resolved(leaf: Leaf, clearance: Clearance) -> list[PlacedFinding]:
    return [one for one in clearance.findings if one.pointer == leaf.pointer and one.resolution]


def _cleared(leaf: Leaf, clearance: Clearance) -> Leaf:
    """Return the field as it leaves: resolved findings cut out or replaced, text in normal form."""
    value = leaf.value
    if not isinstance(value, str):
        return leaf
    for one in sorted(_resolved(leaf, clearance), key=lambda one: -one.start):
        if one.resolution in (REPLACED, REMOVED) and value[one.start : one.end] == one.text:
            value = value[: one.start] + one.replacement + value[one.end :]
    return replace(leaf, value=unicodedata.normalize("NFC", value).strip())


def _refusal(one: PlacedFinding) -> Refusal:
    return Refusal("gate.finding", one.pointer, {"kind": one.kind, "start": one.start, "end": one.end})


def _strings(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _scan(rule: FieldRule, text: str, known_names: Sequence[str]) -> Iterator[Finding]:
    if rule.type in ("text", "code", "codes") and not rule.choices:
        for one in scan(text, known_names):
            if rule.type == "text" or one.kind not in _NUMBERS_OF_CODES:
                yield one


def _is_marked(text: str) -> bool:
    return any(True for _ in secret_marks(fold(text)))


def accept(schema: KindSchema, body: object) -> dict[str, object]:
    """Return the fields of a received body, its clearance member taken off.

    Raises GateError naming every reason: a field not listed, a wrong type, a required field missing, class D,
    class C without the reference of an assessment, a mark of secrecy.
    """
    if not isinstance(body, dict):
        raise GateError("accept.type", "", [Refusal("accept.type", "")])
    fields = {name: member for name, member in body.items() if name != CLEARANCE}
    cleared = _references(schema, body.get(CLEARANCE))
    present = [leaf for leaf in leaves(schema, fields) if leaf.value is not None]
    known = frozenset(leaf.pointer for leaf in present)
    refusals = [Refusal("accept.unknown", place) for place in strangers(fields, known) if place]
    refusals += [Refusal("accept.secret", place) for place, text in texts(fields) if _is_marked(text)]
    refusals += [
        Refusal("accept.required", leaf.pointer)
        for leaf in leaves(schema, fields)
        if leaf.rule.required and leaf.value is None
    ]
    for leaf in present:
        refusals += _unacceptable(leaf, cleared)
    if CLEARANCE in body and not cleared:
        refusals.append(Refusal("accept.type", "/" + CLEARANCE))
    if refusals:
        raise GateError(refusals[0].rule, refusals[0].place, refusals)
    return fields


def _unacceptable(leaf: Leaf, cleared: Mapping[str, str]) -> Iterator[Refusal]:
    if leaf.rule.cls == "D":
        yield Refusal("accept.class_d", leaf.pointer)
    elif leaf.rule.cls == "C" and leaf.rule.pointer not in cleared:
        yield Refusal("accept.assessment", leaf.pointer)
    elif not leaf.rule.fits(leaf.value):
        yield Refusal("accept.type", leaf.pointer, {"type": leaf.rule.type})


def _references(schema: KindSchema, member: object) -> dict[str, str]:
    """Return field and reference of each assessment a body names; empty if it is not exactly that."""
    named = member.get("assessments") if isinstance(member, dict) and len(member) == 1 else None
    if not isinstance(named, dict):
        return {}
    persons = {rule.pointer for rule in schema.fields if rule.cls == "C"}
    return (
        named if set(named) <= persons and all(isinstance(one, str) and one.strip() for one in named.values()) else {}
    )
