"""A lead through the real gate and chain to the bytes the other side opens, and into the other side's node."""

from uuid import uuid4

import pytest
from django.conf import LazySettings

from yuegang.base import clock
from yuegang.enforcement import actions
from yuegang.enforcement.handlers import LEAD
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import received
from yuegang.engine.protocol.gate import accept
from yuegang.exchange.release import access, checking
from yuegang.exchange.release import actions as release_actions
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import Release
from yuegang.exchange.release.tests.conftest import People, opened, peer, people  # noqa: F401  # fixtures by name
from yuegang.exchange.tests.peer import Peer

DRIVER = {"persons": "司机 张某 110105194912310021", "narrative": "货柜今晚出境。"}


@pytest.fixture(autouse=True)
def codes(people: People) -> None:  # noqa: F811  # the fixture above
    """The codes the sheet names."""
    world.make_ports()
    world.make_codes()


@pytest.fixture
def waiting(people: People, peer: Peer) -> Release:  # noqa: F811  # the fixtures above
    """A lead with a vehicle, a firm and a driver that waits for its first signature."""
    lead = actions.create_lead(people.author, {**world.FACTS, **DRIVER})
    actions.submit_lead(people.author, lead.id)
    found = access.of_item("lead", lead.id)
    assert found is not None
    return found


def sign(release: Release, people: People) -> Release:  # noqa: F811  # a value here
    """Sign both steps."""
    release_actions.approve(release, people.head)
    return release_actions.approve(release, people.liaison)


def test_class_b_waits_for_a_ground_and_class_c_stays_home(waiting: Release, people: People, peer: Peer) -> None:  # noqa: F811
    with pytest.raises(ReleaseRefused) as refused:
        sign(waiting, people)
    assert {one.place for one in refused.value.refusals} == {"/vehicle", "/consignee_name"}
    checking.state_grounds(waiting, people.head, ["/vehicle"], statute="Cap. 362 s. 16C", necessity="to stop the truck")
    left = sign(waiting, people)
    assert left.entry is not None
    body = opened(peer, left.entry).fields
    assert body["vehicle"] == "粤Z·0000港"
    assert not {"persons", "informer", "consignee_name"} & set(body)
    lead = Lead.objects.get(pk=left.item_id)
    assert (lead.status, lead.item_ver, lead.versions.get().body) == ("sent", 1, dict(body))
    assert lead.writers == []


def test_what_left_is_taken_in_on_the_other_node(
    waiting: Release, people: People, peer: Peer, settings: LazySettings  # noqa: F811
) -> None:  # fmt: skip
    checking.state_grounds(waiting, people.head, ["/vehicle"], statute="Cap. 362 s. 16C", necessity="to stop the truck")
    left = sign(waiting, people)
    assert left.entry is not None
    body = accept(LEAD.schema, {**opened(peer, left.entry).fields, "number": f"GD-{clock.today().year}-0999"})
    settings.NODE_CODE = "hk-customs"
    LEAD.apply(received("lead", body, item_id=str(uuid4()), ts=clock.now()))
    arrived = Lead.objects.get(is_incoming=True)
    assert (arrived.goods, arrived.items, arrived.persons) == ("手袋，涉嫌侵权", 3200, "")


def test_a_secret_mark_never_reaches_the_desk(people: People, peer: Peer) -> None:  # noqa: F811
    lead = actions.create_lead(people.author, {**world.FACTS, "narrative": "【机密】货柜今晚出境。"})
    with pytest.raises(ReleaseRefused) as refused:
        actions.submit_lead(people.author, lead.id)
    assert [(one.rule, one.place) for one in refused.value.refusals] == [("gate.secret", "/narrative")]
    lead.refresh_from_db()
    assert (lead.status, lead.number) == ("draft", None)


def test_an_informer_is_refused(people: People, peer: Peer) -> None:  # noqa: F811
    lead = actions.create_lead(people.author, {**world.FACTS, "informer": "线人"})
    with pytest.raises(ReleaseRefused) as refused:
        actions.submit_lead(people.author, lead.id)
    assert [one.rule for one in refused.value.refusals] == ["gate.class_d"]


def test_a_returned_lead_can_be_changed_and_sent_again(waiting: Release, people: People) -> None:  # noqa: F811
    release_actions.return_to_author(waiting, people.head, "which truck?")
    lead = Lead.objects.get(pk=waiting.item_id)
    assert lead.status == "draft"
    actions.revise_lead(people.author, lead.id, {"items": 3300}, edit_ver=lead.edit_ver)
    again = actions.submit_lead(people.author, lead.id)
    assert (again.status, again.number) == ("in_release", lead.number)


def test_who_wrote_a_part_of_the_lead_cannot_sign_it(people: People, peer: Peer) -> None:  # noqa: F811
    lead = actions.create_lead(people.author, world.FACTS)
    actions.revise_lead(people.head, lead.id, {"items": 5}, edit_ver=1)
    actions.submit_lead(people.author, lead.id)
    release = access.of_item("lead", lead.id)
    assert release is not None
    with pytest.raises(ReleaseRefused, match=r"release\.four_eyes"):
        release_actions.approve(release, people.head)
