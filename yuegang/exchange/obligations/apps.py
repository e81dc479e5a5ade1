"""Django registration of the obligations."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """Name the obligations to Django; their own app, so that their tables move apart from those of the log."""

    name = "yuegang.exchange.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"
