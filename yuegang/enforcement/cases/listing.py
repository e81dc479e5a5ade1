"""What the lists of cases and seizure lines show, narrowed by the address, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.figures import Figures, figures_of
from yuegang.enforcement.cases.models import Case, SeizureLine, Stage
from yuegang.enforcement.forms import choices
from yuegang.parties.folding import fold

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeizureFilter(forms.Form):
    """What the list of seizure lines is narrowed to."""

    goods_category = forms.ChoiceField(label=_("Category of goods"), choices=choices.goods, required=False)
    port = forms.ChoiceField(label=_("Port or control point"), choices=choices.ports, required=False)
    since = forms.DateField(label=_("Seized since"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=_("Seized until"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])
    unfiled = forms.BooleanField(label=_("In no case yet"), required=False)


@dataclass(frozen=True)
class Row:
    """A case of the list with its figures."""

    case: Case
    figures: Figures
    leads: int
    exhibits: int


def cases(officer: Officer, asked: Mapping[str, Any]) -> QuerySet[Case]:  # Any: cleaned values
    """Return the cases asked for, the newest first."""
    found = access.cases_for(officer)
    for word in filter(None, map(fold, str(asked.get("q") or "").split())):
        found = found.filter(search_text__contains=word)
    if asked.get("stage"):
        found = found.filter(stage=asked["stage"])
    if asked.get("mine"):
        found = found.filter(in_charge=officer)
    return found.order_by("-opened_on", "id")


def rows_of(shown: Sequence[Case]) -> list[Row]:
    """Return the cases of a page with what hangs on them, in three queries for all."""
    pks = [case.pk for case in shown]
    lines: dict[object, list[SeizureLine]] = {}
    for line in SeizureLine.objects.filter(case__in=pks, voided_at=None):
        lines.setdefault(line.case_id, []).append(line)
    leads = dict(Case.objects.filter(pk__in=pks).values_list("pk").annotate(n=Count("case_leads")).order_by())
    exhibits = dict(Case.objects.filter(pk__in=pks).values_list("pk").annotate(n=Count("exhibits")).order_by())
    return [Row(case, figures_of(lines.get(case.pk, [])), leads[case.pk], exhibits[case.pk]) for case in shown]


def stage_counts(officer: Officer) -> list[tuple[str, str, int]]:
    """Return each stage with its word and the number of cases in it."""
    counted = dict(access.cases_for(officer).order_by().values_list("stage").annotate(n=Count("pk")))
    return [(value, str(label), counted.get(value, 0)) for value, label in Stage.choices]


def seizures(officer: Officer, asked: Mapping[str, Any]) -> QuerySet[SeizureLine]:  # Any: cleaned values
    """Return the lines asked for, the newest first, struck-out ones among them."""
    found = access.seizures_for(officer)
    for name in ("goods_category", "port"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if asked.get("since"):
        found = found.filter(happened_at__gte=datetime.combine(asked["since"], time.min, clock.BOTH_SIDES))
    if asked.get("until"):
        found = found.filter(happened_at__lte=datetime.combine(asked["until"], time.max, clock.BOTH_SIDES))
    if asked.get("unfiled"):
        found = found.filter(case=None, voided_at=None)
    return found.order_by("-happened_at", "id")


def totals(found: QuerySet[SeizureLine]) -> Figures:
    """Return the totals of every line found that stands, added by the database in three queries."""
    standing = found.filter(voided_at=None).order_by()
    whole = standing.aggregate(lines=Count("pk"), lots=Sum("lots"), cases=Sum("cases"))
    items = standing.filter(~Q(items=None)).values_list("quantity_unit").annotate(n=Sum("items"))
    values = standing.filter(~Q(value=None)).values_list("currency", "value_basis").annotate(n=Sum("value"))
    return Figures(
        lines=whole["lines"], lots=whole["lots"] or 0, cases=whole["cases"] or 0, items=dict(items),
        values={(currency, basis): amount for currency, basis, amount in values},
    )  # fmt: skip
