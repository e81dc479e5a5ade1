"""Django registration of terms."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    """Name terms to Django."""

    name = "yuegang.library.terms"
    label = "terms"
    default_auto_field = "django.db.models.BigAutoField"
