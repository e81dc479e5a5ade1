"""Fixtures of law: the portal's URLs in process, two versions of a law."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from yuegang.library.law.models import Work
from yuegang.library.law.tests.editions import NEW, OLD, published, sample_law


@pytest.fixture
def portal(settings: Settings, db: None) -> Client:
    settings.ROOT_URLCONF = "yuegang.urls_portal"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "allauth" not in name and "yuegang" not in name]
    cache.clear()
    return Client()


@pytest.fixture
def law(db: None) -> Work:
    """A law whose second version is in force from 15 October 2025."""
    published(sample_law(date(2019, 4, 23), OLD))
    return published(sample_law(date(2025, 10, 15), NEW)).work
