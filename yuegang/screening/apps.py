"""Django registration of screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Name screening to Django."""

    name = "yuegang.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
