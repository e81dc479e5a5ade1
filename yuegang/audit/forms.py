"""What an auditor may look for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.audit.access import Asked
from yuegang.audit.fields import DayField


class AuditForm(forms.Form):
    """Filters of the audit list; each is a part of the address."""

    target = forms.CharField(
        label=_("Record"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"type": "search", "data-key": "/", "aria-label": _("Record"), "placeholder": _("Record")}
        ),
    )
    actor = forms.CharField(label=_("By whom"), required=False, max_length=80)
    verb = forms.CharField(label=_("What was done"), required=False, max_length=60)
    since = DayField(label=_("First day"), required=False)
    until = DayField(label=_("Last day"), required=False)

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
