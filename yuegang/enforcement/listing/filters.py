"""What the list is narrowed to: the address holds it all."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.deadlines import due_soon, ours
from yuegang.enforcement.forms import choices
from yuegang.enforcement.forms.widgets import LongSelect
from yuegang.enforcement.models import Conveyance, IpType, Lead, Urgency
from yuegang.enforcement.models.lead import LIST_ORDER, OPEN, holds
from yuegang.parties.folding import fold

POSTAL = (Conveyance.MAIL, Conveyance.EXPRESS)
PER_PAGE = (24, 50, 100)
DIRECTIONS = [("in", _("From the other side")), ("out", _("To the other side"))]
SHOWS = ("", "ours", "mine", "due", "urgent", "post")
SORTS = {
    "due": "feedback_by", "number": "number", "items": "items", "released": "released_at", "status": "status",
    "goods": "goods",
}  # fmt: skip
EXACT = (
    "status", "ip_type", "goods_category", "loading_port", "control_port", "destination", "conveyance", "urgency",
    "form",
)  # fmt: skip
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERROR = {"invalid": _("Write the day as 2026-11-23.")}


def _choice(label: Any, options: Any) -> forms.ChoiceField:  # Any: lazy words, lists or callables
    return forms.ChoiceField(label=label, choices=options, required=False, widget=LongSelect)


def _day(label: Any) -> forms.DateField:  # Any: lazy words
    return forms.DateField(
        label=label, required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )


class FilterForm(forms.Form):
    """Every way to narrow the list; a field that is not understood is marked and the others keep working."""

    q = forms.CharField(
        label=_("Find leads"), required=False, max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "data-key": "/", "placeholder": _("Goods, route, number, firm")}
        ),
    )  # fmt: skip
    status = _choice(_("State"), choices.optional(Lead.Status.choices))
    direction = _choice(_("Direction"), choices.optional(DIRECTIONS))
    ip_type = _choice(_("Kind of right"), choices.optional(IpType.choices))
    goods_category = _choice(_("Category of goods"), choices.goods)
    loading_port = _choice(_("Loading port"), choices.ports)
    control_port = _choice(_("Control point"), choices.ports)
    destination = _choice(_("Destination (country or territory)"), choices.destinations)
    conveyance = _choice(_("Conveyance"), choices.optional(Conveyance.choices))
    urgency = _choice(_("Urgency"), choices.optional(Urgency.choices))
    form = _choice(_("Form"), choices.optional(Lead.Form.choices))
    mo = _choice(_("Modus operandi"), lambda: [choices.NOT_CHOSEN, *choices.modus_operandi()])
    since = _day(_("Sent since"))
    until = _day(_("Sent until"))

    MORE = (
        "status", "direction", "ip_type", "goods_category", "loading_port", "control_port", "destination",
        "conveyance", "urgency", "form", "mo", "since", "until",
    )  # fmt: skip

    def understood(self) -> dict[str, Any]:
        """Return what could be understood of the address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def more_is_set(self) -> bool:
        """Whether a filter beyond words and chips is set."""
        return any(self.data.get(name) for name in self.MORE)


def unit_work(unit_code: str) -> Q:
    """Return the leads a unit works on now."""
    unassigned = Q(assigned_unit="")
    return (
        Q(assigned_unit=unit_code)
        | unassigned & Q(is_incoming=True, to_unit=unit_code)
        | unassigned & Q(is_incoming=False, origin_unit=unit_code)
    )


def shows(officer: Officer) -> dict[str, Q]:
    """Return what each chip of the list narrows it to."""
    return {
        "": Q(),
        "ours": ours(),
        "mine": unit_work(officer.unit_code) & Q(status__in=(*OPEN, Lead.Status.DRAFT, Lead.Status.IN_RELEASE)),
        "due": due_soon(),
        "urgent": Q(urgency__in=(Urgency.IMMEDIATE, Urgency.DAY), status__in=OPEN),
        "post": Q(conveyance__in=POSTAL),
    }


def narrowing(asked: dict[str, Any], show: str, officer: Officer) -> Q:
    """Return everything the address asks for as one condition."""
    found = shows(officer).get(show, Q())
    for word in filter(None, map(fold, str(asked.get("q", "")).split())):
        found &= holds(word)
    for name in EXACT:
        if name in asked:
            found &= Q(**{name: asked[name]})
    if "direction" in asked:
        found &= Q(is_incoming=asked["direction"] == "in")
    if "mo" in asked:
        found &= Q(mo_codes__contains=[asked["mo"]])
    if "since" in asked:
        found &= Q(released_at__gte=datetime.combine(asked["since"], time.min, clock.BOTH_SIDES))
    if "until" in asked:
        found &= Q(released_at__lte=datetime.combine(asked["until"], time.max, clock.BOTH_SIDES))
    return found


def order(sort: str) -> list[Any]:  # Any: expressions
    """Return the order of the list; without a wish open leads come first, the nearest date on top."""
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return list(LIST_ORDER)
    by = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return [by, "pk"]


def per_page(query: QueryDict) -> int:
    """Return how many rows the page shows."""
    asked = query.get("per", "")
    return int(asked) if asked.isdigit() and int(asked) in PER_PAGE else PER_PAGE[0]
