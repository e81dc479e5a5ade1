"""The visible table of what the one search box finds."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from yuegang.base.search import Source


def sources() -> dict[str, Source]:
    """Return what settings.SEARCH_SOURCES names, by key."""
    return {key: cast("Source", import_string(path)) for key, path in settings.SEARCH_SOURCES.items()}
