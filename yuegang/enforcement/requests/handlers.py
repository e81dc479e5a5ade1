"""The kinds `request`, `reply` and `request-step`: compose, follow and apply."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from yuegang.accounts.models import Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.enforcement import bodies
from yuegang.enforcement.handlers import arrivals
from yuegang.enforcement.requests.choices import Step
from yuegang.enforcement.requests.models import Answer, Question, Reply, Request
from yuegang.enforcement.requests.progress import settle
from yuegang.enforcement.requests.schemas import PLAIN_FIELDS, REPLY_SCHEMA, REQUEST_SCHEMA, STEP_SCHEMA
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import Received
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.handlers import Draft, Picture
from yuegang.notices.actions import notify

Row = Mapping[str, object]


def url_of(request_id: UUID) -> str:
    """Return the address of a request's page."""
    return reverse("requests:request", args=[request_id])


class RequestKind:
    """Requests go out once: a wrong one is closed and asked anew."""

    schema: KindSchema = REQUEST_SCHEMA

    def draft(self, item_id: UUID) -> Draft:
        """Return where the request is to go."""
        row = Request.objects.get(pk=item_id)
        return Draft(
            item_ver=row.item_ver + 1, from_unit=row.from_unit_id, to_unit=row.to_unit_id, marking=row.marking,
            authors=row.writers,
        )  # fmt: skip

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return the fields of a request with its questions."""
        row = Request.objects.get(pk=item_id)
        questions = [{"number": one.number, "text": one.text} for one in row.questions.all()]
        return {"number": row.number, **bodies.body_of(row, PLAIN_FIELDS), "questions": questions}

    def title(self, item_id: UUID) -> str:
        """Return number and work."""
        row = Request.objects.get(pk=item_id)
        return f"{row.number or ''} {row.work_title}".strip()

    def url(self, item_id: UUID) -> str:
        """Return the address of the request's page."""
        return url_of(item_id)

    def free_texts(self, item_id: UUID) -> list[tuple[str, str]]:
        """Return the texts persons wrote, for the scan of the release."""
        row = Request.objects.get(pk=item_id)
        rules = [rule.pointer for rule in PLAIN_FIELDS if rule.free_text]
        texts = [(pointer, str(getattr(row, pointer[1:]))) for pointer in rules if getattr(row, pointer[1:])]
        return texts + [(f"/questions/{place}/text", one.text) for place, one in enumerate(row.questions.all())]

    def images(self, item_id: UUID) -> list[Picture]:
        """Return nothing: a request carries no pictures."""
        return []

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Follow a release in its transaction."""
        row = Request.objects.select_for_update().get(pk=item_id)
        row.item_ver, row.released_at, row.obligation = entry.item_ver, entry.created_at, entry.obligation
        row.status, row.writers = Request.Status.SENT, []
        row.save()

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Open the draft again."""
        Request.objects.filter(pk=item_id).update(status=Request.Status.DRAFT)

    def apply(self, received: Received) -> None:
        """Take in a request; raises Refused with the rule it breaks."""
        if Request.objects.filter(pk=received.item_id).exists():
            raise Refused("request.known", received.item_id)
        to = arrivals.unit(received.to_unit, "to_unit")
        arrivals.unit(received.from_unit, "from_unit")
        row = Request(
            id=UUID(received.item_id), number=str(received.body["number"]), item_ver=received.item_ver,
            is_incoming=True, status=Request.Status.SENT, from_unit_id=received.from_unit, to_unit_id=received.to_unit,
            own_agency=to.agency, marking=received.marking, created_at=received.ts, released_at=received.ts,
            obligation=None if received.obligation is None else dict(received.obligation),
        )  # fmt: skip
        bodies.fill(row, PLAIN_FIELDS, received.body)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                for one in _rows(received.body.get("questions")):
                    Question.objects.create(request=row, number=cast(int, one["number"]), text=str(one["text"]))
        except IntegrityError as error:
            raise Refused("request.rule", arrivals.broken_rule(error)) from error
        record("exchange", "request.arrive", f"requests.request:{row.pk}")
        _tell_unit(row, "request.arrived")


class ReplyKind:
    """A reply answers some of the questions; a later one adds to it."""

    schema: KindSchema = REPLY_SCHEMA

    def draft(self, item_id: UUID) -> Draft:
        """Return where the reply is to go: to the unit that asked."""
        row = Reply.objects.select_related("request").get(pk=item_id)
        asked = row.request
        return Draft(
            item_ver=row.item_ver + 1, from_unit=asked.to_unit_id, to_unit=asked.from_unit_id, marking=asked.marking,
            ref=str(asked.pk), authors=row.writers,
        )  # fmt: skip

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return the answers, empty parts left out."""
        answers = Answer.objects.filter(reply=item_id).select_related("question")
        return {"answers": [_answer_body(one) for one in answers]}

    def title(self, item_id: UUID) -> str:
        """Return number and work of the request that is answered."""
        asked = Reply.objects.select_related("request").get(pk=item_id).request
        return f"{asked.number or ''} {asked.work_title}".strip()

    def url(self, item_id: UUID) -> str:
        """Return the address of the request's page."""
        return url_of(Reply.objects.values_list("request", flat=True).get(pk=item_id))

    def free_texts(self, item_id: UUID) -> list[tuple[str, str]]:
        """Return the texts persons wrote, for the scan of the release."""
        answers = list(Answer.objects.filter(reply=item_id))
        fields = [(place, name, str(getattr(one, name))) for place, one in enumerate(answers) for name in TEXTS]
        return [(f"/answers/{place}/{name}", text) for place, name, text in fields if text]

    def images(self, item_id: UUID) -> list[Picture]:
        """Return nothing: papers travel with an attestation, outside this reply."""
        return []

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Follow a release in its transaction: the request moves by what is settled now."""
        row = Reply.objects.select_for_update(of=("self",)).select_related("request").get(pk=item_id)
        row.item_ver, row.released_at, row.status = entry.item_ver, entry.created_at, Reply.Status.SENT
        row.writers = []
        row.save()
        asked = Request.objects.select_for_update().get(pk=row.request_id)
        settle(asked, entry.created_at)
        asked.save()

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Open the draft again."""
        Reply.objects.filter(pk=item_id).update(status=Reply.Status.DRAFT)

    def apply(self, received: Received) -> None:
        """Take in a reply; raises Refused with the rule it breaks."""
        asked = _referred(received, ours=True)
        if Reply.objects.filter(pk=received.item_id).exists():
            raise Refused("reply.known", received.item_id)
        known = {question.number: question for question in asked.questions.all()}
        row = Reply(
            id=UUID(received.item_id), request=asked, is_incoming=True, item_ver=received.item_ver,
            status=Reply.Status.SENT, created_at=received.ts, released_at=received.ts,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                for body in _rows(received.body.get("answers")):
                    _take_answer(row, known, body)
        except IntegrityError as error:
            raise Refused("reply.rule", arrivals.broken_rule(error)) from error
        settle(asked, received.ts)
        asked.save()
        record("exchange", "reply.arrive", f"requests.request:{asked.pk}", detail={"reply": str(row.pk)})
        if asked.created_by_id is not None:
            notify([asked.created_by_id], "request.answered", url=url_of(asked.pk))


class StepKind:
    """Apply what is said at once and without content: acknowledged, refused, closed."""

    schema: KindSchema = STEP_SCHEMA

    def apply(self, received: Received) -> None:
        """Take in a step; raises Refused with the rule it breaks."""
        step = str(received.body["step"])
        asked = _referred(received, ours=step != Step.CLOSED)
        match step:
            case Step.ACKNOWLEDGED:
                asked.acknowledged_at = asked.acknowledged_at or received.ts
                if asked.status == Request.Status.SENT:
                    asked.status = Request.Status.ACKNOWLEDGED
            case Step.REFUSED:
                asked.status, asked.refused_at = Request.Status.REFUSED, received.ts
                asked.refusal_reason = str(received.body.get("reason", ""))
            case Step.CLOSED:
                asked.status, asked.closed_at = Request.Status.CLOSED, received.ts
                asked.use = str(received.body.get("use", ""))
        try:
            with transaction.atomic():
                asked.save()
        except IntegrityError as error:
            raise Refused("request-step.rule", arrivals.broken_rule(error)) from error
        record("exchange", f"request.{step}.arrive", f"requests.request:{asked.pk}")


TEXTS = ("text", "passed_to")
PARTS = ("state", "text", "source", "certainty", "passed_to")


def _answer_body(answer: Answer) -> dict[str, object]:
    body: dict[str, object] = {"question": answer.question.number}
    body |= {name: value for name in PARTS if (value := getattr(answer, name))}
    if answer.valid_until is not None:
        body["valid_until"] = answer.valid_until.isoformat()
    if answer.proofs:
        body["proofs"] = list(answer.proofs)
    return body


def _take_answer(row: Reply, known: Mapping[int, Question], body: Row) -> None:
    number = cast(int, body["question"])
    if number not in known:
        raise Refused("reply.question", str(number))
    parts = {name: str(body.get(name, "")) for name in PARTS}
    day = date.fromisoformat(str(body["valid_until"])) if "valid_until" in body else None
    Answer.objects.create(
        reply=row,
        question=known[number],
        valid_until=day,
        proofs=list(cast(list[str], body.get("proofs", []))),
        **parts,
    )


def _rows(value: object) -> list[Row]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _referred(received: Received, *, ours: bool) -> Request:
    """Return the request an entry speaks of, locked; ours: whether our side asked it. Raises Refused."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("from_unit", "to_unit")
    asked = rows.filter(pk=received.ref).first() if received.ref else None
    if asked is None or asked.item_ver == 0:
        raise Refused("request.unknown", "ref")
    other = asked.from_unit if asked.is_incoming else asked.to_unit
    if other.node_id != received.sender_node or asked.is_incoming == ours:
        raise Refused("request.party", "ref")
    return asked


def _tell_unit(row: Request, kind: str) -> None:
    working = RoleGrant.objects.valid(clock.now()).filter(role__in=[Role.OFFICER, Role.LIAISON]).values("officer")
    found = Officer.objects.filter(is_active=True, unit_code=row.to_unit_id, pk__in=working)
    notify(set(found.values_list("pk", flat=True)), kind, url=url_of(row.pk))


REQUEST, REPLY, STEP = RequestKind(), ReplyKind(), StepKind()
