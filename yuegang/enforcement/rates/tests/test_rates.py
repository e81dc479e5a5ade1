"""Rates count what both nodes have, by formulas that stand in settings, and lead to the entries behind them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.base import clock
from yuegang.enforcement import access
from yuegang.enforcement.handlers import FEEDBACK, LEAD
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.rates import counting
from yuegang.enforcement.rates.checks import check_formulas
from yuegang.enforcement.rates.forms import quarters_back
from yuegang.enforcement.tests import world

BODY: dict[str, object] = {
    "form": "full", "article": 5, "ip_type": "trade_mark", "goods": "手袋", "goods_category": "G05B", "items": 32,
    "urgency": "routine", "loading_port": "GD-SZB",
}  # fmt: skip


@pytest.fixture
def bob(db: None, settings: Settings) -> Officer:
    """An officer of Hong Kong Customs' liaison unit, who sees the whole node."""
    cache.clear()
    settings.NODE_CODE = "hk-customs"
    world.make_parties()
    world.make_codes()
    return make_officer("bob", unit_code="HK-CED/IPIB")


def lead(number: int, **more: object) -> Lead:
    """Take in a lead of ten days ago."""
    sent = clock.now() - timedelta(days=10)
    message = world.received("lead", {**BODY, "number": f"GD-2026-{number:04d}"}, obligation=world.TARGET, ts=sent)
    LEAD.apply(message)
    if more:
        Lead.objects.filter(pk=message.item_id).update(**more)
    return Lead.objects.get(pk=message.item_id)


def answered(one: Lead, **more: object) -> Feedback:
    """Give a final answer: inspected, suspected goods found, unless told otherwise."""
    now = clock.now()
    Lead.objects.filter(pk=one.pk).update(answered_at=now, acknowledged_at=now, status="answered")
    values: dict[str, object] = {
        "stage": "final", "measures": ["inspected"], "result": "found", "items": 12, "usefulness": 3, **more,
    }  # fmt: skip
    return Feedback.objects.create(lead=one, status="sent", item_ver=1, released_at=now, **values)


def rates_of(officer: Officer) -> dict[str, tuple[int, int]]:
    """Return the rates of the one direction there is."""
    span = counting.Span(clock.today() - timedelta(days=60), clock.today())
    [whole] = counting.whole(counting.count(access.leads_for(officer), span))
    return {rate.code: (rate.done, rate.of) for rate in whole.rates}


def test_use_counts_leads_acted_on_among_those_received_and_complete(bob: Officer) -> None:
    answered(lead(1))
    answered(lead(2), measures=["none"], no_action_reason="too_late", result="not_found")
    lead(3)
    lead(4, status="refused", refused_at=clock.now(), refusal_reason="no_right_here")
    assert rates_of(bob) == {"feedback": (2, 2), "in_time": (2, 2), "use": (1, 3), "hit": (1, 1)}


def test_a_draft_an_interim_and_a_late_answer_count_for_what_they_are(bob: Officer) -> None:
    answered(lead(1), stage="interim", result="pending")
    past = clock.today() - timedelta(days=1)
    answered(lead(2, feedback_by=past), result="not_found")
    Feedback.objects.create(lead=lead(3), status="draft", stage="final", measures=["seized"], result="found")
    lead(4, feedback_by=past)
    assert rates_of(bob) == {"feedback": (1, 3), "in_time": (1, 3), "use": (2, 4), "hit": (0, 2)}


def test_two_answers_to_one_lead_count_once(bob: Officer) -> None:
    one = lead(1)
    answered(one, stage="interim", result="pending")
    answered(one)
    assert rates_of(bob)["use"] == (1, 1)


def test_the_side_that_sent_counts_the_same(bob: Officer, settings: Settings) -> None:
    answered(lead(1))
    lead(2)
    before = rates_of(bob)
    Lead.objects.update(is_incoming=False)
    Feedback.objects.update(is_incoming=True)
    assert rates_of(bob) == before


def test_formulas_are_those_of_settings(bob: Officer, settings: Settings) -> None:
    settings.RATES = {"seen": ("acknowledged", "received")}
    answered(lead(1))
    lead(2)
    assert rates_of(bob) == {"seen": (1, 2)}
    assert not check_formulas()
    settings.RATES = {"seen": ("acknowledged", "guessed")}
    assert [error.id for error in check_formulas()] == ["rates.E001"]


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 11, 27), date(2025, 10, 1)), (date(2026, 2, 1), date(2025, 1, 1))]
)
def test_a_span_begins_with_a_quarter(day: date, first: date) -> None:
    assert quarters_back(day, 4) == first


@pytest.fixture
def client(bob: Officer) -> Client:
    """Bob, signed in."""
    return signed_in(bob)


def test_the_page_prints_formulas_and_leads_to_what_is_behind(client: Client, bob: Officer) -> None:
    one = lead(1)
    answered(one, value="100.00", currency="HKD", value_basis="market")
    text = client.get("/rates/").content.decode()
    assert "leads acted on (a measure was taken) ÷ leads received and complete" in text
    assert "100%" in text and "usefulness 3.0 of 3" in text and "Hong Kong dollar 100.00" in text
    behind = client.get("/rates/leads/acted/?from=gd&to=hk").content.decode()
    assert "GD-2026-0001" in behind and "–" in behind
    assert "No lead stands behind this number." in client.get("/rates/leads/acted/?from=hk").content.decode()
    assert client.get("/rates/leads/guessed/").status_code == 404


def test_a_wrong_span_is_named_and_an_empty_one_says_so(client: Client) -> None:
    wrong = client.get("/rates/?since=2026-05-01&until=2026-04-01").content.decode()
    assert "The span ends before it begins." in wrong
    assert "No lead crossed in this span." in client.get("/rates/?since=2020-05-01&until=2020-06-01").content.decode()


def test_the_page_takes_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 5):
        answered(lead(number))
    client.get("/rates/")
    with django_assert_max_num_queries(18):
        client.get("/rates/")


def test_an_answer_that_arrived_counts_for_the_sender(bob: Officer, settings: Settings) -> None:
    one = lead(1)
    settings.NODE_CODE = "gd-customs"
    Lead.objects.filter(pk=one.pk).update(is_incoming=False)
    body: dict[str, object] = {"stage": "final", "measures": ["seized"], "result": "found", "items": 12}
    ends = {"from_unit": "HK-CED/IPIB", "to_unit": "CUS-53/GEN", "sender_node": "hk-customs"}
    FEEDBACK.apply(world.received("feedback", body, ref=str(one.pk), item_id=str(uuid4()), ts=clock.now(), **ends))
    assert rates_of(make_officer("alice", unit_code="GACC-GD/GEN"))["hit"] == (1, 1)
