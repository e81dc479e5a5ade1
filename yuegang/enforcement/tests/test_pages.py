"""The pages of leads: who sees them, what they ask of the database, what they refuse."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.enforcement import actions
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import Desk

pytestmark = pytest.mark.usefixtures("parties", "desk")
TYPED = {**world.FACTS, "urgency": "routine", "marking": "AMBER", "do": "save"}


@pytest.fixture
def client() -> Client:
    """An officer of Shenzhen Customs, signed in."""
    return signed_in(make_officer("anna", unit_code="CUS-53/GEN"))


@pytest.fixture
def lead(desk: Desk) -> Lead:
    """A draft of Shenzhen Customs."""
    return actions.create_lead(make_officer("ada", unit_code="CUS-53/GEN"), world.FACTS)


def test_the_list_shows_the_lead_with_goods_route_and_state(client: Client, lead: Lead) -> None:
    page = client.get("/leads/").content.decode()
    for words in ("手袋，涉嫌侵权", "SZ Bay", "UAE", "3,200", "Draft"):
        assert words in page


def test_the_page_of_a_lead_shows_its_facts(client: Client, lead: Lead) -> None:
    page = client.get(f"/leads/{lead.id}/").content.decode()
    for words in ("HANG YU INT&#x27;L FREIGHT LTD", "LUMENDRA", "粤Z·0000港", "Lead drafted"):
        assert words in page


@pytest.mark.parametrize("address", ["new/", "new/stub/", "{lead}/edit/", "?more=1", "?show=due", "?since=nonsense"])
def test_every_page_opens(client: Client, lead: Lead, address: str) -> None:
    assert client.get(f"/leads/{address.format(lead=lead.id)}").status_code == 200


ROLES = [  # unit, role, statuses of: the list, the lead, writing one
    ("CUS-53/GEN", "officer", (200, 200, 200)),
    ("CUS-53/GEN", "signer", (200, 200, 200)),
    ("CUS-53/GEN", "agency_coordinator", (200, 200, 404)),
    ("GACC-GD/GEN", "liaison", (200, 200, 200)),
    ("CUS-51/GEN", "officer", (200, 404, 200)),
    ("CUS-51/GEN", "auditor", (200, 200, 404)),
    ("CUS-53/GEN", "administrator", (404, 404, 404)),
    ("CUS-53/GEN", "events_desk", (404, 404, 404)),
    ("CUS-53/GEN", "data_protection", (404, 404, 404)),
]


@pytest.mark.parametrize(("unit", "role", "statuses"), ROLES)
def test_a_role_opens_what_it_may(lead: Lead, unit: str, role: str, statuses: tuple[int, int, int]) -> None:
    who = signed_in(make_officer("zoe", unit_code=unit, roles=(role,)))
    addresses = ("/leads/", f"/leads/{lead.id}/", "/leads/new/")
    assert tuple(who.get(address).status_code for address in addresses) == statuses


def test_absent_and_forbidden_look_the_same(lead: Lead) -> None:
    other = signed_in(make_officer("eve", unit_code="CUS-51/GEN"))
    absent = "00000000-0000-0000-0000-000000000000"
    for path in ("", "edit/"):
        forbidden, missing = (other.get(f"/leads/{each}/{path}") for each in (lead.id, absent))
        assert forbidden.status_code == missing.status_code == 404
        assert len(forbidden.content) == len(missing.content)
    for path in ("submit/", "discard/", "assign/", "message/", "images/"):
        assert other.post(f"/leads/{lead.id}/{path}").status_code == 404


def test_a_stranger_is_led_to_the_sign_in(lead: Lead) -> None:
    assert Client().get("/leads/").status_code == 302


def test_writing_keeps_a_draft_and_sending_takes_a_number(client: Client, desk: Desk) -> None:
    assert client.post("/leads/new/", TYPED).status_code == 302
    lead = Lead.objects.get()
    assert (lead.goods, lead.status) == ("手袋，涉嫌侵权", "draft")
    assert client.post(f"/leads/{lead.id}/submit/").status_code == 302
    assert desk.submitted == [("lead", str(lead.id))]


def test_sending_an_unfinished_sheet_keeps_it_and_names_what_is_missing(client: Client, desk: Desk) -> None:
    page = client.post("/leads/new/", {"goods": "手袋", "urgency": "routine", "marking": "AMBER", "do": "submit"})
    assert page.status_code == 422
    assert "Needed before sending: the kind of right." in page.content.decode()
    assert Lead.objects.get().goods == "手袋"
    assert desk.submitted == []


WRONG = [
    ({"items": "3.2万"}, "may mean 32000"),
    ({"items": "-5"}, "A number is zero or more."),
    ({"items": "many"}, "A whole number in digits is needed"),
    ({"items": "32000000"}, "More than a million items?"),
    ({"value": "1,180"}, "A value needs its currency and its basis"),
    ({"value": "12.345"}, "An amount is needed"),
    ({"hs_code": "99999"}, "A tariff code has 4, 6, 8 or 10 digits."),
    ({"hs_code": "7701"}, "There is no chapter 77 in the tariff."),
    ({"hs_code": "9102"}, "This chapter is unusual for the category."),
    ({"expires_on": "2020-01-01"}, "The lead would have expired already."),
    ({"to_unit": "CUS-51/GEN"}, "Select a valid choice."),
    ({"goods": "x" * 201}, "at most 200 characters"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_a_wrong_field_says_which_rule_it_breaks(client: Client, typed: dict[str, str], words: str) -> None:
    page = client.post("/leads/new/", {**TYPED, **typed})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Lead.objects.exists()


def test_doubtful_figures_pass_when_they_were_checked(client: Client) -> None:
    assert client.post("/leads/new/", {**TYPED, "items": "32000000", "plausible": "on"}).status_code == 302
    assert Lead.objects.get().items == 32_000_000


def test_two_officers_who_change_one_lead_see_both_versions(client: Client, lead: Lead) -> None:
    author = make_officer("amy", unit_code="CUS-53/GEN")
    actions.revise_lead(author, lead.id, {"items": 3400}, edit_ver=1)
    page = client.post(f"/leads/{lead.id}/edit/", {**TYPED, "items": "9", "edit_ver": "1"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "3,400" in text and "<b>9</b>" in text
    mine = client.post(f"/leads/{lead.id}/edit/", {**TYPED, "items": "9", "edit_ver": "2"})
    assert mine.status_code == 302
    lead.refresh_from_db()
    assert (lead.items, len(lead.writers)) == (9, 3)


def test_the_export_asks_who_one_is_again(client: Client, lead: Lead) -> None:
    assert client.get("/leads/export.csv").status_code == 302


def prove(client: Client) -> None:
    """Prove the officer's identity just now."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()


def test_the_export_speaks_the_reader_s_language_and_runs_no_formula(client: Client, lead: Lead) -> None:
    prove(client)
    Lead.objects.filter(pk=lead.pk).update(brand="=1+1")
    text = client.get("/leads/export.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("From,To,Number")
    assert ",'=1+1," in text
    assert client.get("/leads/export.xlsx").content[:2] == b"PK"
    assert AuditEntry.objects.filter(verb="lead.export").count() == 2


def test_a_bulk_act_says_what_was_done_and_what_not(client: Client, lead: Lead) -> None:
    chosen = {"lead": [str(lead.id), "nonsense"], "do": "assign", "unit_code": "CUS-53/GEN"}
    page = client.post("/leads/bulk/", chosen, follow=True)
    assert "1 lead done." in page.content.decode()
    refused = client.post("/leads/bulk/", {**chosen, "do": "acknowledge"}, follow=True)
    assert "Only a new lead from the other side can be acknowledged." in refused.content.decode()


def picture() -> SimpleUploadedFile:
    """A small picture."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(kept, "PNG")
    return SimpleUploadedFile("bag.png", kept.getvalue(), content_type="image/png")


def test_a_picture_is_kept_and_shown_to_who_may_read_the_lead(client: Client, lead: Lead) -> None:
    client.post(f"/leads/{lead.id}/images/", {"image": picture(), "caption": "开箱"})
    image = lead.images.get()
    assert client.get(f"/leads/{lead.id}/images/{image.pk}/?small").headers["Content-Type"] == "image/jpeg"
    assert "开箱" in client.get(f"/leads/{lead.id}/").content.decode()
    other = signed_in(make_officer("eve", unit_code="CUS-51/GEN"))
    assert other.get(f"/leads/{lead.id}/images/{image.pk}/").status_code == 404


def test_a_file_that_is_no_picture_is_refused_in_words(client: Client, lead: Lead) -> None:
    text = SimpleUploadedFile("bag.png", b"not a picture", content_type="image/png")
    page = client.post(f"/leads/{lead.id}/images/", {"image": text}, follow=True).content.decode()
    assert "The content is none of the types taken here" in page
    assert not lead.images.exists()
