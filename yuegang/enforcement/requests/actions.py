"""Every write of requests: one transaction, its audit row, its entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.audit.actions import record_read as note_reading
from yuegang.base import clock
from yuegang.base.documents.numbers import next_number
from yuegang.enforcement import names, release_desk
from yuegang.enforcement.errors import NotPossible
from yuegang.enforcement.requests import access
from yuegang.enforcement.requests.choices import Refusal, Step, Use
from yuegang.enforcement.requests.models import Answer, Question, Reply, Request
from yuegang.exchange.actions import Outgoing, enqueue
from yuegang.parties import access as parties

FACTS = frozenset({
    "to_unit_id", "matter", "legal_basis", "work_title", "work_title_other", "work_kind", "registration_number",
    "rights_owner", "author", "infringing_facts", "needed_by", "permitted_use", "urgency", "marking",
})  # fmt: skip
MOST_QUESTIONS = 20
ANSWERABLE = (Request.Status.ACKNOWLEDGED, Request.Status.PARTLY, Request.Status.ANSWERED)


@transaction.atomic
def draft_request(
    officer: Officer, facts: Mapping[str, object], questions: Sequence[str], request_id: UUID | None = None
) -> Request:
    """Save a draft of the officer's unit with its questions in order; an existing draft is replaced.

    Raises ValidationError with rule and field; NotPossible "request.status", "request.questions", "request.unit";
    Request.DoesNotExist.
    """
    request = _locked(officer, request_id) if request_id is not None else _new(officer)
    if request.status != Request.Status.DRAFT or request.is_incoming:
        raise NotPossible("request.status")
    texts = [text.strip() for text in questions if text.strip()]
    if not 1 <= len(texts) <= MOST_QUESTIONS:
        raise NotPossible("request.questions")
    unknown = set(facts) - FACTS
    if unknown:
        raise ValueError(f"no facts of a request: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(request, name, value)
    to = names.units().get(str(request.to_unit_id))
    if to is None or to.node == parties.own_node().code:
        raise NotPossible("request.unit")
    request.writers = list(dict.fromkeys([*request.writers, officer.pk]))
    request.full_clean(exclude=["id", "from_unit", "to_unit", "created_by"], validate_unique=False)
    request.save()
    request.questions.all().delete()
    Question.objects.bulk_create(
        [Question(request=request, number=place, text=text) for place, text in enumerate(texts, 1)]
    )
    record(officer, "request.draft", target_of(request), detail={"questions": len(texts)})
    return request


@transaction.atomic
def submit_request(officer: Officer, request_id: UUID, *, urgent: bool = False) -> Request:
    """Send a draft into its release chain under its number; raises NotPossible "request.status", ReleaseRefused."""
    request = _locked(officer, request_id)
    if request.status != Request.Status.DRAFT or request.is_incoming:
        raise NotPossible("request.status")
    if request.number is None:
        node = parties.own_node().code
        year, number = next_number(f"request:{node}")
        request.number = f"{names.series_of(node)}-R{year}-{number:04d}"
    request.status = Request.Status.IN_RELEASE
    request.save()
    record(officer, "request.submit", target_of(request), detail={"urgent": urgent})
    release_desk.submit("request", request.pk, officer, urgent=urgent)
    return request


@transaction.atomic
def acknowledge(officer: Officer, request_id: UUID) -> Request:
    """Tell the other side that its request is accepted; raises NotPossible "request.status"."""
    request = _incoming(officer, request_id, (Request.Status.SENT,))
    at = _step(officer, request, Step.ACKNOWLEDGED)
    request.status, request.acknowledged_at = Request.Status.ACKNOWLEDGED, at
    request.save()
    return request


@transaction.atomic
def refuse(officer: Officer, request_id: UUID, reason: str) -> Request:
    """Tell the other side, with a coded reason, that its request is not accepted."""
    request = _incoming(officer, request_id, (Request.Status.SENT, Request.Status.ACKNOWLEDGED))
    if reason not in Refusal.values:
        raise NotPossible("refuse.reason")
    at = _step(officer, request, Step.REFUSED, reason=reason)
    request.status, request.refusal_reason, request.refused_at = Request.Status.REFUSED, reason, at
    request.save()
    return request


@transaction.atomic
def close(officer: Officer, request_id: UUID, use: str) -> Request:
    """Close a request of ours that was answered, and say what use was made; raises NotPossible "request.close"."""
    request = _locked(officer, request_id)
    if request.is_incoming or request.status not in (Request.Status.PARTLY, Request.Status.ANSWERED):
        raise NotPossible("request.close")
    if use not in Use.values:
        raise NotPossible("request.use")
    at = _step(officer, request, Step.CLOSED, use=use)
    request.status, request.use, request.closed_at = Request.Status.CLOSED, use, at
    request.save()
    return request


@transaction.atomic
def draft_reply(
    officer: Officer, request_id: UUID, answers: Mapping[int, Mapping[str, object]], *, submit: bool = False
) -> Reply:
    """Save the open reply with answers by number of question, and send it into its release chain if told to.

    Raises NotPossible "reply.status", "reply.empty", "reply.question"; ValidationError naming the broken rule.
    """
    request = _incoming(officer, request_id, ANSWERABLE)
    reply = Reply.objects.select_for_update().filter(request=request, is_incoming=False).exclude(
        status=Reply.Status.SENT
    ).first() or Reply(request=request, created_by=officer)
    if reply.status != Reply.Status.DRAFT:
        raise NotPossible("reply.status")
    if not answers:
        raise NotPossible("reply.empty")
    reply.writers = list(dict.fromkeys([*reply.writers, officer.pk]))
    reply.status = Reply.Status.IN_RELEASE if submit else Reply.Status.DRAFT
    reply.save()
    reply.answers.all().delete()
    known = {question.number: question for question in request.questions.all()}
    for number, values in sorted(answers.items()):
        if number not in known:
            raise NotPossible("reply.question")
        answer = Answer(reply=reply, question=known[number], **values)
        answer.full_clean(exclude=["reply", "question"], validate_unique=False)
        answer.save()
    record(officer, "reply.submit" if submit else "reply.draft", target_of(request), detail={"answers": len(answers)})
    if submit:
        release_desk.submit("reply", reply.pk, officer)
    return reply


def record_read(officer: Officer, request: Request) -> None:
    """Note in the audit that an officer opened a request of the other side."""
    if request.is_incoming:
        note_reading(officer, target_of(request), str(request.from_unit.node_id))


def target_of(request: Request) -> str:
    """Return how a request is named in the audit."""
    return f"requests.request:{request.pk}"


def _new(officer: Officer) -> Request:
    unit = parties.unit_of(officer)
    if unit is None or not access.may_write(officer):
        raise Request.DoesNotExist
    return Request(from_unit=unit, own_agency=unit.agency_id, created_by=officer)


def _locked(officer: Officer, request_id: UUID) -> Request:
    if not access.may_write(officer):
        raise Request.DoesNotExist
    return access.requests_for(officer).select_for_update(of=("self",)).get(pk=request_id)


def _incoming(officer: Officer, request_id: UUID, statuses: tuple[str, ...]) -> Request:
    request = _locked(officer, request_id)
    if not request.is_incoming or request.status not in statuses:
        raise NotPossible("request.status")
    return request


def _step(officer: Officer, request: Request, step: str, *, reason: str = "", use: str = "") -> datetime:
    """Send a content-free step and return the time both nodes count it from."""
    ours, theirs = request.to_unit_id, request.from_unit_id
    if not request.is_incoming:
        ours, theirs = theirs, ours
    parts = {"step": step, "reason": reason, "use": use}
    entry = enqueue(
        Outgoing(
            kind="request-step", item_id=uuid5(request.pk, step), item_ver=1, from_unit=ours, to_unit=theirs,
            body={name: value for name, value in parts.items() if value}, marking=request.marking, ref=request.pk,
        )
    )  # fmt: skip
    record(officer, f"request.{step}", target_of(request), detail={"reason": reason, "use": use})
    return entry.created_at or clock.now()
