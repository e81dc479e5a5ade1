"""Forms of cases, seizure lines and exhibits."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.enforcement import names
from yuegang.enforcement.cases.models import Case, Determination, Disposal, Exhibit, Outcome, Stage
from yuegang.enforcement.forms import choices
from yuegang.enforcement.forms.lead import MANY_ITEMS, MUCH_VALUE, WHOLE_VALUE
from yuegang.enforcement.forms.numbers import AmountField, CountField, in_words, plain_digits
from yuegang.enforcement.models import Conveyance, Currency, IpType, Lead, QuantityUnit, ValueBasis
from yuegang.rights.models import Right

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
DAY_ERROR = {"invalid": _("Write the day as 2026-11-23.")}
MOMENT_ERROR = {"invalid": _("Write the moment as 2026-11-23 09:42.")}
OLDEST = timedelta(days=3650)  # a moment further back is a slip of the year


def this_minute() -> datetime:
    """Return the present moment without seconds, at +08:00, as the first answer of a form."""
    return timezone.localtime(clock.now()).replace(second=0, microsecond=0)


def _text(label: Any, limit: int, **more: Any) -> forms.CharField:  # Any: lazy words and field options
    return forms.CharField(label=label, max_length=limit, required=more.pop("required", False), **more)


def _moment(label: Any) -> forms.DateTimeField:  # Any: lazy words
    return forms.DateTimeField(
        label=label, widget=MOMENT, input_formats=MOMENTS, error_messages=MOMENT_ERROR, initial=this_minute
    )


class RightField(forms.CharField):
    """A recorded right by its registration or recordal number; nobody scrolls through a hundred thousand of them."""

    def __init__(self) -> None:
        help_text = _("Registration or recordal number, as under Rights")
        super().__init__(label=_("Number of the right"), max_length=40, required=False, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:  # Any: a right, its key or what was typed
        """Show a right by its number."""
        found = (
            value if isinstance(value, Right) else Right.objects.filter(pk=value).first() if _is_key(value) else None
        )
        return found.number if found else value

    def clean(self, value: Any) -> Right | None:  # Any: what was typed
        """Return the one right of that number; raises ValidationError if there is none or more than one."""
        number = super().clean(value)
        if not number:
            return None
        found = list(Right.objects.filter(Q(number=number) | Q(recordal_number=number))[:2])
        if not found:
            raise forms.ValidationError(_("No recorded right has this number."), code="right.unknown")
        if len(found) > 1:
            message = _("Several rights have this number: use the recordal number.")
            raise forms.ValidationError(message, code="right.several")
        return found[0]


def _is_key(value: object) -> bool:
    return isinstance(value, uuid.UUID)


class CaseForm(forms.Form):
    """The facts of a case."""

    title = _text(_("Title of the case"), 120, required=True)
    ip_type = forms.ChoiceField(label=_("Kind of right"), choices=choices.optional(IpType.choices))
    right = RightField()
    brand = _text(_("Brand"), 120)
    opened_on = forms.DateField(
        label=_("Opened on"), widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR, initial=clock.today
    )
    nothing_seized = _text(_("Nothing seized, because"), 300, help_text=_("Only for a case without a seizure"))
    edit_ver = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_opened_on(self) -> Any:  # Any: a day
        """Refuse a case opened tomorrow."""
        day = self.cleaned_data["opened_on"]
        if day > clock.today():
            raise forms.ValidationError(_("The day lies in the future."), code="case.future")
        return day

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edit_ver"}


class SeizureForm(forms.Form):
    """A seizure in eight answers: where, what came of it, right and brand, goods, count, value, route, pictures."""

    seizure_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    case = forms.ModelChoiceField(Case.objects.none(), label=_("Case"), required=False, empty_label=_("no case yet"))
    happened_at = _moment(_("Seized at"))
    port = forms.ChoiceField(label=_("Port or control point"), choices=choices.ports, required=False)
    place = _text(_("Other place"), 120, help_text=_("If it was at no port"))
    conveyance = forms.ChoiceField(label=_("Channel"), choices=choices.optional(Conveyance.choices), required=False)
    right = RightField()
    ip_type = forms.ChoiceField(label=_("Kind of right"), choices=choices.optional(IpType.choices), required=False)
    brand = _text(_("Brand"), 120)
    goods = _text(_("Goods"), 200, required=True, help_text=_("They stay suspected until determined"))
    goods_category = forms.ChoiceField(label=_("Category of goods"), choices=choices.goods)
    hs_code = _text(_("HS code"), 16, help_text=_("4, 6, 8 or 10 digits"))
    lots = CountField(label=_("Lots"), required=False)
    cases = CountField(label=_("Cases"), required=False)
    items = CountField(label=_("Items"), required=False)
    quantity_unit = forms.ChoiceField(
        label=_("Counted in"), choices=choices.optional(QuantityUnit.choices), required=False
    )
    value = AmountField(label=_("Value"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.optional(Currency.choices), required=False)
    value_basis = forms.ChoiceField(
        label=_("Basis of the value"), choices=choices.optional(ValueBasis.choices), required=False
    )
    plausible = forms.BooleanField(label=_("I have checked the figures marked above"), required=False)
    origin_place = _text(_("Place of origin"), 120)
    destination = forms.ChoiceField(
        label=_("Destination (country or territory)"), choices=choices.destinations, required=False
    )
    mo_codes = forms.MultipleChoiceField(
        label=_("Modus operandi"), choices=choices.modus_operandi, required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, open_cases: Any, **kwargs: Any) -> None:  # Any: a form's own arguments, a queryset
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = open_cases  # type: ignore[attr-defined]  # a ModelChoiceField
        for name in ("lots", "cases", "items", "value"):
            words = in_words(plain_digits(str(self[name].value() or "")))
            self.fields[name].help_text = f"= {words}" if words else ""

    def clean_hs_code(self) -> str:
        """Take a tariff code with or without dots; its chapter must exist."""
        digits = re.sub(r"[.\s]", "", str(self.cleaned_data["hs_code"]))
        if digits and not re.fullmatch(r"\d{4}|\d{6}|\d{8}|\d{10}", digits, re.ASCII):
            raise forms.ValidationError(_("A tariff code has 4, 6, 8 or 10 digits."), code="hs.digits")
        if digits and digits[:2] not in names.chapters():
            message = _("There is no chapter %(chapter)s in the tariff.")
            raise forms.ValidationError(message, code="hs.chapter", params={"chapter": digits[:2]})
        return digits

    def clean_happened_at(self) -> Any:  # Any: a moment
        """Refuse a moment to come, and one that can only be a slip of the year."""
        moment = self.cleaned_data["happened_at"]
        if moment > clock.now():
            raise forms.ValidationError(_("The moment lies in the future."), code="seizure.future")
        if clock.now() - moment > OLDEST:
            raise forms.ValidationError(_("This lies more than ten years back: check the year."), code="seizure.old")
        return moment

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        values = self.cleaned_data
        if not any(values.get(name) for name in ("lots", "cases", "items")) and not self._has_errors(
            "lots", "cases", "items"
        ):
            self.add_error("items", forms.ValidationError(_("Count lots, cases or items: at least one."), "counted"))
        if values.get("items") and not values.get("quantity_unit"):
            self.add_error("quantity_unit", forms.ValidationError(_("Say what one item is."), "items.unit"))
        if not values.get("port") and not values.get("place"):
            self.add_error("port", forms.ValidationError(_("Name the port or the place."), "place"))
        self._check_value(values)
        self._ask_again(values)
        return values

    def _has_errors(self, *fields: str) -> bool:
        return any(name in self.errors for name in fields)

    def _check_value(self, values: dict[str, Any]) -> None:  # Any: cleaned values
        parts = {"value": values.get("value") is not None}
        parts |= {name: bool(values.get(name)) for name in ("currency", "value_basis")}
        if any(parts.values()) and not self._has_errors(*parts):
            for name in [name for name, is_there in parts.items() if not is_there]:
                self.add_error(name, forms.ValidationError(WHOLE_VALUE, "value.whole"))

    def _ask_again(self, values: dict[str, Any]) -> None:  # Any: cleaned values
        if values.get("plausible"):
            return
        if (values.get("items") or 0) >= MANY_ITEMS:
            words = _("More than a million items? If it is so, tick the box below.")
            self.add_error("items", forms.ValidationError(words, code="doubt"))
        if (values.get("value") or 0) >= MUCH_VALUE:
            words = _("A hundred million or more? If it is so, tick the box below.")
            self.add_error("value", forms.ValidationError(words, code="doubt"))

    @property
    def is_doubted(self) -> bool:
        """Whether a figure is to be confirmed by a tick."""
        errors = self.errors.as_data().values() if self.is_bound else ()
        return bool(self.data.get("plausible")) or any(one.code == "doubt" for found in errors for one in found)

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values as the actions take them."""
        left_out = ("seizure_id", "case", "plausible", "port", "destination", "goods_category")
        facts = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        for name in ("port", "destination", "goods_category"):
            facts[f"{name}_id"] = self.cleaned_data[name] or None
        return facts


class DeterminationForm(forms.Form):
    """What was determined, when and on what basis."""

    determination = forms.ChoiceField(
        label=_("Determination"),
        choices=choices.optional([pair for pair in Determination.choices if pair[0] != Determination.PENDING]),
    )
    determined_on = forms.DateField(
        label=_("Determined on"), widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR, initial=clock.today
    )
    basis = _text(_("Basis"), 300, required=True, help_text=_("Examination, statement of the holder, judgment"))


class CloseForm(forms.Form):
    """How a case ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=choices.optional(Outcome.choices))
    note = _text(_("Note or reason"), 300)


class ReasonForm(forms.Form):
    """A reason for striking out or reopening."""

    reason = _text(_("Reason"), 200, required=True)


class ExhibitForm(forms.Form):
    """A new exhibit with its first custody step."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Exhibit.Kind.choices)
    label = _text(_("What it is"), 160, required=True)
    file = forms.FileField(label=_("File"), required=False, help_text=_("Picture, PDF, Excel or CSV"))
    holder = _text(_("Held by"), 120, required=True, help_text=_("Officer and number, or store"))
    place = _text(_("Place"), 120, required=True)
    seal_number = _text(_("Seal number"), 40)
    at = _moment(_("Since"))


class HandOverForm(forms.Form):
    """The next custody step of an exhibit."""

    holder = _text(_("Handed to"), 120, required=True)
    place = _text(_("Place"), 120, required=True)
    reason = _text(_("Reason"), 200, required=True)
    seal_number = _text(_("Seal number"), 40)
    disposal = forms.ChoiceField(label=_("Whereabouts after this step"), choices=Disposal.choices)
    at = _moment(_("Time"))


class MergeForm(forms.Form):
    """The lead to merge."""

    lead = forms.ModelChoiceField(Lead.objects.none(), label=_("Lead"), empty_label=_("not chosen"))

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:  # Any: a form's own arguments, a queryset
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["lead"].label_from_instance = lambda lead: f"{lead.number} {lead.subject()}"  # type: ignore[attr-defined]


class CaseFilter(forms.Form):
    """What the list of cases is narrowed to."""

    q = forms.CharField(
        label=_("Find cases"), required=False, max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "data-key": "/", "placeholder": _("Number, title, brand, right")}
        ),
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("Stage"), choices=choices.optional(Stage.choices), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)
