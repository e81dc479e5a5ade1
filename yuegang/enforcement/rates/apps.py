"""Django registration of the rates."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string


class RatesConfig(AppConfig):
    """Name the rates to Django and check their formulas at start."""

    name = "yuegang.enforcement.rates"
    label = "rates"

    def ready(self) -> None:
        """Register the check of settings.RATES."""
        check_formulas = import_string("yuegang.enforcement.rates.checks.check_formulas")  # its terms need the models
        checks.register(check_formulas)
