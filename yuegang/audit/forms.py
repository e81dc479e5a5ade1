"""What an auditor may look for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.audit.access import Asked

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "input_formats": ["%Y-%m-%d"]}
WRONG_DAY = {"invalid": _("Write the day as 2026-11-23.")}


class AuditForm(forms.Form):
    """Filters of the audit list; each is a part of the address."""

    target = forms.CharField(
        label=_("Record"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/", "aria-label": _("Record")}),
    )
    actor = forms.CharField(label=_("By whom"), required=False, max_length=80)
    verb = forms.CharField(label=_("Act"), required=False, max_length=60)
    since = forms.DateField(label=_("From"), required=False, error_messages=WRONG_DAY, **DAY)
    until = forms.DateField(label=_("Until"), required=False, error_messages=WRONG_DAY, **DAY)

    def clean(self) -> dict[str, Any]:  # Any: cleaned values differ by field
        """Refuse an end before the start."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return values

    def asked(self) -> Asked:
        """Return the filters that were understood; the others are left out, not guessed."""
        self.is_valid()
        return Asked(**{key: value for key, value in self.cleaned_data.items() if value})
