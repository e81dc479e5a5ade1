"""Django registration of the requests."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Name the requests to Django; their own app, so that their tables move apart from those of leads."""

    name = "yuegang.enforcement.requests"
    label = "requests"
    default_auto_field = "django.db.models.BigAutoField"
