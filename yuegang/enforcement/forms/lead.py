"""The sheet of a lead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.enforcement import names
from yuegang.enforcement.forms import choices
from yuegang.enforcement.forms.numbers import AmountField, CountField, in_words, plain_digits
from yuegang.enforcement.models import (
    Conveyance,
    Currency,
    Handling,
    IpType,
    Lead,
    Movement,
    QuantityUnit,
    Urgency,
    ValueBasis,
)
from yuegang.enforcement.schemas import LEAD_SCHEMA
from yuegang.rights.models import Right

WHOLE_VALUE = _("A value needs its currency and its basis, and neither stands without a value.")
MANY_ITEMS = 1_000_000  # one consignment of a million items is rarer than a slip by ten thousand
MUCH_VALUE = Decimal(100_000_000)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERROR = {"invalid": _("Write the day as 2026-11-23.")}
AREA = forms.Textarea(attrs={"rows": 4})


def _text(label: Any, limit: int, **more: Any) -> forms.CharField:  # Any: lazy words and field options
    return forms.CharField(label=label, max_length=limit, required=False, **more)


def _choice(label: Any, options: Any, **more: Any) -> forms.ChoiceField:  # Any: as above
    return forms.ChoiceField(label=label, choices=options, required=False, **more)


def _day(label: Any, **more: Any) -> forms.DateField:  # Any: as above
    return forms.DateField(
        label=label, required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR, **more
    )


@dataclass(frozen=True)
class Placed:
    """A field of a section with its class letter."""

    field: forms.BoundField
    letter: str


@dataclass(frozen=True)
class Section:
    """A part of the sheet: rows of fields."""

    title: Promise | str
    rows: tuple[tuple[Placed, ...], ...]


class LeadForm(forms.Form):
    """A full sheet; every field may be empty in a draft, and what is filled in must hold."""

    to_unit = _choice(_("To"), choices.other_units)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ROUTINE)
    marking = forms.ChoiceField(label=_("Marking"), choices=Handling.choices, initial=Handling.AMBER)
    ip_type = _choice(_("Kind of right"), choices.optional(IpType.choices))
    right = forms.ModelChoiceField(Right.objects.all(), required=False, widget=forms.HiddenInput)
    right_text = _text(_("Right"), 200, help_text=_("Mark or title as registered"))
    right_number = _text(_("Number of the right"), 40)
    right_jurisdiction = _choice(_("In force in"), choices.optional(Right.Jurisdiction.choices))
    brand = _text(_("Brand"), 120)
    goods_category = _choice(_("Category of goods"), choices.goods)
    goods = _text(_("Goods"), 200, help_text=_("They stay suspected until determined"))
    declared_goods = _text(_("Declared as"), 200)
    hs_code = _text(_("HS code"), 16, help_text=_("4, 6, 8 or 10 digits"))
    lots = CountField(label=_("Lots"), required=False)
    cases = CountField(label=_("Cases"), required=False)
    items = CountField(label=_("Items"), required=False)
    quantity_unit = _choice(_("Counted in"), choices.optional(QuantityUnit.choices))
    value = AmountField(label=_("Value"), required=False)
    currency = _choice(_("Currency"), choices.optional(Currency.choices))
    value_basis = _choice(_("Basis of the value"), choices.optional(ValueBasis.choices))
    plausible = forms.BooleanField(label=_("I have checked the figures marked above"), required=False)
    origin_place = _text(_("Place of origin"), 120)
    loading_port = _choice(_("Loading port"), choices.ports)
    control_port = _choice(_("Control point"), choices.ports)
    destination = _choice(_("Destination (country or territory)"), choices.destinations)
    movement = _choice(_("Movement"), choices.optional(Movement.choices))
    conveyance = _choice(_("Conveyance"), choices.optional(Conveyance.choices))
    expected_on = _day(_("Expected on"))
    vehicle = _text(_("Vehicle"), 80)
    container = _text(_("Container"), 80)
    waybill = _text(_("Waybill"), 80)
    document_number = _text(_("Document number"), 80)
    consignor_name = _text(_("Consignor"), 160)
    consignor_address = _text(_("Consignor's address"), 300)
    consignee_name = _text(_("Consignee"), 160)
    consignee_address = _text(_("Consignee's address"), 300)
    persons = _text(
        _("Persons"), 2000, widget=AREA, help_text=_("Stays here: no person crosses without a registered assessment")
    )
    narrative = _text(_("Narrative"), 8000, widget=AREA, help_text=_("No names, numbers of persons or telephones"))
    mo_codes = forms.MultipleChoiceField(
        label=_("Modus operandi"), choices=choices.modus_operandi, required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    source_reliability = _choice(_("Reliability of the source"), choices.optional((c, c) for c in "ABCDEF"))
    info_credibility = _choice(_("Credibility of the information"), choices.optional((c, c) for c in "123456"))
    caveat = _text(_("Caveat"), 300)
    expires_on = _day(_("Expires on"))
    edit_ver = forms.IntegerField(widget=forms.HiddenInput, required=False)

    SECTIONS: tuple[tuple[Any, tuple[tuple[str, ...], ...]], ...] = (  # Any: lazy title
        (_("Goods and right"), (
            ("ip_type", "right_text", "right_number", "right_jurisdiction"), ("brand", "goods_category", "hs_code"),
            ("goods", "declared_goods"), ("right",),
        )),
        (_("Quantity and value"), (
            ("lots", "cases", "items", "quantity_unit"), ("value", "currency", "value_basis"), ("plausible",),
        )),
        (_("Route and conveyance"), (
            ("origin_place", "loading_port", "control_port", "destination"), ("movement", "conveyance", "expected_on"),
            ("vehicle", "container", "waybill", "document_number"),
        )),
        (_("Firms and persons"), (
            ("consignor_name", "consignor_address"), ("consignee_name", "consignee_address"), ("persons",),
        )),
        (_("Text and source"), (
            ("narrative",), ("mo_codes",), ("source_reliability", "info_credibility", "expires_on"), ("caveat",),
        )),
        (_("Where it goes"), (("to_unit", "urgency", "marking"),)),
    )  # fmt: skip
    COUNTS = ("lots", "cases", "items", "value")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: a form's own arguments
        super().__init__(*args, **kwargs)
        for name in self.COUNTS:
            words = in_words(plain_digits(str(self[name].value() or "")))
            self.fields[name].help_text = f"= {words}" if words else ""

    def clean_hs_code(self) -> str:
        """Take a tariff code with or without dots; its chapter must exist."""
        digits = re.sub(r"[.\s]", "", str(self.cleaned_data["hs_code"]))
        if not digits:
            return ""
        if not re.fullmatch(r"\d{4}|\d{6}|\d{8}|\d{10}", digits, re.ASCII):
            raise forms.ValidationError(_("A tariff code has 4, 6, 8 or 10 digits."), code="hs.digits")
        if digits[:2] not in names.chapters() or digits[:2] == "77":
            message = _("There is no chapter %(chapter)s in the tariff.")
            raise forms.ValidationError(message, code="hs.chapter", params={"chapter": digits[:2]})
        return digits

    def clean_expires_on(self) -> Any:  # Any: a day or None
        """Refuse a lead that would be out of date before it leaves."""
        day = self.cleaned_data["expires_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The lead would have expired already."), code="expires.past")
        return day

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        values = self.cleaned_data
        self._check_value(values)
        if not values.get("plausible"):
            self._ask_again(values)
        return values

    def _check_value(self, values: Mapping[str, Any]) -> None:
        parts = {"value": values.get("value") is not None}
        parts |= {name: bool(values.get(name)) for name in ("currency", "value_basis")}
        if any(parts.values()) and not self.errors.keys() & parts.keys():
            for name, is_there in parts.items():
                if not is_there:
                    self.add_error(name, forms.ValidationError(
                        WHOLE_VALUE, "value.whole"
                    ))  # fmt: skip

    def _ask_again(self, values: Mapping[str, Any]) -> None:
        """Ask for a second look at figures that are more often a slip than true."""
        doubts = []
        if (values.get("items") or 0) >= MANY_ITEMS:
            doubts.append(("items", _("More than a million items? If it is so, tick the box below.")))
        if (values.get("value") or 0) >= MUCH_VALUE:
            doubts.append(("value", _("A hundred million or more? If it is so, tick the box below.")))
        usual = names.usual_chapters().get(values.get("goods_category") or "", frozenset())
        code = values.get("hs_code") or ""
        if code and usual and code[:2] not in usual:
            doubts.append(("hs_code", _("This chapter is unusual for the category. If it is so, tick the box.")))
        for name, words in doubts:
            self.add_error(name, forms.ValidationError(words, code="doubt"))

    def sections(self) -> Iterator[Section]:
        """Yield the parts of the sheet; the check mark for doubtful figures only when there is a doubt."""
        doubtful = any(error.code == "doubt" for errors in self.errors.as_data().values() for error in errors)
        is_asked = doubtful or bool(self.data.get("plausible"))
        for title, rows in self.SECTIONS:
            shown = [row for row in rows if row != ("plausible",) or is_asked]
            yield Section(title, tuple(tuple(self._placed(name) for name in row) for row in shown))

    def _placed(self, name: str) -> Placed:
        rule = LEAD_SCHEMA.rule("/" + name)
        return Placed(self[name], rule.cls if rule else "")

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("plausible", "edit_ver")}


class StubForm(forms.Form):
    """A lead whose content travels on paper, a closed channel or at a meeting."""

    to_unit = _choice(_("To"), choices.other_units)
    ip_type = forms.ChoiceField(label=_("Kind of right"), choices=choices.optional(IpType.choices))
    stub_channel = forms.ChoiceField(
        label=_("Channel of the content"), choices=choices.optional(Lead.StubChannel.choices)
    )
    stub_date = forms.DateField(
        label=_("Date of the content"), widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )
    stub_reference = _text(_("Our reference"), 80, help_text=_("Stays here: it does not cross"))
    edit_ver = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_stub_date(self) -> Any:  # Any: a day
        """Refuse a content that is not written yet."""
        day = self.cleaned_data["stub_date"]
        if day > clock.today():
            raise forms.ValidationError(_("The day lies in the future."), code="stub.future")
        return day

    def sections(self) -> Iterator[Section]:
        """Yield the one part of a stub."""
        letters = {"ip_type": "A", "stub_channel": "A", "stub_date": "A"}
        rows = (("to_unit", "ip_type"), ("stub_channel", "stub_date", "stub_reference"))
        placed = tuple(tuple(Placed(self[name], letters.get(name, "")) for name in row) for row in rows)
        yield Section(_("Stub"), placed)

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values as the actions take them."""
        return {"form": "stub", **{name: value for name, value in self.cleaned_data.items() if name != "edit_ver"}}
