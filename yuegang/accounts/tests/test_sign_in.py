import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import PASSWORD, TOTP_SECRET, make_officer, signed_in
from yuegang.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
WRONG = "The username, password or code is not right, or the account is closed."


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code(secret: str = TOTP_SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def give_password(client: Client, username: str, password: str = PASSWORD) -> Any:  # Any: the test client's response
    return client.post(LOGIN, {"login": username, "password": password}, headers={"accept-language": "en"})


def give_code(client: Client, text: str) -> Any:  # Any: the test client's response
    return client.post("/accounts/2fa/authenticate/", {"code": text})


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_password_and_code_open_the_office() -> None:
    make_officer("alice")
    client = Client()
    assert give_password(client, "alice")["location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    assert give_code(client, code())["location"] == "/"
    assert client.get("/account/").status_code == 200
    assert verbs()[-1] == "session.begin"
    client.post("/accounts/logout/")
    assert verbs()[-1] == "session.end"
    assert client.get("/account/")["location"].startswith(LOGIN)


@pytest.mark.parametrize("case", ["wrong password", "unknown name", "closed account"])
def test_every_failure_answers_the_same_and_is_recorded_without_the_name(case: str) -> None:
    officer = make_officer("alice")
    if case == "closed account":
        Officer.objects.filter(pk=officer.pk).update(is_active=False)
    client = Client(headers={"accept-language": "en"})
    name = "nobody.here" if case == "unknown name" else "alice"
    response = give_password(client, name, "not the password" if case == "wrong password" else PASSWORD)
    if response.status_code == 302:
        response = client.get(response["location"])
    assert WRONG in response.content.decode()
    entry = AuditEntry.objects.latest("id")
    assert entry.verb == "session.refuse"
    assert name not in str([entry.target, entry.detail, entry.actor])


def test_a_wrong_code_is_refused_and_recorded() -> None:
    make_officer("alice")
    client = Client()
    give_password(client, "alice")
    wrong = "000000" if code() != "000000" else "111111"
    assert give_code(client, wrong).status_code == 200
    assert verbs()[-1] == "second_factor.refuse"
    assert client.get("/account/").status_code == 302


def test_a_code_works_once() -> None:
    make_officer("alice")
    used = code()
    for expected in (302, 200):
        client = Client()
        give_password(client, "alice")
        assert give_code(client, used).status_code == expected


def test_attempts_are_limited_by_name() -> None:
    make_officer("alice")
    client = Client(headers={"accept-language": "en"})
    for _attempt in range(5):
        give_password(client, "alice", "not the password")
    assert "Too many attempts" in give_password(client, "alice").content.decode()


def test_a_password_alone_leads_to_enrolment_and_opens_nothing_else() -> None:
    make_officer("alice", totp_secret="", roles=("administrator",))
    client = Client()
    assert give_password(client, "alice").status_code == 302
    for page in ("/account/", "/people/", "/parties/", "/notices/"):
        assert client.get(page)["location"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200


def test_setting_up_the_app_opens_the_office_and_ends_other_sessions() -> None:
    make_officer("alice", totp_secret="")
    thief, client = Client(), Client()
    give_password(thief, "alice")
    give_password(client, "alice")
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert response["location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(response["location"]).context["unused_codes"]) == 10
    assert client.get("/account/").status_code == 200
    assert thief.get("/account/")["location"].startswith(LOGIN)
    assert "second_factor.add" in verbs()


def test_a_session_without_proof_cannot_touch_the_second_factor() -> None:
    officer = make_officer("alice")
    client = Client()
    client.force_login(officer)
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["location"].startswith("/accounts/2fa/reauthenticate/"), name
        assert client.post(reverse(name))["location"].startswith("/accounts/2fa/reauthenticate/"), name
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_the_last_second_factor_stays() -> None:
    officer = make_officer("alice")
    client = Client()
    give_password(client, "alice")
    give_code(client, code())
    response = client.post("/accounts/2fa/totp/deactivate/")
    assert "Set up another second factor first" in response.content.decode()
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_a_recovery_code_lets_in_once() -> None:
    officer = make_officer("alice")
    spare = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        give_password(client, "alice")
        assert give_code(client, spare).status_code == expected


def test_nobody_signs_up() -> None:
    client = Client(headers={"accept-language": "en"})
    assert "by invitation" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"username": "eve", "email": "eve@example.org", "password1": PASSWORD})
    assert not Officer.objects.exists()


def test_a_forgotten_password_is_set_by_mail_in_the_officers_language() -> None:
    make_officer("alice", language="zh-hant")
    client = Client(headers={"accept-language": "en"})
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert len(mail.outbox) == 1
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    new = "another long enough passphrase"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert give_password(client, "alice", new)["location"] == "/accounts/2fa/authenticate/"
    assert "password.set" in verbs()


def test_an_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    response = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert response["location"] == "/accounts/password/reset/done/"
    assert not mail.outbox


def test_the_secret_is_encrypted_at_rest(settings: Settings) -> None:
    settings.SECOND_FACTOR_KEY = "a key of this node"
    officer = make_officer("alice")
    stored = Authenticator.objects.get(user=officer, type="totp")
    assert TOTP_SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code())


def test_changing_the_password_is_recorded_and_wants_the_present_one() -> None:
    client = signed_in(make_officer("alice"))
    new = "another long enough passphrase"
    wrong = {"oldpassword": "no", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", wrong).status_code == 200
    assert client.post("/accounts/password/change/", {**wrong, "oldpassword": PASSWORD}).status_code == 302
    assert verbs()[-1] == "password.set"
