"""Where a request stands: which questions are settled, and by which day the rest is owed. The same on both nodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yuegang.base import clock
from yuegang.enforcement import deadlines
from yuegang.enforcement.requests.models import Answer, Question, Reply, Request


@dataclass(frozen=True)
class Standing:
    """A question with the latest answer that crossed, or None."""

    question: Question
    answer: Answer | None


def standings(request: Request) -> list[Standing]:
    """Return the questions of a request in order, each with its latest answer that crossed."""
    sent = Answer.objects.filter(reply__request=request, reply__status=Reply.Status.SENT)
    latest = {answer.question_id: answer for answer in sent.select_related("reply").order_by("reply__released_at")}
    return [Standing(question, latest.get(question.pk)) for question in request.questions.all()]


def settle(request: Request, at: datetime) -> None:
    """Move a request by the replies that crossed; at: the time of the newest one. The caller saves."""
    open_ones = [one for one in standings(request) if one.answer is None]
    if request.status in (Request.Status.CLOSED, Request.Status.REFUSED):
        return
    request.acknowledged_at = request.acknowledged_at or at
    if open_ones:
        request.status = Request.Status.PARTLY
    else:
        request.status = Request.Status.ANSWERED
        request.answered_at = request.answered_at or at


@dataclass(frozen=True)
class YearRow:
    """One direction of the yearly joint table."""

    direction: tuple[str, str]
    requests: int
    on_time: int
    late: int
    open: int
    undated: int
    questions: int
    answered: int


def year_table(requests: Iterable[Request], sides: dict[str, str]) -> list[YearRow]:
    """Return the yearly table by direction; sides: unit code to side. Counts only what both nodes have."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for one in requests:
        direction = (sides.get(one.from_unit_id, ""), sides.get(one.to_unit_id, ""))
        row = counted.setdefault(
            direction, dict.fromkeys(("requests", "on_time", "late", "open", "undated", "questions", "answered"), 0)
        )
        row["requests"] += 1
        row[timing(one)] += 1
        found = standings(one)
        row["questions"] += len(found)
        row["answered"] += sum(1 for each in found if each.answer is not None)
    return [YearRow(direction, **row) for direction, row in sorted(counted.items())]


def timing(request: Request) -> str:
    """Say whether a request was answered "on_time", "late", is still "open", or had no date ("undated")."""
    due = deadlines.state_of(request).feedback_by
    if due is None:
        return "undated"
    if request.answered_at is None:
        return "open" if due >= clock.today() else "late"
    return "on_time" if request.answered_at.astimezone(clock.BOTH_SIDES).date() <= due else "late"
