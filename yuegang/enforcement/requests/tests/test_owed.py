"""A request as an item that is answered: listed, reminded of, extended and waived."""

from datetime import timedelta

from yuegang.base import clock
from yuegang.enforcement import deadlines
from yuegang.enforcement.requests.models import Request
from yuegang.enforcement.requests.owed import REQUESTS
from yuegang.enforcement.requests.tests.conftest import crossed
from yuegang.engine.protocol.obligation import Stage
from yuegang.engine.protocol.reminding import Reminded
from yuegang.exchange.obligations import actions, reminding
from yuegang.exchange.obligations.desk import page_of
from yuegang.exchange.release.tests.conftest import People
from yuegang.exchange.tests.peer import Peer
from yuegang.notices.models import Notice


def test_what_our_side_owes_stands_on_the_desk_and_is_reminded_of_once(people: People, asked: Request) -> None:
    _page, [row] = page_of(people.liaison, "request", "1", ours=True)
    assert (row.item.number, row.state) == ("HK-R2026-0001", "new")
    assert reminding.remind() == 1
    assert reminding.remind() == 0
    told = Notice.objects.filter(kind__startswith="obligation.")
    assert {notice.recipient_id for notice in told} <= {people.liaison.pk}


def test_the_asking_unit_extends_and_waives(people: People, peer: Peer) -> None:
    ours = crossed(people)
    due = deadlines.state_of(ours).feedback_by
    assert due is not None
    actions.extend(people.author, "request", ours.pk, due + timedelta(days=30), "asked")
    ours.refresh_from_db()
    assert deadlines.state_of(ours).feedback_by == due + timedelta(days=30)
    actions.waive(people.author, "request", ours.pk, "withdrawn")
    ours.refresh_from_db()
    assert deadlines.state_of(ours).stage is Stage.WAIVED
    _page, rows = page_of(people.author, "request", "1", ours=False)
    assert rows == []


def test_each_step_of_the_ladder_reaches_its_people(people: People, asked: Request) -> None:
    [item] = REQUESTS.owed_of(Request.objects.all())
    told = {who: REQUESTS.tell(item, who, "obligation.due") for who in Reminded}
    assert told[Reminded.LIAISON] == 1


def test_without_an_agreed_date_nobody_is_reminded(people: People, asked: Request) -> None:
    Request.objects.filter(pk=asked.pk).update(obligation=None)
    assert not REQUESTS.due_before(clock.today() + timedelta(days=400)).exists()
