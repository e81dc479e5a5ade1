"""Count the terms of the rates per direction and quarter, in one query, and make the rates of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from statistics import median

from django.conf import settings
from django.db.models import Case, Count, DateField, F, IntegerField, Sum, Value, When
from django.db.models.functions import Cast, TruncQuarter

from yuegang.base import clock
from yuegang.enforcement import names
from yuegang.enforcement.models import Feedback
from yuegang.enforcement.models.lead import Leads
from yuegang.enforcement.rates.terms import TERMS, with_facts
from yuegang.engine.calendars import Calendar
from yuegang.parties.calendars import calendars

Direction = tuple[str, str]  # side that sent, side that answers
YEARS = 10


@dataclass(frozen=True)
class Rate:
    """A share: its code, how many of how many, and the terms both stand for."""

    code: str
    done: int
    of: int
    terms: tuple[str, str]

    @property
    def percent(self) -> int | None:
        """The share in whole per cent, cut so that 100 means all; None of nothing."""
        return self.done * 100 // self.of if self.of else None


@dataclass(frozen=True)
class Counts:
    """The terms of one direction in one quarter or in all of them."""

    direction: Direction
    quarter: date | None
    counts: Mapping[str, int]

    @property
    def rates(self) -> list[Rate]:
        """Every rate of settings.RATES."""
        formulas: Mapping[str, tuple[str, str]] = settings.RATES
        return [
            Rate(code, self.counts[top], self.counts[under], (top, under)) for code, (top, under) in formulas.items()
        ]


@dataclass(frozen=True)
class Span:
    """The days counted, both included."""

    since: date
    until: date


def narrowed(leads: Leads, span: Span, article: int | None = None) -> Leads:
    """Return the leads that crossed in a span, of one article if named."""
    found = with_facts(leads).filter(
        released_at__gte=datetime.combine(span.since, time.min, clock.BOTH_SIDES),
        released_at__lte=datetime.combine(span.until, time.max, clock.BOTH_SIDES),
    )
    return found.filter(article=article) if article is not None else found


def count(leads: Leads, span: Span, article: int | None = None) -> list[Counts]:
    """Return the counts per direction and quarter, in order of both; one query."""
    flags = {
        f"is_{code}": Case(When(term.condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        if term.condition
        else Value(1, output_field=IntegerField())
        for code, term in TERMS.items()
    }
    quarter = Cast(TruncQuarter("released_at", tzinfo=clock.BOTH_SIDES), DateField())
    rows = narrowed(leads, span, article).annotate(quarter=quarter, **flags).order_by()
    ends = ("quarter", "origin_unit", "to_unit")
    summed = rows.values(*ends).annotate(**{code: Sum(f"is_{code}") for code in TERMS})
    units = names.units()
    found: dict[tuple[Direction, date], dict[str, int]] = {}
    for row in summed:
        sides = tuple(units[row[end]].side if row[end] in units else "" for end in ends[1:])
        kept = found.setdefault(((sides[0], sides[1]), row["quarter"]), dict.fromkeys(TERMS, 0))
        for code in TERMS:
            kept[code] += row[code]
    return [Counts(direction, day, counts) for (direction, day), counts in sorted(found.items())]


def whole(parts: Iterable[Counts]) -> list[Counts]:
    """Return the counts of each direction over all its quarters."""
    found: dict[Direction, dict[str, int]] = {}
    for part in parts:
        kept = found.setdefault(part.direction, dict.fromkeys(TERMS, 0))
        for code, number in part.counts.items():
            kept[code] += number
    return [Counts(direction, None, counts) for direction, counts in sorted(found.items())]


@dataclass(frozen=True)
class Speed:
    """Medians of one direction in working days of the answering side; n leads each rests on."""

    direction: Direction
    acknowledge: float | None
    acknowledged: int
    answer: float | None
    answered: int


def speeds(leads: Leads, span: Span, article: int | None = None) -> list[Speed]:
    """Return how long acknowledgement and first answer took, in working days of the unit that owed them."""
    rows = (
        narrowed(leads, span, article)
        .order_by()
        .values_list("origin_unit", "to_unit", "released_at", "acknowledged_at", "answered_at")
    )
    units, places = names.units(), calendars()
    waits: dict[Direction, tuple[list[int], list[int]]] = {}
    for origin, to, sent, *ends in rows:
        if origin not in units or to not in units:
            continue
        kept = waits.setdefault((units[origin].side, units[to].side), ([], []))
        for place, at in enumerate(ends):
            days = _days(places.get(units[to].calendar), sent, at)
            if days is not None:
                kept[place].append(days)
    return [
        Speed(direction, _median(first), len(first), _median(second), len(second))
        for direction, (first, second) in sorted(waits.items())
    ]


def _days(calendar: Calendar | None, start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    first, last = (moment.astimezone(clock.BOTH_SIDES).date() for moment in (start, end))
    if calendar is None or not (calendar.covers(first) and calendar.covers(last)):
        return None
    return calendar.working_days_between(first, last)


def _median(values: Sequence[int]) -> float | None:
    return float(median(values)) if values else None


@dataclass(frozen=True)
class Found:
    """What the final answers of one direction report as found: counts apart, each currency and basis apart."""

    direction: Direction
    lots: int
    cases: int
    items: int
    values: tuple[tuple[str, str, Decimal], ...]
    usefulness: tuple[float, int] | None


def found_of(leads: Leads, span: Span, article: int | None = None) -> list[Found]:
    """Return what was found per direction, from final answers; two queries."""
    final = Feedback.objects.filter(
        lead__in=narrowed(leads, span, article), status=Feedback.Status.SENT, stage=Feedback.Stage.FINAL
    )
    ends = ("lead__origin_unit", "lead__to_unit")
    sums = {f"sum_{name}": Sum(name) for name in ("lots", "cases", "items", "usefulness")}
    whole_rows = final.order_by().values(*ends).annotate(**sums, judged=Count("usefulness"))
    value_rows = final.filter(value__isnull=False).order_by().values(*ends, "currency", "value_basis")
    units = names.units()
    counts: dict[Direction, dict[str, int]] = {}
    for row in whole_rows:
        kept = counts.setdefault(_direction(row, ends, units), dict.fromkeys((*sums, "judged"), 0))
        for name in kept:
            kept[name] += row[name] or 0
    values: dict[Direction, dict[tuple[str, str], Decimal]] = {}
    for row in value_rows.annotate(amount=Sum("value")):
        money = values.setdefault(_direction(row, ends, units), {})
        key = (row["currency"], row["value_basis"])
        money[key] = money.get(key, Decimal(0)) + row["amount"]
    return [_found(direction, row, values.get(direction, {})) for direction, row in sorted(counts.items())]


def _direction(row: Mapping[str, object], ends: tuple[str, str], units: Mapping[str, names.UnitFacts]) -> Direction:
    sides = [units[code].side if (code := str(row[end])) in units else "" for end in ends]
    return sides[0], sides[1]


def _found(direction: Direction, row: Mapping[str, int], money: Mapping[tuple[str, str], Decimal]) -> Found:
    judged = row["judged"]
    return Found(
        direction, row["sum_lots"], row["sum_cases"], row["sum_items"],
        tuple((currency, basis, amount) for (currency, basis), amount in sorted(money.items())),
        (row["sum_usefulness"] / judged, judged) if judged else None,
    )  # fmt: skip


def in_term(leads: Leads, term: str, span: Span, article: int | None = None) -> Leads:
    """Return the leads of a term, for the list behind a number."""
    return narrowed(leads, span, article).filter(TERMS[term].condition).order_by(F("released_at").desc(), "pk")
