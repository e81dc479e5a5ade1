"""A day in a form, for every room above this one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day written as 2026-11-23, picked from a calendar where the browser has one."""

    def __init__(self, **options: Any) -> None:  # Any: options of forms.DateField
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Write the day as 2026-11-23.")},
            **options,
        )
