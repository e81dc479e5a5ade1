"""Passing on: asked, consented by two persons, proven on every hop."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.engine.protocol.canonical import parse_canonical
from yuegang.engine.protocol.fields import stamp, time_of
from yuegang.engine.protocol.onward import parse_grant
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.models import InboxEntry, RosterKey
from yuegang.exchange.onward import access, actions, sending
from yuegang.exchange.onward.actions import Wish
from yuegang.exchange.onward.errors import OnwardRefused
from yuegang.exchange.onward.items import entrusted
from yuegang.exchange.onward.models import OnwardRequest, PassedCopy
from yuegang.exchange.onward.tests.conftest import MACAO, ThreeNodes, lead_body, send_lead
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT

pytestmark = pytest.mark.django_db
Make = Callable[..., Officer]


def revoke(key_id: str) -> None:
    """Revoke a key from now on, as the wire cuts the time: what is signed next may be of the same millisecond."""
    now = time_of(stamp(clock.now()))
    RosterKey.objects.filter(key_id=key_id).update(revoked_at=now, reason="lost")


def wish(**changes: object) -> Wish:
    """Return what is usually asked."""
    values = {"to_unit": MACAO, "purpose": "inspection", "until": clock.today() + timedelta(days=9), **changes}
    return Wish(**values)  # type: ignore[arg-type]  # tests name fields


def asked(nodes: ThreeNodes, officer: Officer, **facts: object) -> OnwardRequest:
    """Ask Hong Kong about a lead of its own."""
    return actions.ask(officer, entrusted("lead", send_lead(nodes, **facts)), wish())


def granted(nodes: ThreeNodes, officer: Officer, **changes: object) -> OnwardRequest:
    """Return a request that Hong Kong consented to."""
    request = asked(nodes, officer)
    nodes.answer(request, nodes.grant(request, **changes))
    return request


def ours(nodes: ThreeNodes, marking: str = "AMBER") -> str:
    """Send a lead of ours to Hong Kong; return its identifier."""
    item_id = str(uuid4())
    with transaction.atomic():
        enqueue(
            Outgoing(
                kind="lead", item_id=item_id, item_ver=1, from_unit=OUR_UNIT, to_unit=PEER_UNIT,
                body=lead_body("GD-2026-0001"), marking=marking,
            )
        )  # fmt: skip
    nodes.seal()
    return item_id


def ask_us(nodes: ThreeNodes, item: str, **changes: object) -> None:
    """Let Hong Kong ask about a lead of ours."""
    body: dict[str, object] = {
        "kind": "lead", "item_id": item, "item_ver": 1, "to_unit": MACAO, "purpose": "inspection",
        "until": "2026-12-24", **changes,
    }  # fmt: skip
    nodes.hk.send("onward-request", body)
    nodes.arrive()


def last_rule() -> str:
    """Return what became of the entry that arrived last."""
    return InboxEntry.objects.exclude(kind="receipt").order_by("-id")[0].rule


def test_a_request_crosses_without_content(nodes: ThreeNodes, officers: Make) -> None:
    request = asked(nodes, officers("alice", "officer"))
    [(row, body)] = nodes.opened(nodes.hk)
    value = parse_canonical(body)
    assert isinstance(value, dict)
    assert (row.kind, row.to_unit, value["fields"]["to_unit"]) == ("onward-request", PEER_UNIT, MACAO)
    assert "HANG YU" not in body.decode() and request.state == "asked"


@pytest.mark.parametrize(("marking", "rule"), [("RED", "onward.never"), ("AMBER+STRICT", "onward.never")])
def test_what_nobody_may_pass_on_cannot_be_asked(nodes: ThreeNodes, officers: Make, marking: str, rule: str) -> None:
    found = entrusted("lead", send_lead(nodes, marking))
    with pytest.raises(OnwardRefused) as refused:
        actions.ask(officers("alice", "officer"), found, wish())
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"until": clock.today() - timedelta(days=1)}, "onward.until"), ({"to_unit": PEER_UNIT}, "onward.third"),
     ({"to_unit": OUR_UNIT}, "onward.third")],
)  # fmt: skip
def test_a_wish_that_cannot_be_is_refused(
    nodes: ThreeNodes, officers: Make, change: dict[str, object], rule: str
) -> None:
    found = entrusted("lead", send_lead(nodes))
    with pytest.raises(OnwardRefused) as refused:
        actions.ask(officers("alice", "officer"), found, wish(**change))
    assert refused.value.rule == rule


def test_the_same_is_asked_once(nodes: ThreeNodes, officers: Make) -> None:
    alice = officers("alice", "officer")
    request = asked(nodes, alice)
    with pytest.raises(OnwardRefused, match=r"onward\.open"):
        actions.ask(alice, entrusted("lead", request.item_id), wish())


def test_it_is_asked_again_once_a_consent_no_longer_holds(nodes: ThreeNodes, officers: Make) -> None:
    alice = officers("alice", "officer")
    request = granted(nodes, alice)
    found = entrusted("lead", request.item_id)
    with pytest.raises(OnwardRefused, match=r"onward\.open"):
        actions.ask(alice, found, wish())
    OnwardRequest.objects.filter(pk=request.pk).update(rule="roster.revoked")
    assert actions.ask(alice, found, wish()).state == "asked"


def test_an_officer_of_another_unit_asks_nothing(nodes: ThreeNodes, officers: Make) -> None:
    found = entrusted("lead", send_lead(nodes))
    with pytest.raises(OnwardRefused, match=r"onward\.item"):
        actions.ask(officers("eve", "officer", unit="CUS-51/GEN"), found, wish())


def test_what_never_arrived_cannot_be_asked(nodes: ThreeNodes) -> None:
    with pytest.raises(OnwardRefused, match=r"onward\.item"):
        entrusted("lead", UUID(int=1))


def test_a_copy_carries_the_grant_and_nothing_that_was_withheld(nodes: ThreeNodes, officers: Make) -> None:
    request = granted(nodes, officers("alice", "officer"))
    actions.order(officers("bob", "signer"), request)
    assert sending.pass_on(str(request.pk), nodes.keystore) == "passed"
    [(row, body)] = nodes.opened(nodes.mo)
    value = parse_canonical(body)
    assert isinstance(value, dict)
    fields = value["fields"]
    assert (row.kind, row.marking, fields["removed"]) == ("forward", "AMBER", ["/consignee_name"])
    assert fields["content"]["waybill"] == "W-77" and "HANG YU" not in body.decode()
    assert bytes.fromhex(fields["grant"]) == bytes(request.grant)


def test_the_worker_passes_on_once(nodes: ThreeNodes, officers: Make) -> None:
    request = granted(nodes, officers("alice", "officer"))
    actions.order(officers("bob", "signer"), request)
    for _again in range(2):
        assert sending.pass_on(str(request.pk), nodes.keystore) == "passed"
    assert len(nodes.opened(nodes.mo)) == 1


def test_who_asked_does_not_pass_on_alone(nodes: ThreeNodes, officers: Make) -> None:
    alice = officers("alice", "officer", "signer")
    request = granted(nodes, alice)
    with pytest.raises(OnwardRefused, match=r"onward\.state"):
        actions.order(alice, request)
    with pytest.raises(IntegrityError), transaction.atomic():
        OnwardRequest.objects.filter(pk=request.pk).update(passed_by=alice)


@pytest.mark.parametrize("change", ["expired", "revoked", "newer"])
def test_a_consent_that_no_longer_holds_lets_nothing_out(
    nodes: ThreeNodes, officers: Make, settings: Settings, change: str
) -> None:
    request = granted(nodes, officers("alice", "officer"))
    actions.order(officers("bob", "signer"), request)
    if change == "expired":
        settings.CLOCK_OFFSET = 10 * 24 * 3600
    elif change == "revoked":
        revoke(nodes.hk.signer.key_id)
    else:
        nodes.hk.send("lead", lead_body(), item_id=request.item_id, item_ver=2)
        nodes.arrive()
    assert sending.pass_on(str(request.pk), nodes.keystore) == "granted"
    request.refresh_from_db()
    rules = {"expired": "grant.expired", "revoked": "roster.revoked", "newer": "onward.version"}
    assert request.rule == rules[change] and nodes.opened(nodes.mo) == []


def test_a_refusal_is_kept_with_its_reason(nodes: ThreeNodes, officers: Make) -> None:
    request = asked(nodes, officers("alice", "officer"))
    nodes.answer(request, None)
    assert (request.state, request.reason) == ("refused", "ongoing")


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"to_unit": "MO-SA/OPS"}, "grant.receiver"), ({"holder": "hk-customs"}, "grant.holder"),
     ({"item_ver": 2}, "grant.item"), ({"purpose": "investigation"}, "onward.purpose")],
)  # fmt: skip
def test_a_consent_to_something_else_is_refused(
    nodes: ThreeNodes, officers: Make, change: dict[str, object], rule: str
) -> None:
    request = granted(nodes, officers("alice", "officer"), **change)
    assert (request.state, last_rule()) == ("asked", rule)


def test_an_answer_nobody_asked_for_is_refused(nodes: ThreeNodes) -> None:
    nodes.hk.send("onward-grant", {"outcome": "refused", "reason": "ongoing"})
    nodes.arrive()
    assert last_rule() == "onward.unknown"


def test_two_persons_consent_and_the_worker_signs(nodes: ThreeNodes, officers: Make) -> None:
    ask_us(nodes, ours(nodes))
    request = OnwardRequest.objects.get()
    alice, bob = officers("alice", "officer", "signer"), officers("bob", "signer")
    actions.propose(alice, request, grants=True, withhold=["/waybill"], reason="")
    with pytest.raises(OnwardRefused, match=r"onward\.state"):
        actions.confirm(alice, request)
    actions.confirm(bob, request)
    assert sending.send_answer(str(request.pk), nodes.keystore) == "granted"
    assert sending.send_answer(str(request.pk), nodes.keystore) == "granted"
    rows = [row for row in nodes.opened(nodes.hk) if row[0].kind == "onward-grant"]
    assert len(rows) == 1
    request.refresh_from_db()
    grant = parse_grant(bytes(request.grant))
    assert (grant.holder, grant.to_unit, grant.withhold) == ("hk-customs", MACAO, ("/waybill",))


def test_a_proposed_answer_can_be_sent_back(nodes: ThreeNodes, officers: Make) -> None:
    ask_us(nodes, ours(nodes))
    request = OnwardRequest.objects.get()
    actions.propose(officers("alice", "officer"), request, grants=False, withhold=[], reason="purpose")
    actions.discard(officers("bob", "signer"), request)
    request.refresh_from_db()
    assert (request.state, request.grants, request.proposed_by) == ("asked", None, None)
    with pytest.raises(OnwardRefused, match=r"onward\.reason"):
        actions.propose(officers("carol", "officer"), request, grants=False, withhold=[], reason="")


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"item_id": str(UUID(int=7))}, "onward.item"), ({"item_ver": 2}, "onward.item"),
     ({"to_unit": OUR_UNIT}, "onward.third"), ({"to_unit": PEER_UNIT}, "onward.third"),
     ({"to_unit": "XX/YY"}, "onward.unit"), ({"purpose": "any"}, "accept.type")],
)  # fmt: skip
def test_a_request_that_breaks_a_rule_is_refused(nodes: ThreeNodes, change: dict[str, object], rule: str) -> None:
    ask_us(nodes, ours(nodes), **change)
    assert last_rule() == rule and not OnwardRequest.objects.exists()


def test_the_originator_refuses_to_be_asked_about_what_nobody_may_pass_on(nodes: ThreeNodes) -> None:
    ask_us(nodes, ours(nodes, "RED"))
    assert last_rule() == "onward.never"


def copy_for_us(nodes: ThreeNodes, **changes: object) -> None:
    """Let Hong Kong pass a lead of Macao on to us, as an honest or a dishonest node would."""
    request = OnwardRequest(kind="lead", item_id=UUID(int=5), item_ver=1, to_unit=OUR_UNIT, purpose="inspection")
    values = {"origin": "mo-customs", "holder": "hk-customs", "to_node": "gd-customs", "key": nodes.mo.signer.key_id}
    kept, nodes.hk.signer = nodes.hk.signer, nodes.mo.signer
    signed = nodes.grant(request, **values)
    nodes.hk.signer = kept
    body: dict[str, object] = {
        "kind": "lead", "item_id": str(UUID(int=5)), "item_ver": 1, "origin": "mo-customs", "grant": signed.data.hex(),
        "signature": signed.signature.hex(), "removed": ["/consignee_name"], "content": {"goods": "手袋"}, **changes,
    }  # fmt: skip
    nodes.hk.send("forward", body)
    nodes.arrive()


def test_a_copy_with_consent_is_taken(nodes: ThreeNodes, officers: Make) -> None:
    copy_for_us(nodes)
    copy = PassedCopy.objects.get()
    assert (copy.origin_node, copy.holder_node, copy.content) == ("mo-customs", "hk-customs", {"goods": "手袋"})
    assert access.copies(officers("alice", "officer")).count() == 1
    assert access.copies(officers("eve", "officer", unit="CUS-51/GEN")).count() == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"grant": "00", "signature": "00"}, "grant.canonical"),
        ({"grant": "zz"}, "grant.canonical"),
        ({"signature": "00" * 64}, "grant.signature"),
        ({"origin": "hk-customs"}, "grant.item"),
        ({"item_id": str(UUID(int=6))}, "grant.item"),
        ({"content": {"goods": "手袋", "consignee_name": "HANG YU"}}, "grant.withheld"),
        ({"content": {"goods": "手袋", "persons": "某人"}}, "accept.unknown"),
        ({"content": {}}, "accept.unknown"),
    ],
)
def test_a_copy_without_consent_to_exactly_it_is_refused(
    nodes: ThreeNodes, change: dict[str, object], rule: str
) -> None:
    copy_for_us(nodes, **change)
    assert last_rule() == rule and not PassedCopy.objects.exists()


def test_a_copy_under_a_revoked_key_is_refused(nodes: ThreeNodes) -> None:
    revoke(nodes.mo.signer.key_id)
    copy_for_us(nodes)
    assert last_rule() == "roster.revoked"
