"""Check at start that every rate of settings.RATES is made of terms this room knows."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from yuegang.enforcement.rates.terms import TERMS


def check_formulas(app_configs: Sequence[AppConfig] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Return an error for each formula that names an unknown term."""
    return [
        Error(f"settings.RATES: {code} names the unknown term {term!r}", id="rates.E001")
        for code, formula in settings.RATES.items()
        for term in formula
        if term not in TERMS
    ]
