"""The portal zone in process: its URLs and no office frame; real facts, read from their files once per run."""

from copy import copy

import pytest
from django.core.cache import cache
from django.db.models import Model
from django.test import Client
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from yuegang.parties.models import Agency, AgencyName, Node, Port, Side, Unit

TABLES: tuple[type[Model], ...] = (Side, Node, Agency, AgencyName, Unit, Port)
KEPT: dict[type[Model], list[Model]] = {}


@pytest.fixture
def portal(settings: Settings, db: None) -> Client:
    settings.ROOT_URLCONF = "yuegang.urls_portal"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "allauth" not in name and "yuegang" not in name]
    cache.clear()
    return Client()


@pytest.fixture
def facts(settings: Settings, db: None) -> None:
    """Load the facts; after the first test by five insertions instead of hundreds."""
    if not KEPT:
        for path in settings.FACT_LOADERS:
            if path.startswith("yuegang.parties."):
                import_string(path)()
        KEPT.update({table: list(table._default_manager.all()) for table in TABLES})
        return
    for table in TABLES:
        table._default_manager.bulk_create([copy(row) for row in KEPT[table]])
