"""Django registration of the parties room."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Name the parties room to Django."""

    name = "yuegang.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
