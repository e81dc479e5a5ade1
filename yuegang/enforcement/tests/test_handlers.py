"""What one node composes, the other takes in: two nodes by handing bodies over."""

from uuid import uuid4

import pytest

from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.enforcement import actions
from yuegang.enforcement.handlers import ACKNOWLEDGEMENT, FEEDBACK, LEAD, MESSAGE
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import SENT_AT, TARGET, Desk, entry_of, received
from yuegang.engine.protocol.gate import accept
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import KindHandler
from yuegang.notices.models import Notice


def body_of(lead: Lead) -> dict[str, object]:
    """Return what crosses of a lead when every class B field has its ground."""
    return {name: value for name, value in LEAD.compose(lead.id).items() if name not in ("persons", "informer")}


@pytest.fixture
def sent(alice: Officer, desk: Desk) -> Lead:
    """A lead of Shenzhen Customs that was released with a signed target."""
    lead = actions.submit_lead(alice, actions.create_lead(alice, world.FACTS).id)
    LEAD.released(lead.id, entry_of("lead", lead.id, obligation=TARGET), alice)
    lead.refresh_from_db()
    return lead


def test_a_release_gives_version_clock_and_event(sent: Lead) -> None:
    assert (sent.status, sent.item_ver, sent.released_at) == ("sent", 1, SENT_AT)
    assert sent.feedback_by is not None and sent.due_calendar == "HK"
    assert [event.kind for event in sent.events.filter(crossed=True)] == ["released"]
    assert sent.versions.get().body["goods"] == "手袋，涉嫌侵权"


@pytest.mark.usefixtures("hong_kong")
def test_a_number_that_is_taken_is_refused_by_name(sent: Lead, bob: Officer) -> None:
    message = received("lead", accept(LEAD.schema, body_of(sent)), obligation=TARGET)
    with pytest.raises(Refused) as refused:
        LEAD.apply(message)
    assert (refused.value.rule, refused.value.place) == ("lead.rule", "enforcement_lead_number_key")


@pytest.fixture
def arrived(sent: Lead, bob: Officer, hong_kong: None) -> Lead:
    """The same lead on Hong Kong's node, under another number because both rows stand in one database."""
    message = received("lead", {**body_of(sent), "number": "GD-2026-0999"}, obligation=TARGET)
    LEAD.apply(message)
    return Lead.objects.get(pk=message.item_id)


def test_what_arrives_equals_what_was_sent(sent: Lead, arrived: Lead) -> None:
    assert {**body_of(arrived), "number": ""} == {**body_of(sent), "number": ""}
    assert (arrived.is_incoming, arrived.status, arrived.own_agency) == (True, "sent", "HK-CED")
    assert arrived.feedback_by == sent.feedback_by
    assert Notice.objects.filter(kind="lead.arrived").count() == 1


def test_a_revision_is_kept_beside_the_first_version_and_shows_what_changed(sent: Lead, arrived: Lead) -> None:
    body = {**body_of(arrived), "items": 3400}
    LEAD.apply(received("lead", body, item_id=str(arrived.id), item_ver=2))
    arrived.refresh_from_db()
    assert [version.body["items"] for version in arrived.versions.all()] == [3200, 3400]
    assert arrived.events.filter(kind="revision_arrived").get().params["changes"] == [["items", 3200, 3400]]
    assert arrived.feedback_by == sent.feedback_by


@pytest.mark.usefixtures("bob", "hong_kong")
@pytest.mark.parametrize(
    ("change", "more", "rule"),
    [
        ({"number": "HK-2026-0001"}, {}, "lead.number"),
        ({"number": "GD-PSD-2026-0001"}, {}, "lead.number"),
        ({"goods": None}, {}, "lead.required"),
        ({"form": "stub"}, {}, "lead.stub"),
        ({"hs_code": "12345"}, {}, "lead.rule"),
        ({}, {"from_unit": "CUS-99/GEN"}, "unit.unknown"),
        ({}, {"from_unit": "HK-CED/CTI"}, "lead.party"),
        ({}, {"to_unit": "CUS-51/GEN"}, "lead.party"),
    ],
)
def test_a_lead_that_breaks_a_rule_is_refused(
    sent: Lead, change: dict[str, object], more: dict[str, object], rule: str
) -> None:
    body = {name: value for name, value in {**body_of(sent), "number": "GD-2026-0999", **change}.items() if value}
    with pytest.raises(Refused) as refused:
        LEAD.apply(received("lead", body, **more))
    assert refused.value.rule == rule


def test_a_peer_cannot_overwrite_a_lead_of_ours_nor_go_back_in_versions(sent: Lead, arrived: Lead) -> None:
    with pytest.raises(Refused) as refused:
        LEAD.apply(received("lead", body_of(arrived), item_id=str(sent.id), item_ver=2))
    assert refused.value.rule == "item.owner"
    with pytest.raises(Refused) as refused:
        LEAD.apply(received("lead", body_of(arrived), item_id=str(arrived.id), item_ver=1))
    assert refused.value.rule == "item.version"


def answer(kind: str, sent: Lead, body: dict[str, object], **more: object) -> None:
    """Take in an entry of Hong Kong Customs on Guangdong's node."""
    handlers: dict[str, KindHandler] = {
        "acknowledgement": ACKNOWLEDGEMENT, "feedback": FEEDBACK, "message": MESSAGE,
    }  # fmt: skip
    handler = handlers[kind]
    sides = {"sender_node": "hk-customs", "from_unit": "HK-CED/IPIB", "to_unit": "CUS-53/GEN"}
    message = received(kind, accept(handler.schema, body), ref=str(sent.id), **{**sides, **more})
    handler.apply(message)
    sent.refresh_from_db()


def test_an_acknowledgement_moves_the_sender_s_lead(sent: Lead) -> None:
    answer("acknowledgement", sent, {"outcome": "accepted"})
    assert (sent.status, sent.acknowledged_at) == ("acknowledged", SENT_AT)


def test_acknowledgements_that_come_together_do_what_each_would_do_alone(sent: Lead) -> None:
    more = {"sender_node": "hk-customs", "ref": str(sent.id)}
    first = received("acknowledgement", {"outcome": "forwarded", "unit": "HK-CED/CTI"}, **more)
    ACKNOWLEDGEMENT.apply_many([first, received("acknowledgement", {"outcome": "accepted"}, **more)])
    sent.refresh_from_db()
    assert (sent.status, sent.acknowledged_at) == ("acknowledged", SENT_AT)
    assert [event.kind for event in sent.events.order_by("-id")[:2]] == ["acknowledged", "forwarded"]
    entries = AuditEntry.objects.filter(verb="acknowledgement.arrive", target=f"enforcement.lead:{sent.id}")
    assert [entry.detail for entry in entries.order_by("id")] == [{"outcome": "forwarded"}, {"outcome": "accepted"}]
    unknown = received("acknowledgement", {"outcome": "accepted"}, **{**more, "ref": ""})
    with pytest.raises(Refused, match=r"lead\.unknown"):
        ACKNOWLEDGEMENT.apply_many([first, unknown])


def test_a_refusal_needs_a_reason_and_ends_the_lead(sent: Lead) -> None:
    with pytest.raises(Refused):
        answer("acknowledgement", sent, {"outcome": "refused"})
    answer("acknowledgement", sent, {"outcome": "refused", "reason": "no_right_here"})
    assert (sent.status, sent.refusal_reason) == ("refused", "no_right_here")


def test_feedback_answers_the_lead_and_an_interim_one_keeps_it_in_hand(sent: Lead) -> None:
    body: dict[str, object] = {"stage": "interim", "measures": ["inspected"], "result": "pending", "may_quote": False}
    answer("feedback", sent, body)
    assert (sent.status, sent.answered_at) == ("in_hand", SENT_AT)
    final: dict[str, object] = {
        "stage": "final",
        "measures": ["seized"],
        "result": "found",
        "items": 1200,
        "may_quote": True,
    }
    answer("feedback", sent, final)
    assert sent.status == "answered"
    assert sent.feedback.get(stage="final").items == 1200


def test_a_new_version_of_feedback_can_withdraw_the_permission_to_quote(sent: Lead) -> None:
    item = str(uuid4())
    final: dict[str, object] = {"stage": "final", "measures": ["seized"], "result": "found", "may_quote": True}
    answer("feedback", sent, final, item_id=item)
    answer("feedback", sent, {**final, "may_quote": False}, item_id=item, item_ver=2)
    row = Feedback.objects.get(pk=item)
    assert not row.may_quote
    assert [version.body["may_quote"] for version in row.versions.all()] == [True, False]


def test_a_stranger_to_a_lead_cannot_answer_it(sent: Lead) -> None:
    body: dict[str, object] = {"stage": "final", "measures": ["seized"], "result": "found"}
    with pytest.raises(Refused) as refused:
        answer("feedback", sent, body, sender_node="hk-ipd")
    assert refused.value.rule == "lead.party"


def test_a_message_arrives_in_the_river(sent: Lead) -> None:
    answer("message", sent, {"text": "请问货柜号？"})
    assert sent.messages.get().text == "请问货柜号？"
    assert sent.events.filter(kind="message", side="hk").count() == 1
