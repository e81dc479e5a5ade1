"""The list: what it finds, in which order, and how often it asks the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.base import clock
from yuegang.enforcement import access
from yuegang.enforcement.listing import filters
from yuegang.enforcement.models import Lead
from yuegang.enforcement.search_text import fill_search_text

MOST_QUERIES = 6  # of a list page once the frame's moment is remembered


@pytest.fixture
def bob(parties: None, hong_kong: None) -> Officer:
    """An officer of Hong Kong Customs on its node."""
    return make_officer("bob", unit_code="HK-CED/IPIB")


def arrived(number: int, **more: object) -> Lead:
    """Make a lead that came from Shenzhen, with a date agreed."""
    values: dict[str, object] = {
        "number": f"GD-2026-{number:04d}", "is_incoming": True, "item_ver": 1, "status": "sent",
        "origin_unit_id": "CUS-53/GEN", "to_unit_id": "HK-CED/IPIB", "own_agency": "HK-CED", "goods": "手袋",
        "goods_category_id": "G05B", "ip_type": "trade_mark", "loading_port_id": "GD-SZB", "control_port_id": "HK-SZB",
        "destination_id": "AE", "released_at": clock.now(), "due_calendar": "HK",
        "feedback_by": clock.today() + timedelta(days=30),
    }  # fmt: skip
    lead = Lead(id=uuid4(), **{**values, **more})
    fill_search_text(lead)
    lead.save()
    return lead


def found(officer: Officer, show: str = "", **asked: object) -> list[str | None]:
    """Return the numbers the list finds, in its order."""
    where = filters.narrowing(asked, show, officer)
    leads = access.leads_for(officer).filter(where).order_by(*filters.order(str(asked.get("sort", ""))))
    return [lead.number for lead in leads]


def test_a_search_finds_across_scripts_names_and_papers(bob: Officer) -> None:
    arrived(1, consignee_name="恒屿国际货运")
    arrived(2, container="YGDU 000417 3", goods="手表", goods_category_id="G05C")
    for words in ("恒嶼國際", "GD-2026-0001", "貨運 手袋", "bags 恒屿"):
        assert found(bob, q=words) == ["GD-2026-0001"]
    assert found(bob, q="ygdu0004173") == ["GD-2026-0002"]
    assert sorted(map(str, found(bob, q="深圳灣"))) == ["GD-2026-0001", "GD-2026-0002"]
    assert found(bob, q="%") == found(bob)


def test_open_leads_come_first_and_the_nearest_date_on_top(bob: Officer) -> None:
    today = clock.today()
    arrived(1, feedback_by=today + timedelta(days=20))
    arrived(2, feedback_by=today + timedelta(days=2))
    arrived(3, feedback_by=None, due_calendar="")
    arrived(4, status="answered", acknowledged_at=clock.now(), answered_at=clock.now(), feedback_by=today)
    assert found(bob) == [f"GD-2026-000{n}" for n in (2, 1, 3, 4)]


def test_due_means_due_on_the_calendar_that_binds_or_past(bob: Officer) -> None:
    today = clock.today()
    arrived(1, feedback_by=today - timedelta(days=3))
    arrived(2, feedback_by=today + timedelta(days=1))
    arrived(3, feedback_by=today + timedelta(days=40))
    arrived(4, feedback_by=None, due_calendar="")
    assert found(bob, "due") == ["GD-2026-0001", "GD-2026-0002"]


def test_the_chips_narrow_to_ours_urgent_and_postal(bob: Officer) -> None:
    arrived(1, urgency="24h")
    arrived(2, conveyance="express", status="closed", closed_at=clock.now())
    assert found(bob, "ours") == ["GD-2026-0001"]
    assert found(bob, "urgent") == ["GD-2026-0001"]
    assert found(bob, "post") == ["GD-2026-0002"]
    assert found(bob, "mine") == ["GD-2026-0001"]


@pytest.fixture
def client(bob: Officer) -> Client:
    """Bob, signed in."""
    return signed_in(bob)


def test_the_list_asks_six_questions_however_long_it_is(client: Client) -> None:
    for number in range(1, 31):
        arrived(number)
    client.get("/leads/")
    for address in ("/leads/", "/leads/?q=手袋&show=due&sort=-items&per=100"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]


def test_overdue_is_told_to_the_side_that_owes_alone(client: Client, bob: Officer) -> None:
    past = clock.today() - timedelta(days=10)
    arrived(1, feedback_by=past)
    assert "Overdue" in client.get("/leads/").content.decode()
    Lead.objects.update(
        is_incoming=False, origin_unit_id="HK-CED/IPIB", to_unit_id="CUS-53/GEN", status="acknowledged",
        acknowledged_at=clock.now(),
    )  # fmt: skip
    cache.clear()
    page = client.get("/leads/").content.decode()
    assert "Overdue" not in page and "Answer awaited" in page


def test_without_a_signed_target_there_is_no_date_and_no_colour(client: Client) -> None:
    arrived(1, feedback_by=None, due_calendar="")
    page = client.get("/leads/").content.decode()
    assert "Not agreed" in page and "st st-none" in page


def test_the_address_is_the_state(client: Client) -> None:
    arrived(1)
    page = client.get("/leads/?q=手袋&show=ours&sort=-due&per=50").content.decode()
    assert 'value="手袋"' in page and 'aria-sort="descending"' in page
    assert 'name="show" value="ours"' in page and 'name="per" value="50"' in page
