"""Django registration of passing on."""

from django.apps import AppConfig


class OnwardConfig(AppConfig):
    """Name it to Django; its own app, so that its tables move apart from those of the log."""

    name = "yuegang.exchange.onward"
    label = "onward"
    default_auto_field = "django.db.models.BigAutoField"
