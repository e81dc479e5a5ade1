"""Django registration of the statements."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Name the statements to Django; their own app, so that their tables move apart from those of the log."""

    name = "yuegang.exchange.statements"
    label = "statements"
    default_auto_field = "django.db.models.BigAutoField"
