from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from yuegang.accounts import actions, invitations
from yuegang.accounts.errors import NotAllowed
from yuegang.accounts.models import Invitation, Officer
from yuegang.accounts.testing import PASSWORD, make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import clock

pytestmark = pytest.mark.django_db
ANSWER = {"username": "new.one", "display_name": "新人", "password1": PASSWORD, "password2": PASSWORD}
GUEST = invitations.Guest("new@example.org", "新人", "CUS-53/GEN", ("officer",), "zh-hans")


@pytest.fixture(autouse=True)
def units(settings: Settings) -> None:
    settings.UNIT_DIRECTORY = "yuegang.accounts.testing.unit_labels"


@pytest.fixture
def admin() -> Officer:
    return make_officer("admin", unit_code="GACC-GD/GEN", roles=("administrator",))


def invite(admin: Officer) -> str:
    return invitations.invite(GUEST, by=admin)[1]


def answer(token: str, **changes: str) -> tuple[Client, int]:
    client = Client(headers={"accept-language": "en"})
    return client, client.post(f"/invitation/{token}/", {**ANSWER, **changes}).status_code


def test_an_invited_person_sets_a_password_and_must_enrol(admin: Officer) -> None:
    client, status = answer(invite(admin))
    assert status == 302
    officer = Officer.objects.get(username="new.one")
    assert (officer.roles, officer.unit_code, officer.language) == (frozenset({"officer"}), "CUS-53/GEN", "zh-hans")
    assert client.get("/notices/")["location"] == "/account/second-factor/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert officer.grants.get().granted_by == admin
    assert AuditEntry.objects.filter(verb="invitation.accept", actor=str(officer.pk)).exists()


def test_a_link_works_once(admin: Officer) -> None:
    token = invite(admin)
    assert answer(token)[1] == 302
    assert answer(token, username="second.use")[1] == 404
    assert not Officer.objects.filter(username="second.use").exists()


@pytest.mark.parametrize(
    "end", ["expired", "withdrawn", "replaced", "inviter closed", "inviter lost the role", "unknown"]
)
def test_a_dead_link_opens_nothing(end: str, admin: Officer) -> None:
    token = "x" * 43 if end == "unknown" else invite(admin)
    invitation = Invitation.objects.first()
    if end == "expired":
        past = clock.now() - timedelta(days=9)
        Invitation.objects.update(created_at=past, expires_at=past + timedelta(hours=72))
    elif end == "withdrawn":
        assert invitation is not None
        invitations.withdraw(invitation, by=admin)
    elif end == "replaced":
        invite(admin)
    elif end == "inviter closed":
        Officer.objects.filter(pk=admin.pk).update(is_active=False)
    elif end == "inviter lost the role":
        admin.grants.update(valid_to=clock.now())
    assert answer(token)[1] == 404
    assert not Officer.objects.filter(username="new.one").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password2": "different passphrase"}, "differ"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"username": "not good!"}, "small letters"),
        ({"username": "admin"}, "already exists"),
    ],
)
def test_wrong_answers_are_refused_with_the_rule(changes: dict[str, str], said: str, admin: Officer) -> None:
    token = invite(admin)
    client = Client(headers={"accept-language": "en"})
    response = client.post(f"/invitation/{token}/", {**ANSWER, **changes})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert answer(token)[1] == 302


def test_the_token_is_kept_nowhere(admin: Officer) -> None:
    token = invite(admin)
    assert token not in str(Invitation.objects.values_list()) + str(AuditEntry.objects.values_list())


def page(admin: Officer, **changes: object) -> object:
    client = signed_in(admin)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    wanted = {"email": "new@example.org", "display_name": "新人", "unit_code": "CUS-53/GEN", "roles": ["officer"]}
    return client.post("/people/invite/", {**wanted, "language": "zh-hant", **changes})


def test_without_a_mail_host_the_link_is_shown_once(admin: Officer, settings: Settings) -> None:
    response = page(admin)
    assert "/invitation/" in response.content.decode()  # type: ignore[attr-defined]
    assert response["cache-control"] == "no-store"  # type: ignore[index]
    assert not mail.outbox


def test_with_a_mail_host_the_link_goes_to_the_invited_only(admin: Officer, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.OFFICE_URL = "mail.example.org", "https://office.example.org"
    response = page(admin)
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert mail.outbox[0].to == ["new@example.org"]
    assert "https://office.example.org/invitation/" in mail.outbox[0].body


def test_a_taken_address_and_a_role_that_may_not_be_given_are_refused(admin: Officer) -> None:
    assert "already has this address" in page(admin, email="ADMIN@example.org").content.decode()  # type: ignore[attr-defined]
    carol = make_officer("carol", roles=("agency_coordinator",))
    with pytest.raises(NotAllowed):
        invitations.invite(invitations.Guest("x@example.org", "X", "CUS-53/GEN", ("auditor",), "en"), by=carol)
    with pytest.raises(NotAllowed):
        invitations.invite(invitations.Guest("x@example.org", "X", "CUS-51/GEN", ("officer",), "en"), by=carol)


def test_an_officer_gets_back_in_with_a_new_password_and_second_factor(admin: Officer) -> None:
    alice = make_officer("alice")
    token = invitations.reissue(alice, by=admin)[1]
    new = "another long enough passphrase"
    client = Client()
    assert client.post(f"/invitation/{token}/", {"password1": new, "password2": new}).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(new)
    assert client.get("/account/")["location"] == "/account/second-factor/"
    with pytest.raises(NotAllowed):
        invitations.reissue(admin, by=admin)
    assert actions.may_care(admin, alice)
