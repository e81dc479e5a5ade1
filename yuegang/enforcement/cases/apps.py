"""Django registration of the cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Name the cases to Django; their own app, so that their tables move apart from those of leads."""

    name = "yuegang.enforcement.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
