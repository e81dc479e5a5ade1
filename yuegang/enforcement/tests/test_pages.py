"""The pages of leads: who sees them, what they ask of the database, what they refuse."""

import pytest
from django.test import Client

from yuegang.accounts.testing import make_officer, signed_in
from yuegang.enforcement import actions
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import Desk

pytestmark = pytest.mark.usefixtures("parties", "desk")


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


def test_the_forms_open(client: Client, lead: Lead) -> None:
    for address in ("/leads/new/", "/leads/new/stub/", f"/leads/{lead.id}/edit/", "/leads/?more=1"):
        assert client.get(address).status_code == 200
