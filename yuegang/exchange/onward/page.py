"""What the pages of passing on show: rows with names, the steps, the fields of a copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext

from yuegang.engine.protocol.schema import KindSchema, leaves
from yuegang.exchange.onward.models import OnwardRequest, PassedCopy
from yuegang.exchange.onward.schemas import passable, passable_kind
from yuegang.exchange.onward.wording import SHAPES, refusal_word
from yuegang.exchange.release.handlers import releasable
from yuegang.parties import access as parties


@dataclass(frozen=True)
class Row:
    """One request as a list and its own page show it."""

    request: OnwardRequest
    title: str
    url: str
    shape: str
    origin: str
    holder: str
    receiver: str
    trouble: str


@dataclass(frozen=True)
class CopyRow:
    """One copy as a list and its own page show it."""

    copy: PassedCopy
    origin: str
    holder: str
    receiver: str


@dataclass(frozen=True)
class Fact:
    """One field of a copy, as ui/_facts.html takes it."""

    label: str
    value: str
    letter: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a request, as ui/_track.html takes it."""

    label: str
    state: str
    note: str = ""


def rows_of(requests: list[OnwardRequest]) -> list[Row]:
    """Return requests with the names of those concerned."""
    nodes, units = _nodes(), _units()
    return [
        Row(
            request=one,
            title=title_of(one.kind, one.item_id),
            url=url_of(one.kind, one.item_id),
            shape=SHAPES[one.state],
            origin=nodes.get(one.origin_node, one.origin_node),
            holder=units.get(one.holder_unit, one.holder_unit),
            receiver=units.get(one.to_unit, one.to_unit),
            trouble=str(refusal_word(one.rule)) if one.rule else "",
        )
        for one in requests
    ]


def copy_rows(copies: list[PassedCopy]) -> list[CopyRow]:
    """Return copies with the names of those concerned."""
    nodes, units = _nodes(), _units()
    return [
        CopyRow(
            one,
            nodes.get(one.origin_node, one.origin_node),
            units.get(one.holder_unit, one.holder_unit),
            units.get(one.to_unit, one.to_unit),
        )
        for one in copies
    ]


def labels_of(kind: str, pointers: list[str]) -> list[str]:
    """Return the names of fields; one that is no longer listed keeps its pointer."""
    names = {rule.pointer: gettext(rule.label) if rule.label else rule.pointer for rule in passable(kind)}
    return [names.get(pointer, pointer) for pointer in pointers]


def facts_of(copy: PassedCopy) -> list[Fact]:
    """Return the fields of a copy, in the order of its kind."""
    content: Mapping[str, object] = copy.content
    schema = KindSchema(copy.kind, 1, passable(copy.kind))
    return [
        Fact(
            gettext(leaf.rule.label) if leaf.rule.label else leaf.pointer,
            passable_kind(copy.kind).shown(leaf.pointer[1:], leaf.value),
            leaf.rule.cls,
        )
        for leaf in leaves(schema, content)
        if not leaf.is_absent
    ]


def track_of(request: OnwardRequest) -> list[Step]:
    """Return the steps from the question to the copy."""
    state = request.state
    answered = state not in ("asked", "proposed")
    steps = [Step(gettext("Asked"), "ok")]
    if not request.ours:
        steps.append(Step(gettext("Answer proposed"), "ok" if state != "asked" else "now"))
    word = gettext("No consent") if state == "refused" else gettext("Consent")
    steps.append(Step(word, "ok" if answered else ("now" if request.ours or state == "proposed" else "")))
    if request.ours and state != "refused":
        steps.append(Step(gettext("Passed on"), "ok" if state == "passed" else ("now" if answered else "")))
    return steps


def title_of(kind: str, item_id: UUID) -> str:
    """Return what an item is about, or its identifier once it was erased here."""
    try:
        return releasable(kind).title(item_id)
    except ObjectDoesNotExist:
        return str(item_id)


def url_of(kind: str, item_id: UUID) -> str:
    """Return the page of an item."""
    return releasable(kind).url(item_id)


def _nodes() -> dict[str, str]:
    return {node.code: node.name() for node in [parties.own_node(), *parties.peers()]}


def _units() -> dict[str, str]:
    return {code: f"{unit.short()} {unit.name()}" for code, unit in parties.unit_index().items()}
