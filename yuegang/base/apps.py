"""Django registration of the base room."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Name the base room to Django."""

    name = "yuegang.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
