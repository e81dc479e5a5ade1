"""Django registration of the rights room."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Name the rights room to Django."""

    name = "yuegang.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
