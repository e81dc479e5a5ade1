"""Fixtures for every test: tables that may be emptied, passwords that hash quickly."""

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Switch off the one trigger that would refuse Django's flush after a transactional test."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_keep")


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords at the smallest cost."""
    settings.PASSWORD_HASHERS = ["yuegang.accounts.testing.QuickHasher"]
