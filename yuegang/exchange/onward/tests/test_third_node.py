"""A third node never sees through us what is only between us and another: canaries in every field of every kind."""

import logging
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction

from yuegang.enforcement.models import Lead
from yuegang.enforcement.schemas import FEEDBACK_SCHEMA, LEAD_SCHEMA
from yuegang.engine.protocol.schema import CLEARANCE, FieldRule, KindSchema
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.exchange.models import Channel, InboxEntry
from yuegang.exchange.onward import actions, sending
from yuegang.exchange.onward.items import entrusted
from yuegang.exchange.onward.models import OnwardRequest
from yuegang.exchange.onward.schemas import passable
from yuegang.exchange.onward.tests.conftest import MACAO, ThreeNodes, lead_body
from yuegang.exchange.onward.tests.test_passing_on import Make, wish
from yuegang.exchange.segments import segment_for
from yuegang.exchange.tests.peer import OUR_UNIT, PEER_UNIT
from yuegang.notices.models import Notice

pytestmark = pytest.mark.django_db
NUMBERS = count(4_071_203)  # no other number of the test looks like these


def canary(rule: FieldRule) -> object:
    """Return a value for a field that occurs nowhere else, of its type where the type leaves room for one."""
    number = next(NUMBERS)
    values: dict[str, object] = {
        "text": f"KANARI{number}",
        "code": f"KANARI{number}",
        "codes": [f"KANARI{number}"],
        "integer": number,
        "decimal": f"{number}.07",
    }
    return None if rule.choices else values.get(rule.type)


def filled(schema: KindSchema) -> dict[str, object]:
    """Return a body with a canary in every field of a kind that has room for one, persons under an assessment."""
    found = {rule.pointer[1:]: canary(rule) for rule in schema.fields if rule.cls != "D"}
    return {name: value for name, value in found.items() if value is not None}


def canaries(value: object) -> Iterator[str]:
    """Yield the text of every canary in a value."""
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from canaries(member)
    elif "KANARI" in str(value) or str(value).startswith("407"):
        yield str(value)


@pytest.fixture
def secrets(nodes: ThreeNodes) -> dict[str, object]:
    """Let Hong Kong send us a lead, an answer and a message that are full of canaries; return the lead's fields."""
    free = filled(LEAD_SCHEMA)
    coded = {"number", "form", "article", "goods_category", "loading_port", "control_port", "destination", "hs_code"}
    body = lead_body() | {name: value for name, value in free.items() if name not in coded | {"mo_codes", "persons"}}
    body |= {"value_basis": "declared", "currency": "HKD", "quantity_unit": "piece", "persons": free["persons"]}
    body[CLEARANCE] = {"assessments": {"/persons": "KANARI4070000"}}
    lead = nodes.hk.send("lead", body)
    nodes.hk.send("message", {"text": "KANARI4070001"}, ref=lead.item_id)
    assert nodes.arrive() == ""
    answer = filled(FEEDBACK_SCHEMA) | {"stage": "final", "measures": ["inspected"], "result": "found", "usefulness": 3}
    answer |= {"value_basis": "market", "currency": "HKD"}
    nodes.hk.send("feedback", answer, ref=lead_of_ours(lead.item_id))
    assert nodes.arrive() == ""
    return body | {"item": lead.item_id, "answer": answer}


def lead_of_ours(like: str) -> str:
    """Make a lead of ours that crossed to Hong Kong, like one that came; return its identifier."""
    lead = Lead.objects.get(pk=like)
    lead.id, lead.is_incoming, lead.number = uuid4(), False, "GD-2026-0002"
    lead.origin_unit_id, lead.to_unit_id = OUR_UNIT, PEER_UNIT
    lead.save(force_insert=True)
    return str(lead.id)


def sent_to(nodes: ThreeNodes) -> bytes:
    """Return every byte that goes to Macao: headers, heads, and bodies as it opens them."""
    nodes.seal()
    wire = segment_for(Channel.objects.get(peer="mo-customs"), after=0, limit=1000)
    headers = b"".join(one.entry.header_bytes for one in nodes.mo.read(wire).entries)
    return wire + headers + b"".join(body for _row, body in nodes.opened(nodes.mo))


def leaked(nodes: ThreeNodes, wanted: set[str]) -> set[str]:
    """Return the canaries Macao gets to see."""
    seen = sent_to(nodes).decode("utf-8", "replace")
    return {one for one in wanted if one in seen}


def test_the_canaries_are_in_place(nodes: ThreeNodes, secrets: dict[str, object]) -> None:
    states = dict(InboxEntry.objects.values_list("kind", "state"))
    assert states == {"lead": "applied", "message": "applied", "feedback": "applied"}
    assert len(list(canaries(secrets))) > 15


def test_without_consent_nothing_of_another_reaches_a_third_node(
    nodes: ThreeNodes, officers: Make, secrets: dict[str, object]
) -> None:
    found = entrusted("lead", UUID(str(secrets["item"])))
    alice, bob = officers("alice", "officer"), officers("bob", "signer")
    request = actions.ask(alice, found, wish())
    nodes.answer(request, nodes.grant(request, to_unit="MO-SA/OPS"))  # consent to somebody else
    OnwardRequest.objects.filter(pk=request.pk).update(state="granted", grants=True)  # and a faulty program of ours
    request.refresh_from_db()
    actions.order(bob, request)
    assert sending.pass_on(str(request.pk), nodes.keystore) == "granted"
    with transaction.atomic():
        enqueue(own_lead())
    assert b"OURS" in sent_to(nodes)
    wanted = {*canaries(secrets), str(secrets["item"]), "HK-2026-0001", "4070001"}
    assert leaked(nodes, wanted) == set()


def test_with_consent_only_what_was_not_withheld_reaches_it(
    nodes: ThreeNodes, officers: Make, secrets: dict[str, object]
) -> None:
    found = entrusted("lead", UUID(str(secrets["item"])))
    request = actions.ask(officers("alice", "officer"), found, wish())
    withhold = tuple(sorted(rule.pointer for rule in passable("lead") if rule.cls == "B"))
    nodes.answer(request, nodes.grant(request, withhold=withhold))
    actions.order(officers("bob", "signer"), request)
    assert sending.pass_on(str(request.pk), nodes.keystore) == "passed"
    kept = {*withhold, "/persons"}
    home = {one for name, value in secrets.items() if "/" + name in kept for one in canaries(value)}
    free = set(canaries(secrets)) - home - {"KANARI4070000"} - set(canaries(secrets["answer"]))
    assert (
        len(home) > 6
        and leaked(nodes, home | {"KANARI4070000", "KANARI4070001", *canaries(secrets["answer"])}) == set()
    )
    assert leaked(nodes, free) == free


def test_neither_notices_nor_logs_nor_errors_nor_files_name_what_another_sent(
    nodes: ThreeNodes, officers: Make, secrets: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    nodes.hk.send("onward-grant", {"outcome": "refused", "reason": "KANARI4070002"})
    nodes.hk.send("lead", lead_body() | {"stranger": "KANARI4070003"})
    nodes.arrive()
    rules = " ".join(f"{row.rule} {row.place}" for row in InboxEntry.objects.all())
    told = " ".join(f"{notice.params} {notice.url}" for notice in Notice.objects.all())
    logged = " ".join(str(record.__dict__) for record in caplog.records)
    text = rules + told + logged
    assert "accept.type" in rules and "accept.unknown" in rules
    assert [one for one in {*canaries(secrets), "KANARI407000"} if one in text] == []
    files = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    assert [path for path in files if b"KANARI" in path.read_bytes()] == []


def own_lead() -> Outgoing:
    """Return a lead of our own for Macao."""
    body = lead_body("GD-2026-0009", goods="OURS", consignee_name="OWN FIRM")
    return Outgoing(
        kind="lead", item_id="5d2f1c1e-2f7c-4c43-9f0a-0d8f3d2b1a11", item_ver=1, from_unit=OUR_UNIT, to_unit=MACAO,
        body=body, marking="AMBER",
    )  # fmt: skip
