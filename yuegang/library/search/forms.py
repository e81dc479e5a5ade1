"""The form of the search page."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.library.search.finding import Asked

PLACES = (("CN", _("Mainland")), ("CN-GD", _("Guangdong")), ("HK", _("Hong Kong")), ("MO", _("Macao")))
RIGHTS = (
    ("patent", _("Patents")),
    ("trademark", _("Trade marks")),
    ("copyright", _("Copyright")),
    ("boundary", _("Boundary protection")),
    ("criminal", _("Criminal law")),
    ("trade_secret", _("Trade secrets")),
)


class SearchForm(forms.Form):
    """Words, place, right, kind and the day on which the law is in force."""

    q = forms.CharField(required=False, max_length=120)
    place = forms.ChoiceField(label=_("Where made"), choices=[("", _("All places")), *PLACES], required=False)
    topic = forms.ChoiceField(label=_("Right"), choices=[("", _("All rights")), *RIGHTS], required=False)
    on = forms.DateField(label=_("In force on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def asked(self) -> Asked:
        """Return the question; what is not understood narrows nothing."""
        self.is_valid()
        kept = self.cleaned_data
        day: date = kept.get("on") or clock.today()
        return Asked(kept.get("q", "").strip(), day, kept.get("place", ""), kept.get("topic", ""))
