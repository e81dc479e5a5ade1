"""Fixtures of the cases' tests."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer
from yuegang.base import clock
from yuegang.enforcement.cases import actions
from yuegang.enforcement.cases.actions.staging import Finding
from yuegang.enforcement.cases.models import Case, SeizureLine
from yuegang.enforcement.handlers import LEAD
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world

FACTS: dict[str, object] = {"title": "手袋，深圳湾", "ip_type": "trade_mark", "brand": "LUMENDRA"}
BODY: dict[str, object] = {
    "number": "GD-2026-0041", "form": "full", "article": 5, "ip_type": "trade_mark", "goods": "手袋",
    "goods_category": "G05B", "items": 3200, "quantity_unit": "piece", "urgency": "24h", "brand": "LUMENDRA",
    "loading_port": "GD-SZB",
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    """No name is remembered from another test."""
    cache.clear()


@pytest.fixture
def hong_kong(db: None, settings: Settings) -> None:
    """Hong Kong's node with both sides' units and codes."""
    settings.NODE_CODE = "hk-customs"
    world.make_parties()
    world.make_codes()


@pytest.fixture
def bob(hong_kong: None) -> Officer:
    """An officer of Hong Kong Customs."""
    return make_officer("bob", unit_code="HK-CED/CTI")


@pytest.fixture
def case(bob: Officer) -> Case:
    """A case of Bob's."""
    return actions.open_case(bob, FACTS)


@pytest.fixture
def lead(hong_kong: None) -> Lead:
    """A lead of the other side, in hand."""
    message = world.received("lead", BODY)
    LEAD.apply(message)
    now = clock.now()
    Lead.objects.filter(pk=message.item_id).update(status="in_hand", acknowledged_at=now, in_hand_at=now)
    return Lead.objects.get(pk=message.item_id)


def seizure_facts(**more: object) -> dict[str, object]:
    """Return the facts of a seizure of 1,200 bags."""
    facts: dict[str, object] = {
        "goods": "手袋", "goods_category_id": "G05B", "items": 1200, "quantity_unit": "piece", "cases": 1,
        "value": Decimal("900000.00"), "currency": "HKD", "value_basis": "market", "port_id": "HK-SZB",
        "happened_at": clock.now() - timedelta(hours=1), "ip_type": "trade_mark",
    }  # fmt: skip
    return {**facts, **more}


def seize(officer: Officer, case: Case | None = None, **more: object) -> SeizureLine:
    """Record a seizure of 1,200 bags."""
    key: UUID = uuid4()
    return actions.record_seizure(officer, key, seizure_facts(**more), case_id=case.pk if case else None)


def dispose(officer: Officer, case: Case, on: date | None = None) -> None:
    """Take a case to the stage before closing."""
    actions.advance(officer, case.pk)
    actions.determine(officer, case.pk, Finding("infringing", "檢驗報告", on or clock.today()))
    actions.advance(officer, case.pk)
