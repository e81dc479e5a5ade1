"""What readers of the directory may ask, and what keepers of contacts may enter."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.audit.fields import DayField
from yuegang.parties.models import Side

FIRST_DAY = date(1980, 1, 1)  # before the oldest fact; keeps typing errors out
LAST_DAY = date(2100, 12, 31)
PORT_TYPES = [
    ("land", _("Land")),
    ("sea", _("Sea")),
    ("river", _("River")),
    ("air", _("Air")),
    ("rail", _("Rail")),
    ("postal", _("Postal")),
    ("express", _("Express")),
    ("inland", _("Inland")),
]
TRAFFIC = {
    "cargo": _("cargo"),
    "passenger": _("passengers"),
    "vehicle": _("vehicles"),
    "transhipment": _("transhipment"),
    "mail": _("mail"),
    "express": _("courier"),
    "cross-boundary e-commerce": _("cross-boundary e-commerce"),
    "storage": _("storage"),
    "air-sea": _("air and sea"),
    "cargo examination": _("cargo examination"),
    "passenger (cargo in 2017)": _("passengers (cargo in 2017)"),
}


class DirectoryForm(forms.Form):
    """Words, day and side a list is narrowed to; a field that is not understood leaves the others working."""

    q = forms.CharField(
        label=_("Name, in either script"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "data-key": "/",
                "aria-label": _("Name, in either script"),
                "placeholder": _("Name, in either script"),
            }
        ),
    )
    on = DayField(label=_("As on"), required=False)
    side = forms.ModelChoiceField(
        label=_("Side"), queryset=Side.objects.order_by("position"), required=False, empty_label=_("All sides")
    )

    def clean_on(self) -> date | None:
        """Refuse a day that is surely a slip of the hand."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Choose a day between 1980 and 2100."))
        return day


class PortsForm(DirectoryForm):
    """Adds the type of port, and whether ports not in use on the day are listed as well."""

    type = forms.ChoiceField(label=_("Type of port"), choices=[("", _("All types")), *PORT_TYPES], required=False)
    all = forms.BooleanField(label=_("Also those not in use on that day"), required=False)


class ConfirmForm(forms.Form):
    """The source by which contacts are confirmed."""

    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The page or paper you read today, with its date.")
    )


class DutyDeskForm(forms.Form):
    """Telephone and hours of a unit's duty desk."""

    phone = forms.CharField(label=_("Telephone"), max_length=60)
    hours = forms.CharField(label=_("Hours"), max_length=60)
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)
