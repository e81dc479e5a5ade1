"""A request through the real gate and chain, partial replies, and the same standing on both sides."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError

from yuegang.enforcement import deadlines
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.requests import access, actions
from yuegang.enforcement.requests.handlers import REPLY, REQUEST, STEP
from yuegang.enforcement.requests.models import Answer, Reply, Request
from yuegang.enforcement.requests.progress import standings, timing, year_table
from yuegang.enforcement.requests.tests.conftest import BODY, ENDS, FACTS, GOOD, QUESTIONS, crossed, draft
from yuegang.enforcement.tests import world
from yuegang.engine.protocol.gate import accept
from yuegang.exchange.errors import Refused
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release import access as releases
from yuegang.exchange.release import actions as release_actions
from yuegang.exchange.release import checking
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.tests.conftest import People, opened
from yuegang.exchange.tests.peer import Peer

BACK = {"from_unit": "HK-CED/IPIB", "to_unit": "CUS-53/GEN", "sender_node": "hk-customs"}


def sign(kind: str, item_id: object, *signers: object) -> OutboxEntry:
    """Sign every step of the chain of an item."""
    for officer in signers:
        release = releases.of_item(kind, item_id)  # type: ignore[arg-type]  # an id
        assert release is not None
        release_actions.approve(release, officer)  # type: ignore[arg-type]  # an officer
    left = releases.of_item(kind, item_id)  # type: ignore[arg-type]  # an id
    assert left is not None and left.entry is not None
    return left.entry


def test_a_request_leaves_with_numbered_questions_and_without_its_author(people: People, peer: Peer) -> None:
    made = actions.draft_request(people.author, {**FACTS, "author": "林某"}, QUESTIONS)
    sent = actions.submit_request(people.author, made.pk)
    release = releases.of_item("request", made.pk)
    assert release is not None
    checking.state_grounds(release, people.head, ["/rights_owner"], statute="art. 6", necessity="to identify the work")
    entry = sign("request", made.pk, people.head, people.liaison)
    body = dict(opened(peer, entry).fields)
    assert body["number"] == sent.number and "author" not in body
    assert body["questions"] == [{"number": n, "text": text} for n, text in enumerate(QUESTIONS, 1)]
    assert accept(REQUEST.schema, body)
    assert Request.objects.get().status == Request.Status.SENT


def test_a_name_pattern_in_a_question_stops_the_release(people: People, peer: Peer) -> None:
    made = actions.draft_request(people.author, FACTS, ["谁是 110105194912310021？"])
    actions.submit_request(people.author, made.pk)
    with pytest.raises(ReleaseRefused, match=r"release\.blocked"):
        sign("request", made.pk, people.head, people.liaison)


@pytest.mark.parametrize("questions", [[], ["  "], ["x"] * 21])
def test_it_asks_between_one_and_twenty_questions(people: People, questions: list[str]) -> None:
    with pytest.raises(NotPossible, match=r"request\.questions"):
        actions.draft_request(people.author, FACTS, questions)


def test_a_request_goes_to_the_other_side_and_names_its_basis(people: People) -> None:
    with pytest.raises(NotPossible, match=r"request\.unit"):
        actions.draft_request(people.author, {**FACTS, "to_unit_id": "CUS-51/GEN"}, QUESTIONS)
    with pytest.raises(ValidationError):
        actions.draft_request(people.author, {**FACTS, "legal_basis": ""}, QUESTIONS)
    assert not Request.objects.exists()


def test_two_of_three_answers_leave_it_open_and_the_third_settles_it(
    people: People, peer: Peer, asked: Request
) -> None:
    actions.acknowledge(people.liaison, asked.pk)
    answers = {1: GOOD, 2: {**GOOD, "text": "至 2026-12-31"}}
    reply = actions.draft_reply(people.liaison, asked.pk, answers, submit=True)
    assert accept(REPLY.schema, dict(REPLY.compose(reply.pk)))
    REPLY.released(reply.pk, world.entry_of("reply", reply.pk), people.liaison)
    asked.refresh_from_db()
    assert (asked.status, asked.answered_at) == (Request.Status.PARTLY, None)
    last = actions.draft_reply(people.liaison, asked.pk, {3: {"state": "passed_on", "passed_to": "省版权局"}})
    REPLY.released(last.pk, world.entry_of("reply", last.pk), people.liaison)
    asked.refresh_from_db()
    assert asked.status == Request.Status.ANSWERED and asked.answered_at is not None
    assert [one.answer.state for one in standings(asked) if one.answer] == ["answered", "answered", "passed_on"]


def test_the_asking_side_stands_the_same(people: People) -> None:
    ours = crossed(people)
    answers = [{"question": 1, **GOOD}, {"question": 2, "state": "none_found"}]
    REPLY.apply(world.received("reply", {"answers": answers}, ref=str(ours.pk), **BACK))
    ours.refresh_from_db()
    assert (ours.status, ours.answered_at) == (Request.Status.PARTLY, None)
    last = [{"question": 3, "state": "passed_on", "passed_to": "CISAC", "valid_until": "2027-01-01"}]
    REPLY.apply(world.received("reply", {"answers": last}, ref=str(ours.pk), **BACK))
    ours.refresh_from_db()
    assert ours.status == Request.Status.ANSWERED
    assert timing(ours) == "on_time" and deadlines.state_of(ours).feedback_by is not None
    [row] = year_table([ours], {"CUS-53/GEN": "gd", "HK-CED/IPIB": "hk"})
    assert (row.direction, row.requests, row.on_time, row.questions, row.answered) == (("gd", "hk"), 1, 1, 3, 3)


def test_closing_says_what_use_was_made_on_both_sides(people: People, peer: Peer, asked: Request) -> None:
    ours = crossed(people)
    with pytest.raises(NotPossible, match=r"request\.close"):
        actions.close(people.author, ours.pk, "used")
    Request.objects.filter(pk=ours.pk).update(status="answered")
    with pytest.raises(NotPossible, match=r"request\.use"):
        actions.close(people.author, ours.pk, "")
    assert actions.close(people.author, ours.pk, "used").status == Request.Status.CLOSED
    STEP.apply(world.received("request-step", {"step": "closed", "use": "used"}, ref=str(asked.pk), **ENDS))
    asked.refresh_from_db()
    assert (asked.status, asked.use) == (Request.Status.CLOSED, "used")


def test_steps_of_the_answering_side_arrive(people: People) -> None:
    ours = crossed(people)
    Request.objects.filter(pk=ours.pk).update(status="sent")
    STEP.apply(world.received("request-step", {"step": "acknowledged"}, ref=str(ours.pk), **BACK))
    ours.refresh_from_db()
    assert ours.status == Request.Status.ACKNOWLEDGED
    body: dict[str, object] = {"step": "refused", "reason": "live_case"}
    STEP.apply(world.received("request-step", body, ref=str(ours.pk), **BACK))
    ours.refresh_from_db()
    assert (ours.status, ours.refusal_reason) == (Request.Status.REFUSED, "live_case")


@pytest.mark.parametrize(
    ("handler", "kind", "body", "rule"),
    [
        (STEP, "request-step", {"step": "closed", "use": "used"}, "request.party"),
        (STEP, "request-step", {"step": "refused"}, "request-step.rule"),
        (REPLY, "reply", {"answers": [{"question": 9, "state": "none_found"}]}, "reply.question"),
        (REPLY, "reply", {"answers": [{"question": 1, "state": "answered"}]}, "reply.rule"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name(
    people: People, handler: object, kind: str, body: dict[str, object], rule: str
) -> None:
    ours = crossed(people)
    with pytest.raises(Refused) as refusal:
        handler.apply(world.received(kind, body, ref=str(ours.pk), **BACK))  # type: ignore[attr-defined]  # a handler
    assert refusal.value.rule == rule
    assert not Answer.objects.exists()


def test_an_unknown_or_foreign_request_is_refused(people: People, asked: Request) -> None:
    for ref in (str(uuid4()), ""):
        with pytest.raises(Refused, match=r"request\.unknown"):
            STEP.apply(world.received("request-step", {"step": "acknowledged"}, ref=ref, **BACK))
    with pytest.raises(Refused, match=r"request\.known"):
        REQUEST.apply(world.received("request", BODY, item_id=str(asked.pk), **ENDS))


def test_another_agency_does_not_see_it(people: People, settings: LazySettings) -> None:
    made = draft(people)
    assert access.requests_for(people.author).get() == made
    assert not access.requests_for(people.stranger).exists()
    with pytest.raises(Request.DoesNotExist):
        actions.submit_request(people.stranger, made.pk)


def test_a_second_reply_waits_until_the_first_has_left(people: People, peer: Peer, asked: Request) -> None:
    actions.acknowledge(people.liaison, asked.pk)
    actions.draft_reply(people.liaison, asked.pk, {1: GOOD})
    again = actions.draft_reply(people.liaison, asked.pk, {1: GOOD, 2: GOOD})
    assert (Reply.objects.count(), again.answers.count()) == (1, 2)
    with pytest.raises(NotPossible, match=r"reply\.empty"):
        actions.draft_reply(people.liaison, asked.pk, {})
    with pytest.raises(NotPossible, match=r"reply\.question"):
        actions.draft_reply(people.liaison, asked.pk, {7: GOOD})
