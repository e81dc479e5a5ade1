"""Django registration of the exchange room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Name the exchange room to Django."""

    name = "yuegang.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
