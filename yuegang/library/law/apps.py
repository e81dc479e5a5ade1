"""Django registration of law."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Name law to Django."""

    name = "yuegang.library.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"
