"""The units of this node by code; accounts stands below parties, so settings name where they come from."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


def labels(language: str | None = None) -> dict[str, str]:
    """Return code → name of the units in which officers of this node work."""
    directory = cast("Callable[[str | None], dict[str, str]]", import_string(settings.UNIT_DIRECTORY))
    return directory(language)
