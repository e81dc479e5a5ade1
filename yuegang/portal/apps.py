"""Django registration of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Name the portal room to Django."""

    name = "yuegang.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
