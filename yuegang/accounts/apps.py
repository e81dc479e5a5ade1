"""Django registration of the accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name the accounts room to Django."""

    name = "yuegang.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
