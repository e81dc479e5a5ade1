"""Django registration of the exchange room."""

from django.apps import AppConfig
from django.core import checks

from yuegang.exchange.checks import check_handlers


class ExchangeConfig(AppConfig):
    """Name the exchange room to Django and register its check."""

    name = "yuegang.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the table of kinds at every start."""
        checks.register(check_handlers)
