"""What the receiving side does: acknowledge, take, act, assign, answer, close; and its clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yuegang.accounts.models import Officer
from yuegang.audit.models import AuditEntry
from yuegang.base import clock
from yuegang.enforcement import actions, deadlines
from yuegang.enforcement.errors import EditConflict, Incomplete, NotPossible
from yuegang.enforcement.handlers import FEEDBACK, LEAD, MESSAGE
from yuegang.enforcement.models import Feedback, Lead
from yuegang.enforcement.tests import world
from yuegang.enforcement.tests.world import TARGET, Desk, entry_of, received
from yuegang.exchange.actions import Outgoing

BODY: dict[str, object] = {
    "number": "GD-2026-0041", "form": "full", "article": 5, "ip_type": "trade_mark", "goods": "手袋",
    "goods_category": "G05B", "urgency": "routine",
}  # fmt: skip


@pytest.fixture
def lead(bob: Officer, hong_kong: None, desk: Desk) -> Lead:
    """A lead of Shenzhen Customs that arrived at Hong Kong Customs on Monday 16 November 2026."""
    message = received("lead", BODY, obligation=TARGET)
    LEAD.apply(message)
    return Lead.objects.get(pk=message.item_id)


def test_acknowledging_is_content_free_and_at_once(lead: Lead, bob: Officer, desk: Desk) -> None:
    actions.acknowledge(bob, lead.id)
    (message,) = desk.sent
    assert isinstance(message, Outgoing)
    assert (message.kind, message.body, message.ref) == ("acknowledgement", {"outcome": "accepted"}, lead.id)
    assert (message.from_unit, message.to_unit) == ("HK-CED/IPIB", "CUS-53/GEN")
    assert desk.submitted == []
    lead.refresh_from_db()
    assert lead.status == "acknowledged"
    with pytest.raises(NotPossible):
        actions.acknowledge(bob, lead.id)


def test_a_refusal_needs_a_reason_of_the_list(lead: Lead, bob: Officer, desk: Desk) -> None:
    with pytest.raises(NotPossible):
        actions.refuse(bob, lead.id, "because")
    actions.refuse(bob, lead.id, "no_right_here")
    lead.refresh_from_db()
    assert (lead.status, lead.refusal_reason) == ("refused", "no_right_here")
    with pytest.raises(NotPossible):
        actions.draft_feedback(bob, lead.id, {"result": "found"})


def test_forwarding_gives_the_lead_to_another_unit_and_says_so(lead: Lead, bob: Officer, desk: Desk) -> None:
    actions.forward(bob, lead.id, "HK-CED/CTI")
    lead.refresh_from_db()
    assert (lead.handling_unit, lead.status) == ("HK-CED/CTI", "acknowledged")
    (message,) = desk.sent
    assert isinstance(message, Outgoing)
    assert message.body == {"outcome": "forwarded", "reason": "wrong_unit", "unit": "HK-CED/CTI"}
    with pytest.raises(NotPossible):
        actions.forward(bob, lead.id, "CUS-51/GEN")


def test_an_act_takes_the_lead_in_hand_and_never_crosses(lead: Lead, bob: Officer, desk: Desk) -> None:
    with pytest.raises(NotPossible):
        actions.record_action(bob, lead.id, measure="inspected")
    actions.acknowledge(bob, lead.id)
    actions.record_action(bob, lead.id, measure="inspected", note="six photos")
    lead.refresh_from_db()
    assert lead.status == "in_hand"
    assert not lead.events.filter(kind="action", crossed=True).exists()
    with pytest.raises(NotPossible):
        actions.record_action(bob, lead.id, measure="inspected", done_on=clock.today() + timedelta(days=1))


def test_a_lead_is_assigned_only_within_our_side(lead: Lead, bob: Officer) -> None:
    stranger = world.make_officer("mallory", "CUS-53/GEN", "officer")
    for values in ({"unit_code": "CUS-53/GEN"}, {"unit_code": "HK-CED/CTI", "to": stranger}):
        with pytest.raises(NotPossible):
            actions.assign(bob, lead.id, **values)
    colleague = world.make_officer("carol", "HK-CED/CTI", "officer")
    actions.assign(bob, lead.id, unit_code="HK-CED/CTI", to=colleague)
    lead.refresh_from_db()
    assert (lead.assigned_to, lead.assignments.count()) == (colleague, 1)


WRONG = [
    ({}, {"measures", "result"}),
    ({"measures": ["inspected"]}, {"result"}),
    ({"measures": ["none"], "result": "not_found"}, {"no_action_reason"}),
    ({"measures": ["none", "seized"], "result": "found", "no_action_reason": "too_late"}, {"measures"}),
    ({"measures": ["inspected"], "result": "pending", "stage": "final"}, {"stage"}),
]


@pytest.mark.parametrize(("values", "fields"), WRONG)
def test_an_unfinished_answer_does_not_leave(
    lead: Lead, bob: Officer, desk: Desk, values: dict[str, object], fields: set[str]
) -> None:
    actions.acknowledge(bob, lead.id)
    row = actions.draft_feedback(bob, lead.id, values)
    with pytest.raises(Incomplete) as refused:
        actions.submit_feedback(bob, row.id)
    assert {missing.field for missing in refused.value.missing} == fields
    assert desk.submitted == []


@pytest.fixture
def answered(lead: Lead, bob: Officer, desk: Desk) -> Lead:
    """The lead after its final answer was released."""
    actions.acknowledge(bob, lead.id)
    values = {"measures": ["seized"], "result": "found", "items": 1200, "lessons": "…"}
    row = actions.submit_feedback(bob, actions.draft_feedback(bob, lead.id, values).id)
    FEEDBACK.released(row.id, entry_of("feedback", row.id), bob)
    lead.refresh_from_db()
    return lead


def test_only_an_answered_lead_is_closed(lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    with pytest.raises(NotPossible):
        actions.close(bob, lead.id)


def test_an_answered_lead_is_closed(answered: Lead, bob: Officer) -> None:
    assert answered.status == "answered"
    assert actions.close(bob, answered.id).status == "closed"


def test_a_new_version_of_an_answer_goes_through_release_again(answered: Lead, bob: Officer, desk: Desk) -> None:
    row = Feedback.objects.get()
    actions.revise_feedback(bob, row.id, {"may_quote": True}, edit_ver=row.edit_ver)
    with pytest.raises(EditConflict):
        actions.revise_feedback(bob, row.id, {"may_quote": False}, edit_ver=row.edit_ver)
    actions.submit_feedback(bob, row.id)
    assert FEEDBACK.draft(row.id).item_ver == 2
    assert desk.submitted[-1] == ("feedback", str(row.id))


def test_a_stub_is_answered_in_codes_alone(lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    empty = {"form": "stub", "stub_channel": "paper", "stub_date": date(2026, 11, 20), "goods": ""}
    Lead.objects.filter(pk=lead.pk).update(**empty)
    with pytest.raises(ValueError, match="lessons"):
        actions.draft_feedback(bob, lead.id, {"measures": ["seized"], "lessons": "a text"})
    with pytest.raises(NotPossible):
        actions.send_message(bob, lead.id, "a text")


def test_reading_a_lead_of_the_other_side_is_noted(lead: Lead, bob: Officer) -> None:
    actions.record_read(bob, lead)
    assert AuditEntry.objects.filter(verb="lead.read", target=f"enforcement.lead:{lead.id}").count() == 1


def test_the_clock_is_that_of_the_obligated_unit_and_shows_both_calendars(lead: Lead) -> None:
    state = deadlines.state_of(lead, datetime(2026, 11, 23, 2, tzinfo=UTC))
    dates = deadlines.two_dates(lead, state, date(2026, 11, 23))
    assert dates is not None
    assert (lead.feedback_by, dates.calendar, dates.other_calendar) == (date(2026, 11, 30), "HK", "CN")
    assert dates.left == 5
    assert state.overdue, "the acknowledgement was due on the 17th"


def test_an_item_eleven_working_days_without_an_answer_is_overdue(lead: Lead, bob: Officer) -> None:
    actions.acknowledge(bob, lead.id)
    lead.refresh_from_db()
    assert deadlines.state_of(lead, datetime(2026, 12, 1, 2, tzinfo=UTC)).overdue


def test_without_a_target_nothing_is_ever_overdue(lead: Lead) -> None:
    lead.obligation = None
    state = deadlines.state_of(lead, datetime(2030, 1, 1, tzinfo=UTC))
    assert (state.feedback_by, state.overdue) == (None, False)


def test_a_returned_message_is_written_anew_and_sent_again(lead: Lead, bob: Officer, desk: Desk) -> None:
    message = actions.send_message(bob, lead.id, "which container?")
    with pytest.raises(NotPossible):
        actions.resend_message(bob, message.id, "again")
    MESSAGE.returned(message.id, bob)
    actions.resend_message(bob, message.id, "which box?")
    assert desk.submitted == [("message", str(message.id))] * 2
    assert MESSAGE.compose(message.id) == {"text": "which box?"}
