from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.notices import access, actions
from yuegang.notices.mailing import last_digest, mail_due
from yuegang.notices.models import Notice, Rhythm

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # Wednesday 08:30 at +08:00


class Refusing(BaseEmailBackend):
    """A mail host that is not there."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def alice() -> Officer:
    return make_officer("alice")


def tell(officer: Officer, kind: str = "lead.arrived", at: datetime | None = None) -> Notice:
    actions.notify([officer], kind, url="/leads/")
    made = Notice.objects.latest("id")
    if at is not None:
        Notice.objects.filter(pk=made.pk).update(created_at=at)
    return made


def test_each_officer_is_told_once(alice: Officer) -> None:
    bob = make_officer("bob")
    assert actions.notify([alice, bob, alice.pk], "lead.arrived") == 2
    assert (access.unread_count(alice), access.nav_count(bob)) == (1, 1)


def test_an_unknown_kind_and_a_strange_address_are_refused(alice: Officer) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        actions.notify([alice], "no.such")
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.notify([alice], "lead.arrived", url="https://elsewhere.example/")


def test_notices_are_read_and_unread_by_their_own_officer_only(alice: Officer) -> None:
    notice, bob = tell(alice), make_officer("bob")
    assert actions.mark_read(bob, [notice.pk]) == 0
    assert actions.mark_read(alice, [notice.pk]) == 1
    assert actions.mark_unread(alice, [notice.pk]) == 1
    assert actions.mark_all_read(alice) == 1
    assert access.unread_count(alice) == 0


def test_the_page_marks_and_opens(alice: Officer) -> None:
    client, notice = signed_in(alice), tell(alice)
    assert "A lead arrived from the other side" in client.get("/notices/").content.decode()
    assert client.get(f"/notices/{notice.pk}/open/")["location"] == "/leads/"
    assert "Nothing new." in client.get("/notices/").content.decode()
    client.post("/notices/mark/", {"act": "unread", "notice": [str(notice.pk), "x", "9" * 40]})
    assert access.unread_count(alice) == 1
    back = client.post("/notices/mark/", {"act": "all", "next": "https://elsewhere.example/"})
    assert (back["location"], access.unread_count(alice)) == ("/notices/", 0)
    assert len(client.get("/notices/", {"show": "all"}).context["lines"]) == 1


def test_nobody_opens_what_another_was_told(alice: Officer) -> None:
    notice = tell(alice)
    assert signed_in(make_officer("eve")).get(f"/notices/{notice.pk}/open/")["location"] == "/notices/"
    assert access.unread_count(alice) == 1
    assert Client().get("/notices/")["location"].startswith("/accounts/login/")


def test_the_list_asks_the_database_a_fixed_number_of_times(
    alice: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(30):
        tell(alice)
    client = signed_in(alice)
    client.get("/notices/")
    with django_assert_max_num_queries(10):
        client.get("/notices/")


def test_mail_says_that_and_not_what_in_the_readers_language(alice: Officer, settings: Settings) -> None:
    settings.OFFICE_URL = "https://office.example.org"
    Officer.objects.filter(pk=alice.pk).update(language="en")
    tell(alice)
    tell(alice)
    assert mail_due() == 1
    message = mail.outbox[0]
    assert message.to == ["alice@example.org"]
    assert "- A lead arrived from the other side (2)" in message.body
    assert "https://office.example.org" in message.body and "/leads/" not in message.body
    assert mail_due() == 0


def test_a_chosen_rhythm_holds(alice: Officer) -> None:
    client = signed_in(alice)
    rhythms = {**access.rhythms_of(alice), "lead.arrived": "weekly"}
    assert client.post("/notices/rhythms/", rhythms).status_code == 302
    assert access.rhythms_of(alice)["lead.arrived"] == Rhythm.WEEKLY
    assert client.post("/notices/rhythms/", {**rhythms, "lead.arrived": "hourly"}).status_code == 200


@pytest.mark.parametrize(
    ("rhythm", "told", "now", "mailed"),
    [
        ("at_once", timedelta(0), timedelta(0), 1),
        ("never", timedelta(0), timedelta(days=9), 0),
        ("daily", -timedelta(minutes=1), timedelta(0), 1),
        ("daily", timedelta(minutes=1), timedelta(hours=23), 0),
        ("daily", timedelta(minutes=1), timedelta(days=1), 1),
        ("weekly", timedelta(0), timedelta(days=4), 0),
        ("weekly", timedelta(0), timedelta(days=5), 1),
        ("at_once", timedelta(0), timedelta(days=15), 0),
    ],
)
def test_a_digest_goes_out_in_its_rhythm(
    rhythm: Rhythm, told: timedelta, now: timedelta, mailed: int, alice: Officer
) -> None:
    actions.choose_rhythms(alice, {"lead.arrived": rhythm})
    tell(alice, at=MORNING + told)
    assert mail_due(MORNING + now) == mailed


def test_what_was_read_or_belongs_to_a_closed_account_is_not_mailed(alice: Officer) -> None:
    tell(alice)
    actions.mark_all_read(alice)
    bob = make_officer("bob")
    tell(bob)
    Officer.objects.filter(pk=bob.pk).update(is_active=False)
    assert mail_due() == 0


def test_a_refused_mail_is_tried_again(alice: Officer, settings: Settings) -> None:
    tell(alice)
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    assert mail_due() == 0
    settings.EMAIL_BACKEND = working
    assert mail_due() == 1


def test_the_week_begins_on_monday_morning() -> None:
    assert last_digest("weekly", MORNING) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert last_digest("daily", MORNING - timedelta(seconds=1)) == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def test_the_command_says_how_many(alice: Officer, capsys: pytest.CaptureFixture[str]) -> None:
    tell(alice)
    call_command("mail_notices")
    assert capsys.readouterr().out == "1 messages\n"


def test_a_kind_that_is_gone_still_says_something(alice: Officer) -> None:
    Notice.objects.create(recipient=alice, kind="old.kind")
    assert "Something happened" in signed_in(alice).get("/notices/").content.decode()
