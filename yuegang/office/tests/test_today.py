"""Today: each list holds what it says, for the side that owes it, with the dates of both calendars."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import signed_in
from yuegang.base import clock
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.tests import world
from yuegang.exchange.release.models import Release

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 42, tzinfo=clock.BOTH_SIDES)
TARGET = {"target": "1", "acknowledge_days": 1, "feedback_days": 10, "calendar": "HK"}


@pytest.fixture(autouse=True)
def hong_kong_on_monday(settings: Settings) -> None:
    """The mock's day, on Hong Kong Customs' node."""
    cache.clear()
    settings.NODE_CODE = "hk-customs"
    settings.CLOCK_OFFSET = round((MONDAY - datetime.now(UTC)).total_seconds())
    world.make_parties()
    world.make_codes()


@pytest.fixture
def bob() -> Officer:
    return world.make_officer("bob", "HK-CED/IPIB", "officer")


@pytest.fixture
def page(bob: Officer) -> Client:
    return signed_in(bob)


def lead(number: str, due: date | None = None, **more: object) -> Lead:
    """A lead of Shenzhen Customs that was acknowledged here, its answer due on a day."""
    values: dict[str, object] = {
        "number": number, "is_incoming": True, "item_ver": 1, "status": "acknowledged", "origin_unit_id": "CUS-53/GEN",
        "to_unit_id": "HK-CED/IPIB", "own_agency": "HK-CED", "released_at": MONDAY - timedelta(days=9),
        "acknowledged_at": MONDAY, "goods": f"goods of {number}", "ip_type": "trade_mark", "feedback_by": due,
        "due_calendar": "HK" if due else "", "obligation": TARGET if due else None,
    }  # fmt: skip
    return Lead.objects.create(**{**values, **more})


def section(page: Client, title: str) -> str:
    """The part of the page under a heading."""
    shown = page.get("/").content.decode()
    assert f"<h2>{title}</h2>" in shown
    return shown.split(f"<h2>{title}</h2>")[1].split("</section>")[0]


def test_what_is_overdue_and_what_is_due_stand_apart(page: Client) -> None:
    lead("GD-2026-0001", date(2026, 11, 20))
    lead("GD-2026-0002", date(2026, 11, 25))
    lead("GD-2026-0003", date(2026, 12, 4))
    late, soon = section(page, "Overdue feedback"), section(page, "Due in three working days")
    assert "GD-2026-0001" in late and "GD-2026-0002" not in late
    assert "GD-2026-0002" in soon and "GD-2026-0003" not in soon and "11-25" in soon


def test_an_answered_lead_is_due_no_more(page: Client) -> None:
    lead("GD-2026-0001", date(2026, 11, 20), status="answered", answered_at=MONDAY)
    assert "GD-2026-0001" not in section(page, "Overdue feedback")


def test_with_nothing_due_the_next_date_is_named_in_both_calendars(page: Client) -> None:
    released = datetime(2026, 12, 15, tzinfo=clock.BOTH_SIDES)
    lead("GD-2026-0003", date(2026, 12, 30), released_at=released)
    shown = section(page, "Overdue feedback")
    assert "Next deadline" in shown and "<b>2026-12-30" in shown and "2026-12-29" in shown


def test_without_an_agreed_date_nothing_is_late(page: Client) -> None:
    lead("GD-2026-0004", released_at=MONDAY - timedelta(days=400))
    assert "No date is agreed on any open lead." in section(page, "Overdue feedback")


def test_new_leads_and_answers_of_the_other_side_are_listed(page: Client) -> None:
    lead("GD-2026-0005", status="sent", acknowledged_at=None)
    own = lead(
        "HK-2026-0001", is_incoming=False, status="answered", answered_at=MONDAY, origin_unit_id="HK-CED/IPIB",
        to_unit_id="CUS-53/GEN",
    )  # fmt: skip
    Feedback.objects.create(
        lead=own, is_incoming=True, status="sent", item_ver=1, released_at=MONDAY, measures=["inspection"],
        result="not_found", from_unit="CUS-53/GEN",
    )  # fmt: skip
    new = section(page, "New from the other side")
    assert "GD-2026-0005" in new and "Feedback on HK-2026-0001" in new


def test_what_waits_for_the_officers_signature_is_listed() -> None:
    signer = world.make_officer("sue", "HK-CED/IPIB", "signer")
    author = world.make_officer("ann", "HK-CED/IPIB", "officer")
    mine = lead("HK-2026-0002", is_incoming=False, status="in_release", item_ver=0, released_at=None,
                acknowledged_at=None, origin_unit_id="HK-CED/IPIB", to_unit_id="CUS-53/GEN")  # fmt: skip
    Release.objects.create(
        kind="lead", item_id=mine.pk, item_ver=1, from_unit="HK-CED/IPIB", to_unit="CUS-53/GEN", author=author,
        state="waiting", steps=[{"role": "signer", "unit_code": "HK-CED/IPIB"}], step=0, marking="AMBER",
        step_since=MONDAY, step_role="signer", step_unit="HK-CED/IPIB",
        summary={"titles": {code: "HK-2026-0002" for code in ("zh-hans", "zh-hant", "en")}},
    )  # fmt: skip
    assert "HK-2026-0002" in section(signed_in(signer), "Waiting for my signature")


def test_the_next_thing_is_one_key_away(page: Client) -> None:
    first = lead("GD-2026-0001", date(2026, 11, 20))
    assert f'href="/leads/{first.pk}/" data-key=' in page.get("/").content.decode()


def test_the_calendar_marks_due_days_and_days_on_which_one_side_rests(page: Client) -> None:
    lead("GD-2026-0002", date(2026, 11, 25))
    shown = page.get("/").content.decode()
    assert 'class="due">' in shown and 'class=" now"' in shown.replace("  ", " ")
    assert "Hong Kong rests, the Mainland works" in shown  # 25 December
    assert "Next day that differs: 2026-12-25" in shown


def test_leads_of_another_agency_are_not_counted(page: Client) -> None:
    lead("GD-2026-0001", date(2026, 11, 20), own_agency="OTHER")
    Officer.objects.update(unit_code="HK-CED/CTI")
    cache.clear()
    assert "GD-2026-0001" not in page.get("/").content.decode()


def test_an_administrator_sees_no_leads(page: Client) -> None:
    lead("GD-2026-0001", date(2026, 11, 20))
    admin = signed_in(world.make_officer("adam", "HK-CED/IPIB", "administrator"))
    shown = admin.get("/").content.decode()
    assert "GD-2026-0001" not in shown and "Leads are not part of your roles" in shown


def test_the_page_needs_few_queries(page: Client, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        lead(f"GD-2026-01{number:02}", date(2026, 11, 20))
    page.get("/")
    with django_assert_max_num_queries(30):  # type: ignore[operator]  # pytest-django's fixture has no public type
        page.get("/")
