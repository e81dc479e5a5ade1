"""The facts of a lead or an answer with their class marks, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yuegang.enforcement import bodies
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.schemas import CODED_FEEDBACK, FEEDBACK_SCHEMA, LEAD_SCHEMA
from yuegang.enforcement.scripts import language_of
from yuegang.enforcement.shown import shown
from yuegang.engine.protocol.gate import FieldRule

NOT_LISTED = {
    "number", "form", "article", "right_number", "right_jurisdiction", "quantity_unit", "currency", "value_basis",
    "grading_scheme", "source_reliability", "info_credibility", "narrative", "informer", "ip_type",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One line of the facts."""

    label: str
    value: str
    letter: str = ""
    held: str = ""
    lang: str = ""


def facts_of(lead: Lead) -> list[Fact]:
    """Return the filled facts of a lead, then what of it stays on its side."""
    side = lead.origin_unit.agency.side_id
    made = list(_right(lead))
    for rule in LEAD_SCHEMA.fields:
        name = rule.pointer[1:]
        if name not in NOT_LISTED and name != "persons":
            made += _fact(lead, rule, side)
    made += _grading(lead)
    return made + ([] if lead.is_stub else list(_held(lead)))


def _fact(lead: Lead, rule: FieldRule, side: str) -> Iterator[Fact]:
    name = rule.pointer[1:]
    value = bodies.plain(getattr(lead, bodies.column(lead, name)))
    if value is None or name in ("right_text",):
        return
    words = shown(name, value)
    label = _(rule.label)
    if name == "goods":
        label = _("Suspected goods")
    elif name == "items":
        words = _amount(words, shown("quantity_unit", lead.quantity_unit))
    elif name == "value" and lead.value is not None:
        label = shown("value_basis", lead.value_basis) or label
        words = f"{shown('currency', lead.currency)} {lead.value:,.2f}"
    lang = language_of(words, side) if rule.free_text or rule.cls == "B" else ""
    yield Fact(label, words, rule.cls, lang=lang)


def _amount(number: str, unit: str) -> str:
    return f"{number} {unit}".strip()


def _right(lead: Lead) -> Iterator[Fact]:
    parts = [shown("ip_type", lead.ip_type), lead.right_text]
    if lead.right_number:
        place = shown("right_jurisdiction", lead.right_jurisdiction)
        parts.append(_("no. %(number)s") % {"number": lead.right_number} + (f" ({place})" if place else ""))
    words = " ".join(part for part in parts if part)
    if words:
        yield Fact(_("Right"), words, "A")


def _grading(lead: Lead) -> list[Fact]:
    grade = f"{lead.source_reliability}{lead.info_credibility}"
    return [Fact(_("Grading"), grade, "A")] if grade else []


def _held(lead: Lead) -> Iterator[Fact]:
    """Yield persons and informer: shown as held, with the reason."""
    if lead.is_incoming:
        yield Fact(_("Persons"), lead.persons, "C", "" if lead.persons else _("not sent: no registered assessment"))
    elif lead.persons:
        yield Fact(_("Persons"), lead.persons, "C")
        yield Fact("", "", "", _("stays here unless a registered assessment covers it"))
    yield Fact(_("Informer"), "", "D", _("never carried"))


def feedback_facts(row: Feedback) -> list[Fact]:
    """Return the filled values of an answer."""
    rules = CODED_FEEDBACK if row.lead.is_stub else FEEDBACK_SCHEMA.fields
    made = []
    for rule in rules:
        name = rule.pointer[1:]
        value = bodies.plain(getattr(row, name))
        if value is None or name in ("currency", "value_basis", "stage", "may_quote"):
            continue
        words = shown(name, value)
        if name == "value" and row.value is not None:
            words = f"{shown('currency', row.currency)} {row.value:,.2f} ({shown('value_basis', row.value_basis)})"
        made.append(Fact(_(rule.label), words, rule.cls))
    return made
