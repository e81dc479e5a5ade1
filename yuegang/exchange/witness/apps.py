"""Django registration of the witness."""

from django.apps import AppConfig


class WitnessConfig(AppConfig):
    """Name the witness to Django; its own app, so that its tables move apart from those of the log."""

    name = "yuegang.exchange.witness"
    label = "witness"
    default_auto_field = "django.db.models.BigAutoField"
