"""Fixtures of the frame's tests."""

import pytest
from django.core.cache import cache
from django.test import Client

from yuegang.accounts.guards import PROOF
from yuegang.accounts.models import Officer, RoleGrant


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """The frame remembers for seconds; a test starts without memory."""
    cache.clear()


@pytest.fixture
def alice(db: None) -> Officer:
    """An officer and signer whose unit is not known here."""
    officer = Officer.objects.create(
        username="alice",
        email="alice@customs.example",
        display_name="何慧敏",
        display_name_latin="HO Wai-man",
        agency_code="CUS-53",
        unit_code="CUS-53/GEN",
        language="en",
    )
    for role in ("officer", "signer"):
        RoleGrant.objects.create(officer=officer, role=role, unit_code=officer.unit_code)
    return officer


@pytest.fixture
def desk(alice: Officer) -> Client:
    """Alice's browser, signed in with a second factor."""
    client = Client()
    client.force_login(alice)
    session = client.session
    session[PROOF] = str(alice.pk)
    session.save()
    return client
