"""Move a case along its stages: begin, determine the goods, dispose of them, close, reopen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.cases.actions.rows import happened, locked_case, open_locked, require, save_case
from yuegang.enforcement.cases.errors import NotClosable
from yuegang.enforcement.cases.gate import gaps_of
from yuegang.enforcement.cases.models import Case, CaseEvent, Determination, Outcome, Stage
from yuegang.enforcement.errors import NotPossible

# From which stage a plain step leads where; determining, closing and reopening ask for more and stand below.
NEXT = {Stage.OPENED: Stage.INVESTIGATING, Stage.DETERMINED: Stage.DISPOSED}


@dataclass(frozen=True)
class Finding:
    """What the authority determined, on which day and on what basis."""

    determination: str
    basis: str
    on: date


@transaction.atomic
def advance(officer: Officer, case_id: UUID | str) -> Case:
    """Take the next plain step: begin the investigation, or note that the goods were disposed of.

    Raises NotPossible "case.closed" or "stage.step".
    """
    case = open_locked(officer, case_id)
    after = NEXT.get(Stage(case.stage))
    if after is None:
        raise NotPossible("stage.step")
    return _move(case, after, officer)


@transaction.atomic
def determine(officer: Officer, case_id: UUID | str, finding: Finding) -> Case:
    """Record what was determined, or correct it; until then the goods are suspected.

    Raises NotPossible "determine.stage"; ValidationError for a day that cannot be or a missing basis.
    """
    case = open_locked(officer, case_id)
    if case.stage not in (Stage.INVESTIGATING, Stage.DETERMINED):
        raise NotPossible("determine.stage")
    known = finding.determination in Determination.values and finding.determination != Determination.PENDING
    require(known, "determination", _("Choose what was determined."), "determine.value")
    require(finding.on <= clock.today(), "determined_on", _("The day lies in the future."), "determine.day")
    case.determination, case.determination_basis = finding.determination, finding.basis
    case.determined_on, case.stage = finding.on, Stage.DETERMINED
    save_case(case)
    detail = {"determination": case.determination, "on": finding.on.isoformat()}
    happened(case, CaseEvent.Kind.DETERMINED, officer, detail)
    return case


@transaction.atomic
def close_case(officer: Officer, case_id: UUID | str, *, outcome: str, note: str = "") -> Case:
    """Close a case that lacks nothing.

    Raises NotClosable naming every gap; NotPossible "close.outcome", or "close.note" where the outcome needs a reason.
    """
    case = open_locked(officer, case_id)
    if outcome not in Outcome.values:
        raise NotPossible("close.outcome")
    if outcome in (Outcome.NOT_PURSUED, Outcome.TRANSFERRED) and not note.strip():
        raise NotPossible("close.note")
    gaps = gaps_of(case)
    if gaps:
        raise NotClosable(gaps)
    case.outcome, case.outcome_note = outcome, note.strip()
    case.stage, case.closed_at = Stage.CLOSED, clock.now()
    save_case(case)
    happened(case, CaseEvent.Kind.CLOSED, officer, {"outcome": outcome})
    return case


@transaction.atomic
def reopen_case(officer: Officer, case_id: UUID | str, *, reason: str) -> Case:
    """Open a closed case again where it stood before; raises NotPossible "reopen.stage" or "reopen.reason"."""
    case = locked_case(officer, case_id)
    if case.is_open:
        raise NotPossible("reopen.stage")
    if not reason.strip():
        raise NotPossible("reopen.reason")
    case.stage, case.closed_at, case.outcome, case.outcome_note = Stage.DISPOSED, None, "", ""
    save_case(case)
    happened(case, CaseEvent.Kind.REOPENED, officer, {"reason": reason.strip()[:200]})
    return case


def _move(case: Case, after: Stage, officer: Officer) -> Case:
    case.stage = after
    save_case(case)
    happened(case, CaseEvent.Kind.STAGE, officer, {"stage": str(after)})
    return case
