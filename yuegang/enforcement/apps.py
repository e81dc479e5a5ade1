"""Django registration of the enforcement room."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Name the enforcement room to Django."""

    name = "yuegang.enforcement"
    label = "enforcement"
    default_auto_field = "django.db.models.BigAutoField"
