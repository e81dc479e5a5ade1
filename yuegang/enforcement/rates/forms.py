"""The span and the article the rates are counted for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.enforcement.rates.counting import YEARS, Span

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERROR = {"invalid": _("Write the day as 2026-11-23.")}
ARTICLES = [
    ("", _("All articles")),
    ("5", _("Article 5")),
    ("8", _("Article 8")),
    ("9", _("Article 9")),
    ("10", _("Article 10")),
]


class SpanForm(forms.Form):
    """From which day to which, and of which article of the agreement."""

    since = forms.DateField(
        label=_("Sent since"), required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )
    until = forms.DateField(
        label=_("Sent until"), required=False, widget=DAY, input_formats=["%Y-%m-%d"], error_messages=DAY_ERROR
    )
    article = forms.ChoiceField(label=_("Article"), choices=ARTICLES, required=False)

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        """Refuse a span that ends before it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", forms.ValidationError(_("The span ends before it begins."), "span.order"))
        return self.cleaned_data

    def span(self) -> Span:
        """Return the span asked for; four quarters and the present one unless the form says otherwise."""
        asked = self.cleaned_data if self.is_valid() else {}
        until = asked.get("until") or clock.today()
        earliest = date(until.year - YEARS, 1, 1)
        since = asked.get("since") or quarters_back(until, 4)
        return Span(max(since, earliest), until)

    def article_asked(self) -> int | None:
        """Return the article asked for, or None for all."""
        text = self.cleaned_data.get("article", "") if self.is_valid() else ""
        return int(text) if text else None


def quarters_back(day: date, count: int) -> date:
    """Return the first day of the quarter that many quarters before the one of a day."""
    months = day.year * 12 + (day.month - 1) // 3 * 3 - 3 * count
    return date(months // 12, months % 12 + 1, 1)
