"""What a case or a list of seizure lines adds up to: lots, cases and items apart, each currency and basis apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from yuegang.enforcement.cases.models import SeizureLine


@dataclass
class Figures:
    """Totals of lines that stand; `items` by what one item is, `values` by (currency, basis); nothing is converted."""

    lines: int = 0
    lots: int = 0
    cases: int = 0
    items: dict[str, int] = field(default_factory=dict)
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)


def figures_of(lines: Iterable[SeizureLine]) -> Figures:
    """Return the totals of lines; struck-out ones are left out."""
    found = Figures()
    for line in lines:
        if line.voided_at is not None:
            continue
        found.lines += 1
        found.lots += line.lots or 0
        found.cases += line.cases or 0
        if line.items is not None:
            found.items[line.quantity_unit] = found.items.get(line.quantity_unit, 0) + line.items
        if line.value is not None:
            key = (line.currency, line.value_basis)
            found.values[key] = found.values.get(key, Decimal(0)) + line.value
    return found
