"""Reporting a wrong contact: one form, one row, one intake row; traps for programs; the worker writes the rest."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import clock, intake
from yuegang.base.models import PortalIntake
from yuegang.notices.models import Notice
from yuegang.parties.access import agencies
from yuegang.portal import guards
from yuegang.portal.models import ContactReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]


def form(**changed: str) -> dict[str, str]:
    first = agencies()[0].code
    return {"agency": first, "what": "phone", "words": "It is 2815 7711.", "token": aged(10), **changed}


def aged(seconds: int) -> str:
    """A token that was given out some seconds ago."""
    with pytest.MonkeyPatch.context() as patch:
        earlier = clock.now() - timedelta(seconds=seconds)
        patch.setattr(clock, "now", lambda: earlier)
        return guards.new_token()


def send(portal: Client, **changed: str) -> str:
    answer = portal.post("/en/report/", form(**changed), follow=True)
    return answer.content.decode()


def test_a_report_is_a_row_and_its_intake_row(portal: Client) -> None:
    assert "Your report was received" in send(portal)
    report = ContactReport.objects.get()
    assert (report.what, report.language) == ("phone", "en")
    assert PortalIntake.objects.get().object_id == report.id
    assert not AuditEntry.objects.filter(verb="contact.report").exists()


def test_the_agency_of_the_page_is_chosen_and_the_trap_is_out_of_sight(portal: Client) -> None:
    code = agencies()[0].code
    shown = portal.get(f"/en/report/?agency={code}").content.decode()
    assert f'<option value="{code}" selected>' in shown
    assert '<div class="vh" aria-hidden="true"><label for="id_website">' in shown


def test_a_program_that_fills_the_trap_learns_nothing_and_leaves_nothing(portal: Client) -> None:
    assert "Your report was received" in send(portal, website="http://spam.test")
    assert not ContactReport.objects.exists()


@pytest.mark.parametrize("seconds", [0, 2, 5 * 3600])
def test_a_form_filled_too_fast_or_left_too_long_is_asked_once_more(portal: Client, seconds: int) -> None:
    assert "open too long or too briefly" in send(portal, token=aged(seconds))
    assert "open too long or too briefly" in send(portal, token="forged")
    assert not ContactReport.objects.exists()


def test_the_same_form_sent_twice_makes_one_report(portal: Client) -> None:
    token = aged(10)
    for _time in range(2):
        assert "Your report was received" in send(portal, token=token)
    assert ContactReport.objects.count() == 1


def test_many_reports_from_one_address_are_stopped_for_an_hour(portal: Client) -> None:
    for _time in range(guards.PER_HOUR):
        send(portal)
    assert portal.post("/en/report/", form()).status_code == 429
    assert ContactReport.objects.count() == guards.PER_HOUR
    assert portal.post("/en/report/", form(), REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("words", "", "This field is required."),
        ("words", "x" * 1001, "at most 1000 characters"),
        ("agency", "NO-SUCH", "Select a valid choice"),
        ("source_url", "javascript:alert(1)", "A web address begins with"),
    ],
)
def test_each_refused_field_says_which_rule(portal: Client, field: str, value: str, words: str) -> None:
    assert words in send(portal, **{field: value})
    assert not ContactReport.objects.exists()


def test_an_intake_row_needs_the_transaction_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(transaction.TransactionManagementError):
        intake.announce("contact_report", uuid4())


def test_the_worker_audits_the_report_and_tells_who_keeps_contacts(portal: Client, settings: Settings) -> None:
    keeper = make_officer("keeper", roles=("liaison",))
    make_officer("other")
    send(portal)
    settings.ROOT_URLCONF = "yuegang.urls_office"  # the worker's
    assert intake.take_in() == 1 and intake.take_in() == 0
    assert PortalIntake.objects.get().state == "accepted"
    entry = AuditEntry.objects.get(verb="contact.report")
    assert entry.actor == "portal" and "2815" not in str(entry.detail)
    assert [notice.recipient_id for notice in Notice.objects.filter(kind="contact.reported")] == [keeper.pk]


def test_the_worker_refuses_what_the_form_would_not_have_let_through() -> None:
    report = ContactReport.objects.create(agency=agencies()[0], what="nonsense", words="x", language="en")
    for kind, object_id in (("contact_report", report.id), ("contact_report", uuid4()), ("unknown", uuid4())):
        intake.announce(kind, object_id)
    intake.take_in()
    rules = set(PortalIntake.objects.values_list("state", "rule"))
    assert rules == {("refused", "row.invalid"), ("refused", "row.absent"), ("refused", "kind.unknown")}


def test_a_report_without_words_is_refused_by_the_database_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactReport.objects.create(agency=agencies()[0], what="phone", words="", language="en")


def test_reports_are_closed_at_the_desk_by_those_who_keep_contacts() -> None:
    report = ContactReport.objects.create(agency=agencies()[0], what="phone", words="New number", language="en")
    keeper = signed_in(make_officer("keeper", roles=("liaison",)))
    other = signed_in(make_officer("other"))
    assert other.get("/reports/").status_code == 404
    assert "New number" in keeper.get("/reports/").content.decode()
    for _time in range(2):
        assert keeper.post(f"/reports/{report.id}/close").status_code == 302
    assert AuditEntry.objects.filter(verb="contact.close").count() == 1
    assert "Handled" in keeper.get("/reports/").content.decode()
