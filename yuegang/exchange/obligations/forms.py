"""Input of the obligations desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.exchange.obligations.models import Change

EXTENSIONS = (Change.Reason.ASKED, Change.Reason.EXPERT, Change.Reason.PROCEEDINGS)
WAIVERS = (Change.Reason.NO_LONGER_NEEDED, Change.Reason.ANSWERED_ELSEWHERE, Change.Reason.WITHDRAWN)


class ExtendForm(forms.Form):
    """A later day for an answer."""

    until = forms.DateField(
        label=_("Answer by"),
        help_text=_("A day after the one that is owed now; it is the same day on both sides."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[(one.value, one.label) for one in EXTENSIONS])


class WaiveForm(forms.Form):
    """No answer is needed any more."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[(one.value, one.label) for one in WAIVERS])
