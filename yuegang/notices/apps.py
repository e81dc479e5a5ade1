"""Django registration of the notices room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Name the notices room to Django."""

    name = "yuegang.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
