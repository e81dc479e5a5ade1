"""Find and record rights."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.rights.models import Right


class SearchForm(forms.Form):
    """Words, kind and place the list is narrowed to."""

    q = forms.CharField(
        label=_("Mark, number or holder, in either script"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}),
    )
    ip_type = forms.ChoiceField(
        label=_("Kind of right"), choices=[("", _("All kinds")), *Right.IpType.choices], required=False
    )
    jurisdiction = forms.ChoiceField(
        label=_("In force in"), choices=[("", _("All places")), *Right.Jurisdiction.choices], required=False
    )


class RightForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A recorded right; a Mainland mark and a Hong Kong mark are recorded apart."""

    class Meta:
        model = Right
        fields: ClassVar[list[str]] = [
            "ip_type", "jurisdiction", "number", "name", "holder_name", "nice_classes", "valid_from", "valid_to",
            "recordal_number", "source",
        ]  # fmt: skip
        labels: ClassVar[dict[str, object]] = {
            "ip_type": _("Kind of right"),
            "jurisdiction": _("In force in"),
            "number": _("Number of the right"),
            "name": _("Mark or title"),
            "holder_name": _("Holder"),
            "nice_classes": _("Nice classes"),
            "valid_from": _("Valid from"),
            "valid_to": _("Valid to"),
            "recordal_number": _("Recordal number"),
            "source": _("Source"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
