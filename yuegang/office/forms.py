"""The officer's own look of the pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.office.languages import LANGUAGES

DENSITIES = [("compact", _("Compact, 28 pixels")), ("normal", _("Normal, 33 pixels")), ("roomy", _("Roomy, 40 pixels"))]
KEYS = [("on", _("Single keys work")), ("off", _("Single keys are switched off"))]


class PreferencesForm(forms.Form):
    """Language, row height and single keys; each may be sent alone, what is missing stays as it is."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(each.code, each.name) for each in LANGUAGES],
        required=False,
        widget=forms.RadioSelect,
    )
    density = forms.ChoiceField(label=_("Row height"), choices=DENSITIES, required=False, widget=forms.RadioSelect)
    single_keys = forms.ChoiceField(
        label=_("Single keys"),
        choices=KEYS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Switch them off if you speak to your computer or press keys by accident."),
    )
