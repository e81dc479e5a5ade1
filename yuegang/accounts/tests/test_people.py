from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from yuegang.accounts import access, actions
from yuegang.accounts.errors import NotAllowed
from yuegang.accounts.models import ActingFor, Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units(settings: Settings) -> None:
    settings.UNIT_DIRECTORY = "yuegang.accounts.testing.unit_labels"


@pytest.fixture
def admin() -> Officer:
    return make_officer("admin", unit_code="GACC-GD/GEN", roles=("administrator",))


@pytest.fixture
def coordinator() -> Officer:
    return make_officer("carol", roles=("agency_coordinator",))


@pytest.fixture
def alice() -> Officer:
    return make_officer("alice")


def fresh(client: Client) -> Client:
    """Return the client after it proved the password just now."""
    client.post("/accounts/reauthenticate/", {"password": "a long enough passphrase"})
    return client


PAGES = ["/people/", "/people/{alice}/", "/people/invite/", "/account/", "/account/second-factor/"]
ROLES_AND_ANSWERS = [
    ("officer", [404, 404, 404, 200, 200]),
    ("signer", [404, 404, 404, 200, 200]),
    ("auditor", [404, 404, 404, 200, 200]),
    ("data_protection", [404, 404, 404, 200, 200]),
    ("agency_coordinator", [200, 200, 200, 200, 200]),
    ("group_coordinator", [200, 200, 404, 200, 200]),
    ("administrator", [200, 200, 200, 200, 200]),
]


@pytest.mark.parametrize(("role", "answers"), ROLES_AND_ANSWERS)
def test_each_role_opens_its_own_pages(role: str, answers: list[int], alice: Officer) -> None:
    client = fresh(signed_in(make_officer("zoe", roles=(role,))))
    assert [client.get(page.format(alice=alice.pk)).status_code for page in PAGES] == answers


def test_strangers_are_led_to_sign_in(alice: Officer) -> None:
    pages = [page.format(alice=alice.pk) for page in PAGES]
    assert all(Client().get(page)["location"].startswith("/accounts/login/") for page in pages)


@pytest.mark.parametrize("act", ["grant/", "switch/", "reissue/", "stand-in/"])
def test_an_officer_changes_nobody(act: str, alice: Officer) -> None:
    client = fresh(signed_in(make_officer("mallory", roles=("officer", "signer", "liaison"))))
    assert client.post(f"/people/{alice.pk}/{act}", {"role": "signer", "unit_code": "CUS-53/GEN"}).status_code == 404
    assert alice.grants.count() == 1


def test_the_list_asks_the_database_a_fixed_number_of_times(
    admin: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_officer(f"officer{number}", totp_secret="", roles=("officer", "signer"))
    client = signed_in(admin)
    client.get("/people/")
    with django_assert_max_num_queries(12):
        assert len(client.get("/people/").context["page"].object_list) == 13


def test_people_are_found_by_name_role_and_state(admin: Officer, alice: Officer) -> None:
    client = signed_in(admin)
    Officer.objects.filter(pk=alice.pk).update(is_active=False)
    found = [
        client.get("/people/", query).context["page"].paginator.count
        for query in (
            {"q": "ALIC", "state": "all"},
            {"q": "alice"},
            {"state": "inactive"},
            {"role": "administrator"},
            {"role": "no"},
        )
    ]
    assert found == [1, 0, 1, 1, 1]


def test_a_coordinator_sees_the_own_agency_only(coordinator: Officer, alice: Officer) -> None:
    far = make_officer("far", unit_code="CUS-51/GEN")
    client = signed_in(coordinator)
    assert {one.username for one in client.get("/people/").context["page"].object_list} == {"alice", "carol"}
    assert client.get(f"/people/{far.pk}/").status_code == 404


def test_a_role_is_given_and_ended_with_audit_and_notice(admin: Officer, alice: Officer) -> None:
    client = fresh(signed_in(admin))
    wanted = {"role": "signer", "unit_code": "CUS-53/GEN", "until": ""}
    assert client.post(f"/people/{alice.pk}/grant/", wanted).status_code == 302
    assert Officer.objects.get(pk=alice.pk).has_role(Role.SIGNER, "CUS-53/GEN")
    assert client.post(f"/people/{alice.pk}/grant/", wanted).status_code == 422
    held = alice.grants.get(role="signer")
    assert client.post(f"/people/{alice.pk}/revoke/{held.pk}/").status_code == 302
    assert not Officer.objects.get(pk=alice.pk).has_role(Role.SIGNER)
    assert client.post(f"/people/{alice.pk}/revoke/{held.pk}/").status_code == 404
    verbs = AuditEntry.objects.filter(target=actions.target_of(alice)).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["role.grant", "role.revoke"]
    assert Notice.objects.filter(recipient=alice, kind="role.changed").count() == 2


@pytest.mark.parametrize("role", ["auditor", "administrator", "data_protection", "agency_coordinator"])
def test_a_coordinator_gives_no_watching_role(role: str, coordinator: Officer, alice: Officer) -> None:
    with pytest.raises(NotAllowed):
        actions.grant_role(alice, Role(role), "CUS-53/GEN", by=coordinator)
    wanted = {"role": role, "unit_code": "CUS-53/GEN"}
    assert fresh(signed_in(coordinator)).post(f"/people/{alice.pk}/grant/", wanted).status_code == 422


def test_nobody_gives_a_role_to_oneself(admin: Officer) -> None:
    with pytest.raises(NotAllowed):
        actions.grant_role(admin, Role.SIGNER, "GACC-GD/GEN", by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(officer=admin, role="signer", unit_code="GACC-GD/GEN", granted_by=admin)


def test_the_last_administrator_stays(admin: Officer) -> None:
    second = make_officer("second", roles=("administrator",))
    actions.revoke_role(admin.grants.get(), by=second)
    with pytest.raises(NotAllowed):
        actions.revoke_role(second.grants.get(), by=Officer.objects.get(pk=admin.pk))


def test_a_role_ends_by_itself(admin: Officer, alice: Officer) -> None:
    actions.grant_role(alice, Role.SIGNER, "CUS-53/GEN", by=admin, until=clock.now() + timedelta(hours=1))
    assert Role.SIGNER in Officer.objects.get(pk=alice.pk).roles
    assert Role.SIGNER not in alice.roles_at(clock.now() + timedelta(hours=2))


def test_a_closed_account_loses_sessions_and_roles(admin: Officer, alice: Officer) -> None:
    client = signed_in(alice)
    actions.deactivate(alice, by=admin)
    assert Officer.objects.get(pk=alice.pk).roles == frozenset()
    assert client.get("/account/")["location"].startswith("/accounts/login/")
    fresh(signed_in(admin)).post(f"/people/{alice.pk}/switch/", {"to": "active"})
    assert Officer.objects.get(pk=alice.pk).roles == {"officer"}


def test_a_stand_in_carries_the_authority_of_another(admin: Officer, alice: Officer) -> None:
    signer = make_officer("sam", roles=("officer", "signer"))
    assert access.authority(alice, Role.SIGNER, "CUS-53/GEN") is None
    today = clock.today().isoformat()
    wanted = {"officer": str(alice.pk), "valid_from": today, "valid_to": today}
    assert signed_in(signer).post("/account/stand-in/", wanted).status_code == 302
    found = access.authority(alice, Role.SIGNER, "CUS-53/GEN")
    assert found is not None and found.acting_for == signer
    assert access.authority(signer, Role.SIGNER, "CUS-53/GEN") == access.Authority(signer)
    assert set(access.signers_for(Role.SIGNER, "CUS-53/GEN")) == {alice, signer}
    entry = ActingFor.objects.get()
    signed_in(signer).post(f"/account/stand-in/{entry.pk}/end/")
    assert access.authority(alice, Role.SIGNER, "CUS-53/GEN") is None


def test_nobody_enters_himself_as_a_stand_in(admin: Officer, alice: Officer) -> None:
    signer = make_officer("sam", roles=("officer", "signer"))
    moment = clock.now()
    wanted = actions.StandIn(alice, signer, "CUS-53/GEN", moment, moment + timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.enter_acting_for(wanted, by=alice)
    far = make_officer("far", unit_code="CUS-51/GEN")
    across = actions.StandIn(far, signer, "CUS-53/GEN", moment, moment + timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.enter_acting_for(across, by=admin)


@pytest.mark.parametrize(
    ("days", "said"), [((0, -1), "before the first"), ((-5, -2), "passed already"), ((0, 200), "three months")]
)
def test_a_stand_in_with_impossible_days_is_refused(days: tuple[int, int], said: str, alice: Officer) -> None:
    signer = make_officer("sam", roles=("officer", "signer"))
    first, last = (clock.today() + timedelta(days=offset) for offset in days)
    wanted = {"officer": str(alice.pk), "valid_from": first.isoformat(), "valid_to": last.isoformat()}
    response = signed_in(signer).post("/account/stand-in/", wanted)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_before_something_that_matters_the_password_is_asked_again(admin: Officer, alice: Officer) -> None:
    client = signed_in(admin)
    response = client.post(f"/people/{alice.pk}/switch/", {"to": "inactive"})
    assert response["location"].startswith("/accounts/reauthenticate/")
    client.post(response["location"], {"password": "a long enough passphrase"})
    assert not Officer.objects.get(pk=alice.pk).is_active


def test_other_devices_are_signed_out(alice: Officer) -> None:
    here, there, third = (two_step(Client()) for _device in range(3))
    assert len(here.get("/account/").context["sessions"]) == 3
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/account/devices/{other.pk}/end/")
    assert there.get("/account/").status_code == 302
    here.post("/account/devices/end-others/")
    assert third.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_signs_out_the_device_of_another(alice: Officer) -> None:
    two_step(Client())
    session = UserSession.objects.get(user=alice)
    assert signed_in(make_officer("eve")).post(f"/account/devices/{session.pk}/end/").status_code == 404


def two_step(client: Client) -> Client:
    """Sign alice in by password and a recovery code."""
    client.post("/accounts/login/", {"login": "alice", "password": "a long enough passphrase"})
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    return client


def test_the_set_up_command_makes_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICER_PASSWORD", "a long enough passphrase")
    arguments = ["first", "--name", "甲", "--email", "f@example.org", "--unit", "CUS-53/GEN", "--role", "administrator"]
    call_command("create_officer", *arguments)
    assert Officer.objects.get().roles == {"administrator"}
    with pytest.raises(CommandError):
        call_command("create_officer", *arguments)


@pytest.mark.parametrize(
    ("field", "value"), [("username", "Ä b"), ("unit_code", "nonsense"), ("password", "short"), ("email", "no")]
)
def test_a_broken_rule_makes_no_officer(field: str, value: str) -> None:
    right = actions.NewOfficer("new.one", "N", "n@example.org", "CUS-53/GEN", "a long enough passphrase")
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        actions.create_officer(replace(right, **{field: value}))  # type: ignore[arg-type]  # all these are texts
    assert not Officer.objects.exists()
