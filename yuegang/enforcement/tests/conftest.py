"""Fixtures of this room's tests."""

from uuid import UUID

import pytest
from django.core.cache import cache
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.enforcement import release_desk
from yuegang.enforcement.actions import answering
from yuegang.enforcement.tests import world
from yuegang.exchange.actions import Outgoing
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import releasable


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    """No name is remembered from another test."""
    cache.clear()


@pytest.fixture
def parties(db: None) -> None:
    """Two nodes with their units, ports and coded names."""
    world.make_parties()
    world.make_codes()


@pytest.fixture
def hong_kong(settings: Settings) -> None:
    """The test runs on Hong Kong's node."""
    settings.NODE_CODE = "hk-customs"


@pytest.fixture
def alice(parties: None) -> Officer:
    """An officer of Shenzhen Customs."""
    return world.make_officer("alice", "CUS-53/GEN", "officer")


@pytest.fixture
def bob(parties: None) -> Officer:
    """An officer of Hong Kong Customs."""
    return world.make_officer("bob", "HK-CED/IPIB", "officer")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> world.Desk:
    """A release desk and an outbox that only remember."""
    kept = world.Desk()

    def submit(kind: str, item_id: UUID, officer: Officer, *, urgent: bool = False) -> None:
        kept.submitted.append((kind, str(item_id)))

    def enqueue(message: Outgoing) -> OutboxEntry:
        kept.sent.append(message)
        return world.entry_of(message.kind, message.item_id)

    def crossed_body(kind: str, item_id: UUID) -> dict[str, object]:
        return dict(releasable(kind).compose(item_id))

    monkeypatch.setattr(release_desk, "submit", submit)
    monkeypatch.setattr(release_desk, "crossed_body", crossed_body)
    monkeypatch.setattr(answering, "enqueue", enqueue)
    return kept
