"""What a wrong combination of settings is called (run by `check` and before each start)."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

E001 = "SECOND_FACTOR_KEY is empty: the secrets of second factors would lie open in the database."


def second_factor_key(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Refuse a production node without a key for the secrets of second factors."""
    if settings.PRODUCTION and settings.ZONE in ("office", "manage") and not settings.SECOND_FACTOR_KEY:
        return [Error(E001, hint="Set SECOND_FACTOR_KEY_FILE; see docs/operations.md.", id="accounts.E001")]
    return []
