import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from yuegang.accounts import access, invitations
from yuegang.accounts.models import ActingFor, Invitation, Officer
from yuegang.accounts.second_factor_store import open_secret
from yuegang.accounts.templatetags.people import factor_name
from yuegang.accounts.testing import PASSWORD, make_officer, signed_in
from yuegang.base import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units(settings: Settings) -> None:
    settings.UNIT_DIRECTORY = "yuegang.accounts.testing.unit_labels"


@pytest.fixture
def alice() -> Officer:
    return make_officer("alice")


@pytest.fixture
def client() -> Client:
    client = signed_in(make_officer("admin", unit_code="GACC-GD/GEN", roles=("administrator",)))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_new_link_is_handed_over_and_withdrawn(client: Client, alice: Officer) -> None:
    shown = client.post(f"/people/{alice.pk}/reissue/").content.decode()
    invitation = Invitation.objects.get(officer=alice)
    assert "/invitation/" in shown
    assert "getting back in" in client.get("/people/").content.decode()
    assert client.post(f"/people/invitation/{invitation.pk}/withdraw/").status_code == 302
    assert client.post(f"/people/invitation/{invitation.pk}/withdraw/").status_code == 404
    invitation.refresh_from_db()
    assert not invitation.is_open


def test_a_stand_in_is_entered_and_ended_for_another(client: Client, alice: Officer) -> None:
    signer, today = make_officer("sam", roles=("officer", "signer")), clock.today().isoformat()
    wanted = {"officer": str(alice.pk), "valid_from": today, "valid_to": today}
    assert client.post(f"/people/{signer.pk}/stand-in/", {**wanted, "valid_to": "soon"}).status_code == 422
    assert client.post(f"/people/{signer.pk}/stand-in/", wanted).status_code == 302
    entry = ActingFor.objects.get()
    assert "Alice" in client.get(f"/people/{signer.pk}/").content.decode()
    assert client.post(f"/people/{signer.pk}/stand-in/{entry.pk}/end/").status_code == 302
    assert not access.acting_now(alice).exists()


def test_a_coordinator_invites_into_the_own_agency_only() -> None:
    carol = make_officer("carol", roles=("agency_coordinator",))
    client = signed_in(carol)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    form = client.get("/people/invite/").context["form"]
    assert [code for code, _label in form.fields["unit_code"].choices] == ["CUS-53/GEN"]
    assert "auditor" not in dict(form.fields["roles"].choices)
    guest = invitations.Guest("x@example.org", "X", "CUS-53/GEN", ("officer",), "en")
    invitations.invite(guest, by=carol)
    assert [one.email for one in client.get("/people/").context["invitations"]] == ["x@example.org"]


@pytest.mark.parametrize("until", ["2001-01-01", "later"])
def test_a_role_that_would_have_ended_is_refused(until: str, client: Client, alice: Officer) -> None:
    wanted = {"role": "signer", "unit_code": "CUS-53/GEN", "until": until}
    assert client.post(f"/people/{alice.pk}/grant/", wanted).status_code == 422
    right = {**wanted, "until": clock.today().isoformat()}
    assert client.post(f"/people/{alice.pk}/grant/", right).status_code == 302


def test_names_and_pickers(alice: Officer) -> None:
    bob = make_officer("bob")
    Officer.objects.filter(pk=bob.pk).update(display_name_latin="BOB Lee", is_active=False)
    bob.refresh_from_db()
    assert (bob.shown_name("en"), bob.shown_name("zh-hant")) == ("BOB Lee", "Bob")
    assert list(access.officers_of_unit("CUS-53/GEN")) == [alice]
    assert list(access.officers_of_agency("CUS-53")) == [alice]
    assert not access.acting_now(bob).exists()
    assert set(access.names_of([str(alice.pk), bob.pk, "sealer"])) == {str(alice.pk), str(bob.pk)}
    assert access.officer(alice.pk) == Officer.objects.get_by_natural_key("ALICE")


def test_pages_of_passkeys_open_and_refuse_rubbish(alice: Officer) -> None:
    client = signed_in(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "creation_options" in client.get("/accounts/2fa/passkeys/add/").content.decode()
    assert client.post("/accounts/2fa/passkeys/add/", {"credential": "{}"}).status_code == 200
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Blue key", "credential": {}})
    assert factor_name(key) in ("Key: Blue key", "密钥：Blue key")
    client.post(f"/accounts/2fa/passkeys/{key.pk}/rename/", {"name": "Red key"})
    key.refresh_from_db()
    assert key.wrap().name == "Red key"
    assert client.post(f"/accounts/2fa/passkeys/{key.pk}/remove/").status_code == 302
    assert client.get("/accounts/2fa/")["location"] == "/account/"


def test_a_code_is_asked_again_where_the_session_proved_none(alice: Officer) -> None:
    client = Client()
    client.force_login(alice)
    response = client.get("/account/")
    assert response["location"] == "/accounts/2fa/reauthenticate/?next=%2Faccount%2F"
    spare = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]
    assert client.post(response["location"], {"code": spare})["location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_a_sealed_secret_without_its_key_is_an_error(settings: Settings) -> None:
    settings.SECOND_FACTOR_KEY = ""
    with pytest.raises(LookupError):
        open_secret("sf1:anything")
