"""Register exhibits and hand them over: each step is added to the custody log and none is ever changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.files.actions import Upload, content_of, store
from yuegang.base.files.kinds import EVIDENCE
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.actions.rows import happened, open_locked, require
from yuegang.enforcement.cases.models import Case, CaseEvent, CustodyStep, Disposal, Exhibit, SeizureLine
from yuegang.enforcement.errors import NotPossible


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Who has an exhibit from now on, where and why."""

    holder: str
    place: str
    reason: str
    at: datetime
    seal_number: str = ""
    disposal: str = Disposal.KEPT


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is held: a kind of Exhibit.Kind, its label, the file of a file, the seizure it came of."""

    kind: str
    label: str
    upload: Upload | None = None
    seizure_id: UUID | None = None


@transaction.atomic
def register_exhibit(officer: Officer, case_id: UUID | str, held: Held, taken: Taken) -> Exhibit:
    """Register an exhibit of an open case with its first custody step; a file is kept under its digest.

    Raises ValidationError with rule and field, FileRefused, NotPossible "exhibit.seizure" or "case.closed".
    """
    case = open_locked(officer, case_id)
    is_file = held.kind == Exhibit.Kind.FILE
    words = _("A file is chosen for the kind “file”, and only then.")
    require(is_file == (held.upload is not None), "file", words, "exhibit.file")
    seizure = SeizureLine.objects.filter(pk=held.seizure_id, case=case).first() if held.seizure_id else None
    if held.seizure_id is not None and seizure is None:
        raise NotPossible("exhibit.seizure")
    kept = store(held.upload, allowed=EVIDENCE) if held.upload is not None else None
    last = Exhibit.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    exhibit = Exhibit(
        case=case, number=(last or 0) + 1, kind=held.kind, label=held.label, seizure=seizure, file=kept,
        sha256=kept.sha256 if kept else "", registered_by=officer,
    )  # fmt: skip
    exhibit.full_clean(exclude=["id", "case"], validate_unique=False)
    exhibit.save(force_insert=True)
    _step(exhibit, officer, taken, (1, ""))
    happened(case, CaseEvent.Kind.EXHIBIT, officer, {"exhibit": exhibit.number, "label": held.label})
    return exhibit


@transaction.atomic
def hand_over(officer: Officer, exhibit_id: UUID | str, taken: Taken) -> CustodyStep:
    """Add the next custody step of an exhibit; a file is proved against its digest once more.

    Raises NotPossible "custody.ended" once it was returned, destroyed or handed to another authority;
    ValidationError for a step before the last one or in the future; FileDamaged; Exhibit.DoesNotExist.
    """
    if not access.may_write(officer):
        raise Exhibit.DoesNotExist
    found = access.exhibit_for(officer, exhibit_id)
    case = open_locked(officer, found.case_id)  # the case's lock keeps the numbers of its steps without gaps
    exhibit = Exhibit.objects.select_related("file").get(pk=found.pk)
    if exhibit.disposal not in (Disposal.KEPT, Disposal.IN_COURT):
        raise NotPossible("custody.ended")
    last = exhibit.steps.latest("number")
    require(taken.at >= last.at, "at", _("This is before the last step of the custody log."), "custody.order")
    if exhibit.file is not None:
        content_of(exhibit.file)
    step = _step(exhibit, officer, taken, (last.number + 1, last.to_holder))
    exhibit.disposal = taken.disposal
    exhibit.save(update_fields=["disposal"])
    detail = {"exhibit": exhibit.number, "step": step.number, "disposal": taken.disposal}
    happened(case, CaseEvent.Kind.CUSTODY, officer, detail)
    return step


def _step(exhibit: Exhibit, officer: Officer, taken: Taken, place: tuple[int, str]) -> CustodyStep:
    number, from_holder = place
    require(taken.at <= clock.now(), "at", _("The moment lies in the future."), "custody.future")
    step = CustodyStep(
        exhibit=exhibit, number=number, at=taken.at, from_holder=from_holder, to_holder=taken.holder, place=taken.place,
        reason=taken.reason, seal_number=taken.seal_number, disposal=taken.disposal, sha256=exhibit.sha256,
        recorded_by=officer,
    )  # fmt: skip
    step.full_clean(exclude=["exhibit"], validate_unique=False)
    step.save(force_insert=True)
    return step


def custody_log(case: Case) -> list[CustodyStep]:
    """Return the whole custody log of a case, by exhibit and step."""
    rows = CustodyStep.objects.filter(exhibit__case=case).select_related("exhibit", "recorded_by")
    return list(rows.order_by("exhibit__number", "number"))
