"""Django registration of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Name search to Django."""

    name = "yuegang.library.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
