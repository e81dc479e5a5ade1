"""Forms of the parcels page."""

from django import forms
from django.utils.translation import gettext_lazy as _

MEGABYTE = 2**20
LIMITS = [
    (str(100 * MEGABYTE), _("100 MB")),
    (str(650 * MEGABYTE), _("650 MB: a compact disc")),
    (str(4400 * MEGABYTE), _("4.4 GB: a DVD or a stick")),
]


class MakeForm(forms.Form):
    """What goes into a parcel and how large a medium may be."""

    content = forms.ChoiceField(
        label=_("What it holds"),
        initial="unconfirmed",
        choices=[
            ("unconfirmed", _("Everything the other side has not confirmed")),
            ("new", _("Only what no earlier parcel holds")),
        ],
        help_text=_("Sent twice, nothing takes effect twice. Choose the first when a medium may be lost."),
    )
    limit = forms.ChoiceField(label=_("Size of one volume"), choices=LIMITS, initial=LIMITS[-1][0])


class TakeForm(forms.Form):
    """A volume that came on a medium."""

    volume = forms.FileField(
        label=_("Volume"),
        help_text=_("A .tar file made by the other side, at most 5 GB. Take the volumes in their order."),
        widget=forms.ClearableFileInput(attrs={"accept": ".tar"}),
    )
