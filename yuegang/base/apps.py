"""Django registration of the base room."""

from django.apps import AppConfig
from django.core import checks as django_checks

from yuegang.base import checks


class BaseConfig(AppConfig):
    """Name the base room to Django and register its system checks."""

    name = "yuegang.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the settings."""
        django_checks.register(checks.check_clock)
        django_checks.register(checks.check_paths)
