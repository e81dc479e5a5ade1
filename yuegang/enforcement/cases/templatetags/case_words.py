"""How pages say the stage, the place and the figures of cases and seizure lines."""

from django import template
from django.utils.translation import gettext as _

from yuegang.enforcement import shown
from yuegang.enforcement.cases.figures import Figures
from yuegang.enforcement.cases.models import Case, CustodyStep, Exhibit, SeizureLine, Stage
from yuegang.enforcement.cases.sheets import place_of

register = template.Library()

SHAPES = {
    Stage.OPENED: "new", Stage.INVESTIGATING: "work", Stage.DETERMINED: "work", Stage.DISPOSED: "done",
    Stage.CLOSED: "shut",
}  # fmt: skip


@register.filter
def stage_shape(case: Case) -> str:
    """Return the shape in which the table of states would draw a stage."""
    return SHAPES[Stage(case.stage)]


@register.filter
def unit_word(code: str) -> str:
    """Say what one item is."""
    return shown.shown("quantity_unit", code)


@register.filter
def basis_word(code: str) -> str:
    """Say how a value was arrived at."""
    return shown.shown("value_basis", code)


@register.filter
def where(line: SeizureLine) -> str:
    """Say where something was seized."""
    return place_of(line)


@register.filter
def counted(line: SeizureLine) -> str:
    """Say the counts of a line, each by its own name."""
    return _join(line.lots, line.cases, {line.quantity_unit: line.items} if line.items is not None else {})


@register.filter
def seized_words(figures: Figures) -> str:
    """Say the counts of a case in one line."""
    return _join(figures.lots, figures.cases, figures.items)


def _join(lots: int | None, cases: int | None, items: dict[str, int]) -> str:
    parts = []
    if lots:
        parts.append(_("%(count)s lots") % {"count": f"{lots:,}"})
    if cases:
        parts.append(_("%(count)s cases") % {"count": f"{cases:,}"})
    parts += [f"{count:,} {unit_word(unit)}" for unit, count in items.items()]
    return _("; ").join(parts)


@register.filter
def last_step(exhibit: Exhibit) -> CustodyStep | None:
    """Return the last custody step of an exhibit whose steps were fetched with it."""
    return max(exhibit.steps.all(), key=lambda step: step.number, default=None)
