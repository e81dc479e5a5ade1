"""The pages of passing on: who sees what, and the way from the question to the copy."""

from collections.abc import Callable

import pytest
from django.test import Client

from yuegang.accounts.models import Officer
from yuegang.accounts.testing import signed_in
from yuegang.audit.models import AuditEntry
from yuegang.exchange.models import RosterKey
from yuegang.exchange.onward import access, actions
from yuegang.exchange.onward.models import OnwardRequest, PassedCopy
from yuegang.exchange.onward.tests.conftest import MACAO, ThreeNodes, send_lead
from yuegang.exchange.onward.tests.test_passing_on import ask_us, asked, copy_for_us, granted, ours

pytestmark = pytest.mark.django_db
Make = Callable[..., Officer]
WISH = {"to_unit": MACAO, "purpose": "inspection", "until": "2030-01-31"}


def text(client: Client, url: str) -> str:
    """Return what a page says."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_lead_that_came_offers_to_ask(nodes: ThreeNodes, officers: Make) -> None:
    lead = send_lead(nodes)
    assert f"/onward/ask/lead/{lead}/" in text(signed_in(officers("alice", "officer")), f"/leads/{lead}/")


def test_a_question_is_asked_on_its_page(nodes: ThreeNodes, officers: Make) -> None:
    lead = send_lead(nodes)
    client = signed_in(officers("alice", "officer"))
    page = text(client, f"/onward/ask/lead/{lead}/")
    assert "Macao Customs" in page and "HK-2026-0001" in page
    answer = client.post(f"/onward/ask/lead/{lead}/", WISH)
    request = OnwardRequest.objects.get()
    assert answer["Location"] == f"/onward/{request.pk}/"
    assert "Asked" in text(client, answer["Location"])
    assert str(request.pk) in text(client, "/onward/")


@pytest.mark.parametrize("change", [{"until": "2020-01-01"}, {"to_unit": "HK-CED/CTI"}, {"purpose": ""}])
def test_a_question_that_cannot_be_says_why(nodes: ThreeNodes, officers: Make, change: dict[str, str]) -> None:
    lead = send_lead(nodes)
    answer = signed_in(officers("alice", "officer")).post(f"/onward/ask/lead/{lead}/", {**WISH, **change})
    assert answer.status_code == 422 and b'role="alert"' in answer.content


def test_the_page_says_what_nobody_may_pass_on(nodes: ThreeNodes, officers: Make) -> None:
    lead = send_lead(nodes, "AMBER+STRICT")
    page = text(signed_in(officers("alice", "officer")), f"/onward/ask/lead/{lead}/")
    assert "nobody may pass it on" in page and 'name="to_unit"' not in page


def test_without_a_third_node_there_is_nobody_to_choose(nodes: ThreeNodes, officers: Make) -> None:
    RosterKey.objects.filter(node="mo-customs").delete()
    lead = send_lead(nodes)
    assert MACAO not in text(signed_in(officers("alice", "officer")), f"/onward/ask/lead/{lead}/")


@pytest.mark.parametrize("name", ["ask", "item", "copy"])
def test_what_is_not_for_an_officer_is_not_there(nodes: ThreeNodes, officers: Make, name: str) -> None:
    request = asked(nodes, officers("alice", "officer"))
    copy_for_us(nodes)
    urls = {
        "ask": f"/onward/ask/lead/{request.item_id}/",
        "item": f"/onward/{request.pk}/",
        "copy": f"/onward/copies/{PassedCopy.objects.get().pk}/",
    }
    stranger = signed_in(officers("eve", "officer", unit="CUS-51/GEN"))
    assert stranger.get(urls[name]).status_code == 404
    assert signed_in(officers("dan", "administrator")).get(urls[name]).status_code == 404


def test_an_unknown_item_is_not_there(nodes: ThreeNodes, officers: Make) -> None:
    client = signed_in(officers("alice", "officer"))
    assert client.get("/onward/ask/lead/00000000-0000-0000-0000-000000000001/").status_code == 404
    assert client.get("/onward/ask/message/00000000-0000-0000-0000-000000000001/").status_code == 404


def test_two_officers_answer_on_the_page(nodes: ThreeNodes, officers: Make) -> None:
    ask_us(nodes, ours(nodes))
    request = OnwardRequest.objects.get()
    alice, bob = signed_in(officers("alice", "officer")), signed_in(officers("bob", "signer"))
    url = f"/onward/{request.pk}/"
    assert "Propose to a colleague" in text(alice, url)
    assert alice.post(url + "propose/", {"answer": "refuse"}).status_code == 422
    alice.post(url + "propose/", {"answer": "grant", "withhold": ["/waybill"]})
    assert "Confirm and sign" not in text(alice, url)
    page = text(bob, url)
    assert "Confirm and sign" in page and "Waybill" in page
    bob.post(url + "confirm/")
    request.refresh_from_db()
    assert (request.state, request.decided_by_id) == ("granted", bob.get("/onward/").wsgi_request.user.pk)


def test_a_proposed_answer_goes_back_on_the_page(nodes: ThreeNodes, officers: Make) -> None:
    ask_us(nodes, ours(nodes))
    request = OnwardRequest.objects.get()
    actions.propose(officers("alice", "officer"), request, grants=False, withhold=[], reason="purpose")
    bob = signed_in(officers("bob", "signer"))
    assert "Proposed: no consent." in text(bob, f"/onward/{request.pk}/")
    bob.post(f"/onward/{request.pk}/discard/")
    again = bob.post(f"/onward/{request.pk}/discard/", follow=True)
    assert "no longer possible" in again.content.decode()
    bob.post(f"/onward/{request.pk}/propose/", {"answer": "refuse", "reason": "other"})
    late = bob.post(f"/onward/{request.pk}/propose/", {"answer": "refuse", "reason": "other"}, follow=True)
    assert "no longer possible" in late.content.decode()


def test_a_signer_passes_on_and_trouble_is_shown(nodes: ThreeNodes, officers: Make) -> None:
    request = granted(nodes, officers("alice", "officer"))
    OnwardRequest.objects.filter(pk=request.pk).update(rule="grant.expired")
    bob = signed_in(officers("bob", "signer"))
    page = text(bob, f"/onward/{request.pk}/")
    assert "ask again" in page and "Pass it on" in page
    bob.post(f"/onward/{request.pk}/pass/")
    request.refresh_from_db()
    assert request.state == "ordered"
    assert "Being passed on" in text(bob, "/onward/")


def test_a_refused_question_shows_the_reason(nodes: ThreeNodes, officers: Make) -> None:
    alice = officers("alice", "officer")
    request = asked(nodes, alice)
    nodes.answer(request, None)
    assert "Our own work on it goes on" in text(signed_in(alice), f"/onward/{request.pk}/")


def test_a_copy_is_shown_with_what_was_taken_out_and_reading_it_is_audited(nodes: ThreeNodes, officers: Make) -> None:
    copy_for_us(nodes)
    alice = signed_in(officers("alice", "officer"))
    assert "Macao Customs" in text(alice, "/onward/")
    page = text(alice, f"/onward/copies/{PassedCopy.objects.get().pk}/")
    assert "手袋" in page and "Consignee" in page
    assert AuditEntry.objects.filter(verb="onward.read").count() == 1


def test_the_rail_counts_what_waits_for_an_officer(nodes: ThreeNodes, officers: Make) -> None:
    ask_us(nodes, ours(nodes))
    alice, dan = officers("alice", "officer"), officers("dan", "auditor")
    assert (access.nav_count(alice), access.nav_count(dan)) == (1, None)
    assert "Others ask us" in text(signed_in(dan), "/onward/")
