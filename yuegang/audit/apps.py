"""Django registration of the audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Name the audit room to Django."""

    name = "yuegang.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
