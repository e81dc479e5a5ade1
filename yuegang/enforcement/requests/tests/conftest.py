"""Fixtures of the requests' tests: one node with its officers and chain, and the other side played by hand."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache

from yuegang.base import clock
from yuegang.enforcement.requests import actions
from yuegang.enforcement.requests.handlers import REQUEST
from yuegang.enforcement.requests.models import Request
from yuegang.enforcement.tests import world
from yuegang.exchange.release.tests.conftest import People, peer, people

__all__ = ["peer", "people"]  # fixtures of the release, by name

FACTS: dict[str, object] = {
    "to_unit_id": "HK-CED/IPIB", "matter": "ownership", "legal_basis": "Customs IPR Regulations art. 6",
    "work_title": "碎光海岸", "work_title_other": "Shards of Light", "work_kind": "film",
    "rights_owner": "栖野影业有限公司", "permitted_use": "investigation", "infringing_facts": "网站有整片下载。",
}  # fmt: skip
QUESTIONS = ["谁是影片的权利人？", "香港发行许可至何日？", "片源来自哪个母带？"]
BODY: dict[str, object] = {
    "number": "HK-R2026-0001", "matter": "ownership", "legal_basis": "Cap. 528 s. 118", "work_title": "碎光海岸",
    "work_kind": "film", "permitted_use": "investigation", "urgency": "routine",
    "questions": [{"number": place, "text": text} for place, text in enumerate(QUESTIONS, 1)],
}  # fmt: skip
TARGET = {**world.TARGET, "calendar": "CN", "feedback_days": 5}
ENDS = {"from_unit": "HK-CED/IPIB", "to_unit": "GACC-GD/GEN", "sender_node": "hk-customs"}
GOOD: dict[str, object] = {"state": "answered", "text": "栖野影业", "source": "register", "certainty": "confirmed"}


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    """No name is remembered from another test."""
    cache.clear()


@pytest.fixture
def asked(people: People) -> Request:  # the fixture
    """A request of Hong Kong Customs that arrived with an agreed date."""
    sent = clock.now() - timedelta(days=1)
    message = world.received("request", BODY, obligation=TARGET, ts=sent, **ENDS)
    REQUEST.apply(message)
    return Request.objects.get(pk=message.item_id)


def draft(people: People) -> Request:  # a value here
    """A draft of Shenzhen Customs with three questions."""
    return actions.draft_request(people.author, FACTS, QUESTIONS)


def crossed(people: People) -> Request:  # a value here
    """A request of ours that the other side has acknowledged, without the chain."""
    made = draft(people)
    Request.objects.filter(pk=made.pk).update(
        status="acknowledged", item_ver=1, number="GD-R2026-0001", released_at=clock.now(), obligation=TARGET
    )
    return Request.objects.get(pk=made.pk)


def new_id() -> UUID:
    """Return a new id of an item."""
    return uuid4()
