"""Django registration of the carriage."""

from django.apps import AppConfig


class CarriageConfig(AppConfig):
    """Name the carriage to Django; its own app, so that its tables move apart from those of the log."""

    name = "yuegang.exchange.carriage"
    label = "carriage"
    default_auto_field = "django.db.models.BigAutoField"
