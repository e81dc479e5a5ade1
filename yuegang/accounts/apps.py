"""Django registration of the accounts room."""

from django.apps import AppConfig
from django.core import checks

from yuegang.accounts.checks import second_factor_key


class AccountsConfig(AppConfig):
    """Name the accounts room to Django and offer its check."""

    name = "yuegang.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the check of this room's settings."""
        checks.register(second_factor_key)
