"""The receiving side through its pages: from a new lead to a closed one."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.base import clock
from yuegang.enforcement import actions
from yuegang.enforcement.handlers import FEEDBACK, LEAD, MESSAGE
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import TARGET, Desk, entry_of, received
from yuegang.exchange.actions import Outgoing

BODY: dict[str, object] = {
    "number": "GD-2026-0041", "form": "full", "article": 5, "ip_type": "trade_mark", "goods": "手袋", "items": 32000,
    "goods_category": "G05B", "urgency": "24h", "right_text": "LUMENDRA", "right_number": "18005",
    "right_jurisdiction": "CN", "value": "61200.00", "currency": "CNY", "value_basis": "declared", "brand": "LUMENDRA",
    "loading_port": "GD-SZB", "control_port": "HK-SZB", "destination": "AE", "source_reliability": "B",
    "info_credibility": "2", "consignee_name": "HANG YU", "quantity_unit": "piece", "mo_codes": ["CN-01", "XX-99"],
}  # fmt: skip
ANSWER = {
    "measures": ["inspected", "seized"], "result": "found", "stage": "final", "items": "1,200", "cases": "1",
    "value": "900000.00", "currency": "HKD", "value_basis": "market", "usefulness": "3", "may_quote": "on",
    "lessons": "箱底夾層", "do": "submit",
}  # fmt: skip


@pytest.fixture
def bob(parties: None, hong_kong: None) -> Officer:
    """An officer of Hong Kong Customs on its node."""
    return make_officer("bob", unit_code="HK-CED/IPIB")


@pytest.fixture
def client(bob: Officer) -> Client:
    """Bob, signed in."""
    return signed_in(bob)


@pytest.fixture
def lead(bob: Officer, desk: Desk) -> Lead:
    """A lead that arrived, and one like it."""
    LEAD.apply(received("lead", {**BODY, "number": "GD-2026-0040"}, obligation=TARGET))
    message = received("lead", BODY, obligation=TARGET, ts=clock.now())
    LEAD.apply(message)
    return Lead.objects.get(pk=message.item_id)


def page(client: Client, lead: Lead) -> str:
    """Return the lead's page."""
    return client.get(f"/leads/{lead.id}/").content.decode()


def do(client: Client, lead: Lead, what: str, **typed: object) -> str:
    """Post a form of the lead's page and return the page that comes back."""
    return client.post(f"/leads/{lead.id}/{what}/", typed, follow=True).content.decode()


def test_a_new_lead_shows_what_came_and_what_is_owed(client: Client, lead: Lead) -> None:
    text = page(client, lead)
    for words in (
        "32,000 pieces", "Renminbi 61,200.00", "no. 18005 (Mainland)", "not sent: no registered assessment",
        "never carried", "Acknowledge by", "10 working days agreed", "GD-2026-0040", "same consignee", "Hidden; XX-99",
        "Duty desks, call log and call sheet",
    ):  # fmt: skip
        assert words in text


def test_the_whole_work_on_a_lead(client: Client, lead: Lead, bob: Officer) -> None:
    assert "Acknowledged, without content." in do(client, lead, "acknowledge")
    assert "The lead is in hand." in do(client, lead, "take")
    assert "six photos" in do(client, lead, "act", measure="inspected", note="six photos")
    assert "Assigned." in do(client, lead, "assign", unit_code="HK-CED/IPIB", to=str(bob.id), note="yours")
    assert "Sent to the release desk." in do(client, lead, "feedback", **ANSWER)
    row = Feedback.objects.get()
    assert (row.items, row.usefulness, row.status, row.from_unit) == (1200, 3, "in_release", "HK-CED/IPIB")
    FEEDBACK.released(row.id, entry_of("feedback", row.id, created_at=clock.now()), bob)
    assert "Inspected; Seized; Suspected goods found; Cases 1; Items 1,200" in page(client, lead)
    assert "The lead is closed on our side." in do(client, lead, "close")


def test_an_unfinished_answer_is_kept_and_says_what_it_lacks(client: Client, lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    typed = {"measures": ["none"], "result": "", "stage": "final", "do": "submit"}
    answer = client.post(f"/leads/{lead.id}/feedback/", typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Needed before sending: the result." in text and "No action needs a reason." in text
    row = Feedback.objects.get()
    assert f"/leads/{lead.id}/feedback/{row.id}/" in text
    whole = {**typed, "result": "not_found", "no_action_reason": "too_late", "edit_ver": row.edit_ver}
    assert client.post(f"/leads/{lead.id}/feedback/{row.id}/", whole).status_code == 302


def test_two_officers_who_write_one_answer_lose_nothing(client: Client, lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    row = actions.draft_feedback(bob, lead.id, {"items": 5})
    actions.revise_feedback(bob, row.id, {"items": 6}, edit_ver=1)
    stale = client.post(f"/leads/{lead.id}/feedback/{row.id}/", {"stage": "final", "items": "7", "edit_ver": "1"})
    text = stale.content.decode()
    assert "Somebody changed this answer" in text and 'value="7"' in text
    row.refresh_from_db()
    assert row.items == 6


@pytest.mark.parametrize(("typed", "words"), [
    ({"items": "1.2万"}, "may mean 12000"),
    ({"value": "5"}, "A value needs its currency and its basis"),
    ({"value": "1亿"}, "may mean 100000000"),
    ({"value": "-1"}, "A number is zero or more."),
    ({"value": "9999999999999"}, "The amount is too large."),
    ({"arrests": "3000000000"}, "The number is too large"),
])  # fmt: skip
def test_a_wrong_figure_says_which_rule_it_breaks(
    client: Client, lead: Lead, bob: Officer, typed: dict[str, str], words: str
) -> None:
    actions.acknowledge(bob, lead.id)
    text = client.post(f"/leads/{lead.id}/feedback/", {"stage": "final", **typed}).content.decode()
    assert words in text
    assert not Feedback.objects.exists()


def test_refusing_and_forwarding_say_so(client: Client, lead: Lead, desk: Desk) -> None:
    assert "Choose the reason of the refusal." in do(client, lead, "refuse", reason="")
    assert "Forwarded;" in do(client, lead, "forward", unit_code="HK-CED/CTI", note="theirs")
    assert "Select a valid choice." in do(client, lead, "forward", unit_code="CUS-51/GEN")
    assert "The other side was told." in do(client, lead, "refuse", reason="duplicate")
    assert "Sent before under another number" in page(client, lead)
    sent = [message.body["outcome"] for message in desk.sent if isinstance(message, Outgoing)]
    assert sent == ["forwarded", "refused"]


def test_what_is_not_possible_now_is_refused_in_words(client: Client, lead: Lead) -> None:
    assert "Only an acknowledged lead can be taken in hand." in do(client, lead, "take")
    assert "Acknowledge the lead first" in do(client, lead, "act", measure="seized")
    assert "A lead is closed after its final answer" in do(client, lead, "close")
    assert "Select a valid choice." in do(client, lead, "act", measure="none")
    assert "Select a valid choice." in do(client, lead, "assign", unit_code="CUS-53/GEN")
    refused = client.post(f"/leads/{lead.id}/feedback/", ANSWER)
    assert "Feedback is given on an acknowledged lead" in refused.content.decode()


def test_the_conversation_stands_in_the_river(client: Client, lead: Lead, bob: Officer) -> None:
    assert "Write a message first." in do(client, lead, "message", text=" ")
    assert "which container?" in do(client, lead, "message", text="which container?")
    message = lead.messages.get()
    MESSAGE.returned(message.id, bob)
    assert "Returned message: change it" in page(client, lead)
    assert "which box?" in do(client, lead, f"message/{message.id}", text="which box?")
    body: dict[str, object] = {"text": "蓝色货柜"}
    MESSAGE.apply(received("message", body, ref=str(lead.id)))
    assert "蓝色货柜" in page(client, lead)


def test_a_revision_shows_what_changed(client: Client, lead: Lead) -> None:
    changed = {**BODY, "items": 34000, "destination": "XX"}
    del changed["brand"]
    LEAD.apply(received("lead", changed, item_id=str(lead.id), item_ver=2))
    text = page(client, lead)
    assert "Items 32,000 now 34,000" in text and "Destination United Arab Emirates now XX" in text
    assert "Brand LUMENDRA now –" in text


def test_a_stub_shows_no_more_than_it_carries(client: Client, bob: Officer, desk: Desk) -> None:
    body: dict[str, object] = {
        "number": "GD-2026-0050", "form": "stub", "article": 5, "ip_type": "copyright", "stub_channel": "paper",
        "stub_date": "2026-11-20",
    }  # fmt: skip
    message = received("lead", body, ts=datetime(2026, 11, 20, tzinfo=UTC))
    LEAD.apply(message)
    lead = Lead.objects.get(pk=message.item_id)
    text = page(client, lead)
    assert "Stub, Copyright" in text and "On paper" in text and "No date agreed" in text
    assert "Images" not in text and "Conversation" not in text
    assert lead.stub_date == date(2026, 11, 20)


def test_the_neighbours_are_those_of_the_list_one_came_from(client: Client, lead: Lead) -> None:
    text = client.get(f"/leads/{lead.id}/?from=sort%3Dnumber").content.decode()
    assert "2 of 2" in text and "Previous lead" in text and "Next lead" not in text


def test_an_answer_of_another_lead_or_side_is_not_there(client: Client, lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    row = actions.draft_feedback(bob, lead.id, {})
    other = Lead.objects.exclude(pk=lead.pk).get()
    assert client.get(f"/leads/{other.id}/feedback/{row.id}/").status_code == 404
    eve = signed_in(world.make_officer("eve", "HK-CED/CTI", "administrator"))
    assert eve.get(f"/leads/{lead.id}/feedback/{row.id}/").status_code == 404
