"""How often an officer wants to be mailed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from yuegang.notices.models import Rhythm


class RhythmForm(forms.Form):
    """One choice of rhythm for each kind of notice."""

    def __init__(self, *arguments: Any, rhythms: Mapping[str, str], **options: Any) -> None:  # Any: as forms.Form
        super().__init__(*arguments, **options)
        for kind, entry in settings.NOTICE_KINDS.items():
            self.fields[kind] = forms.ChoiceField(label=str(entry.label), choices=Rhythm.choices, initial=rhythms[kind])

    def chosen(self) -> dict[str, Rhythm]:
        """Return the rhythm of each kind; only after the form proved valid."""
        return {kind: Rhythm(value) for kind, value in self.cleaned_data.items()}
