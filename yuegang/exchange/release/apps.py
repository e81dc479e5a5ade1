"""Django registration of the release."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Name the release to Django; its own app, so that its tables move apart from those of the log."""

    name = "yuegang.exchange.release"
    label = "release"
    default_auto_field = "django.db.models.BigAutoField"
