"""An urgent release leaves on one signature and is ratified by the next working day."""

from datetime import date, timedelta

import pytest
from django.conf import LazySettings

from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release import access, actions
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import Release
from yuegang.exchange.release.tasks import tell_overdue
from yuegang.exchange.release.tests.conftest import LIAISON, People
from yuegang.exchange.release.tests.papers import PaperHandler
from yuegang.notices.models import Notice


@pytest.fixture
def left(papers: PaperHandler, people: People) -> Release:
    waiting = actions.submit("paper", papers.write(people.author).id, people.author, urgent=True)
    return actions.approve(waiting, people.head)


def test_one_signature_sends_it_and_the_rest_is_owed(left: Release, people: People) -> None:
    assert (left.state, left.step_unit, OutboxEntry.objects.count()) == ("ratify_due", LIAISON, 1)
    assert access.desk(people.liaison).ratify == [left]
    assert left.ratify_by is not None
    assert left.ratify_by > clock.today()
    assert Notice.objects.filter(recipient=people.liaison.pk, kind="release.ratify").count() == 1


def test_the_next_working_day_is_that_of_the_unit(
    papers: PaperHandler, people: People, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 9, 30))  # the Mainland's National Day holidays begin
    waiting = actions.submit("paper", papers.write(people.author).id, people.author, urgent=True)
    assert actions.approve(waiting, people.head).ratify_by == date(2026, 10, 8)


def test_ratifying_closes_it_without_sending_again(left: Release, people: People) -> None:
    with pytest.raises(ReleaseRefused, match=r"release\.four_eyes"):
        actions.ratify(left, people.author)
    with pytest.raises(ReleaseRefused, match=r"release\.not_yours"):
        actions.ratify(left, people.head)
    done = actions.ratify(left, people.liaison, note="已核")
    assert (done.state, OutboxEntry.objects.count()) == ("released", 1)
    with pytest.raises(ReleaseRefused, match=r"release\.state"):
        actions.ratify(left, people.liaison)


def test_an_overdue_ratification_is_told_once_a_day(left: Release, people: People) -> None:
    assert actions.tell_overdue() == 0
    Release.objects.update(ratify_by=clock.today() - timedelta(days=1))
    left.refresh_from_db()
    assert left.is_ratification_overdue
    before = Notice.objects.filter(kind="release.ratify").count()
    assert (actions.tell_overdue(), actions.tell_overdue()) == (1, 1)
    assert Notice.objects.filter(kind="release.ratify").count() == before + 2
    assert AuditEntry.objects.filter(verb="release.ratify_overdue").count() == 1


def test_an_urgent_release_passes_the_same_gate(papers: PaperHandler, people: People) -> None:
    paper = papers.write(people.author, goods="司机 11010519491231002X")
    waiting = actions.submit("paper", paper.id, people.author, urgent=True)
    with pytest.raises(ReleaseRefused, match=r"release\.blocked"):
        actions.approve(waiting, people.head)
    assert not OutboxEntry.objects.exists()


def test_the_worker_reminds(left: Release) -> None:
    Release.objects.update(ratify_by=clock.today() - timedelta(days=1))
    assert tell_overdue(0) == 1


def test_saving_something_that_is_not_on_the_desk_does_nothing(left: Release) -> None:
    actions.refresh("paper", left.item_id)
    left.refresh_from_db()
    assert left.round == 1
