from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from yuegang.accounts.testing import PASSWORD, make_officer, signed_in
from yuegang.audit.models import AuditEntry
from yuegang.parties import access, actions
from yuegang.parties.calendars import calendar_for, calendar_of, calendars
from yuegang.parties.facts import load_agencies, load_agency_names, load_nodes, load_ports, load_sides, load_units
from yuegang.parties.models import Agency, DutyDesk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts() -> None:
    for loader in (load_sides, load_nodes, load_agencies, load_agency_names, load_units, load_ports):
        loader()


@pytest.fixture
def client() -> Client:
    return signed_in(make_officer("alice"))


@pytest.fixture
def keeper() -> Client:
    client = signed_in(make_officer("keeper", roles=("liaison",)))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


PAGES = [
    "/parties/",
    "/parties/units/",
    "/parties/ports/",
    "/parties/agency/GD-AIC/",
    "/parties/units/CUS-53/GEN/duty-desk/",
]
ROLES_AND_ANSWERS = [
    ("officer", [200, 200, 200, 200, 404]),
    ("auditor", [200, 200, 200, 200, 404]),
    ("administrator", [200, 200, 200, 200, 404]),
    ("liaison", [200, 200, 200, 200, 200]),
    ("agency_coordinator", [200, 200, 200, 200, 200]),
]


@pytest.mark.parametrize(("role", "answers"), ROLES_AND_ANSWERS)
def test_each_role_opens_its_own_pages(role: str, answers: list[int]) -> None:
    client = signed_in(make_officer("zoe", roles=(role,)))
    assert [client.get(page).status_code for page in PAGES] == answers
    assert all(Client().get(page)["location"].startswith("/accounts/login/") for page in PAGES)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_pages_open_in_every_language(language: str) -> None:
    client = signed_in(make_officer("zoe", language=language, roles=("liaison",)))
    assert [client.get(page).status_code for page in PAGES] == [200] * 5


@pytest.mark.parametrize(
    ("day", "name"), [("2017-11-18", "广东省工商局"), ("2026-11-23", "广东省市场监督管理局（知识产权局）")]
)
def test_the_directory_names_agencies_as_on_a_day(day: str, name: str) -> None:
    client = signed_in(make_officer("zoe", language="zh-hans"))
    rows = client.get("/parties/", {"on": day, "q": "廣東省工商局"}).context["page"].object_list
    assert [(row.agency.code, row.short) for row in rows] == [("GD-AIC", name)]


def test_a_side_narrows_the_directory(client: Client) -> None:
    rows = client.get("/parties/", {"side": "mo"}).context["page"].object_list
    assert {row.agency.side_id for row in rows} == {"mo"}


@pytest.mark.parametrize("page", ["/parties/", "/parties/ports/"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"on": "23.11.2026"}, "Write the day as 2026-11-23."),
        ({"on": "1217-01-01"}, "between 1980 and 2100"),
        ({"side": "xx"}, "Select a valid choice"),
    ],
)
def test_a_filter_that_is_not_understood_is_marked_and_the_rest_works(
    page: str, query: dict[str, str], said: str, client: Client
) -> None:
    response = client.get(page, {**query, "q": "shenzhen"})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "Shenzhen" in response.content.decode()


def test_nothing_found_offers_a_way_back(client: Client) -> None:
    assert "No agency bears or bore such a name." in client.get("/parties/", {"q": "qqqq"}).content.decode()
    assert "No port fits." in client.get("/parties/ports/", {"q": "qqqq"}).content.decode()


@pytest.mark.parametrize(("page", "most"), [("/parties/", 10), ("/parties/units/", 9), ("/parties/ports/", 11)])
def test_lists_ask_the_database_a_fixed_number_of_times(
    page: str, most: int, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(page)
    with django_assert_max_num_queries(most):
        client.get(page)


def test_ports_not_in_use_on_the_day_are_listed_on_demand(client: Client) -> None:
    def codes(**query: str) -> set[str]:
        return {row.port.code for row in client.get("/parties/ports/", {"on": "2018-01-01", **query}).context["rows"]}

    assert "HK-HZMB" not in codes()
    assert "HK-HZMB" in codes(all="on")
    assert codes(type="rail") < codes()
    assert all(code.startswith("HK") for code in codes(side="hk"))


def test_the_public_sees_only_contacts_a_source_confirms(keeper: Client) -> None:
    assert access.public_contact(Agency.objects.get(pk="GD-IPO")) is None
    known = access.public_contact(Agency.objects.get(pk="HK-IPD"))
    assert known is not None and "2961 6901" in known.phone
    keeper.post("/parties/agency/GD-IPO/confirm/", {"source": "page of the office, 2026-11-24"})
    found = access.public_contact(Agency.objects.get(pk="GD-IPO"))
    assert found is not None and found.confirmed_on is not None
    assert AuditEntry.objects.filter(verb="contact.confirm", target="parties.agency:GD-IPO").exists()


def test_contacts_are_not_confirmed_without_a_source_or_a_role(keeper: Client, client: Client) -> None:
    assert keeper.post("/parties/agency/GD-IPO/confirm/", {"source": " "}).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/parties/agency/GD-IPO/confirm/", {"source": "x"}).status_code == 404
    assert access.public_contact(Agency.objects.get(pk="GD-IPO")) is None


def test_a_confirmed_contact_survives_loading_the_facts_again() -> None:
    actions.confirm_contacts(Agency.objects.get(pk="GD-IPO"), "seen today", by=make_officer("keeper"))
    assert load_agencies().changed == 0
    assert Agency.objects.get(pk="GD-IPO").contacts_confirmed


def test_a_duty_desk_is_kept_for_the_own_node_only(keeper: Client) -> None:
    desk = {"phone": "+86 755 0000 0000", "hours": "24 h", "note": ""}
    assert keeper.post("/parties/units/CUS-53/GEN/duty-desk/", desk).status_code == 302
    assert DutyDesk.objects.get().unit_id == "CUS-53/GEN"
    assert "+86 755 0000 0000" in keeper.get("/parties/units/").content.decode()
    assert keeper.post("/parties/units/HK-CED/IPIB/duty-desk/", desk).status_code == 404
    assert keeper.post("/parties/units/CUS-53/GEN/duty-desk/", {**desk, "phone": ""}).status_code == 200


def test_what_is_absent_is_absent(keeper: Client) -> None:
    for page in ("/parties/agency/NONE/", "/parties/units/NONE/GEN/duty-desk/"):
        assert keeper.get(page).status_code == 404


def test_each_unit_counts_days_by_its_own_calendar() -> None:
    national_day = date(2026, 10, 2)
    assert set(calendars()) == {"CN", "HK", "MO"}
    assert not calendar_for("CUS-53/GEN").is_working(national_day)
    assert calendar_for("HK-CED/IPIB").is_working(national_day)
    assert calendar_of(access.unit("MO-SA/LIA")).place == "MO"
