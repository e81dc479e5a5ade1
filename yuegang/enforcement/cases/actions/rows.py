"""Lock a case through the one door of access, and write what happened in it."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.enforcement.cases import access
from yuegang.enforcement.cases.models import Case, CaseEvent
from yuegang.enforcement.errors import NotPossible
from yuegang.parties import access as parties
from yuegang.parties.folding import fold_all
from yuegang.parties.models import Unit


def locked_case(officer: Officer, case_id: UUID | str) -> Case:
    """Return an open or closed case the officer works on, locked; raises Case.DoesNotExist."""
    if not access.may_write(officer):
        raise Case.DoesNotExist
    return access.cases_for(officer).select_for_update(of=("self",)).get(pk=case_id)


def open_locked(officer: Officer, case_id: UUID | str) -> Case:
    """Return a case work goes on in, locked; raises NotPossible "case.closed"."""
    case = locked_case(officer, case_id)
    if not case.is_open:
        raise NotPossible("case.closed")
    return case


def unit_of(officer: Officer) -> Unit:
    """Return the unit an officer writes for; raises Case.DoesNotExist for one who writes nothing."""
    unit = parties.unit_of(officer)
    if unit is None or not access.may_write(officer):
        raise Case.DoesNotExist
    return unit


def happened(case: Case, kind: str, officer: Officer, params: Mapping[str, object] | None = None) -> CaseEvent:
    """Add an event and its audit row, in the caller's transaction."""
    record(officer, f"case.{kind}", target_of(case), detail=params)
    return CaseEvent.objects.create(
        case=case, kind=kind, actor_name=officer.display_name, params=dict(params or {}), at=clock.now()
    )


def target_of(case: Case) -> str:
    """Return how a case is named in the audit."""
    return f"cases.case:{case.pk}"


def save_case(case: Case) -> None:
    """Save a case with its search text; raises ValidationError naming the broken rule and field."""
    right = f"{case.right.name} {case.right.number}" if case.right else ""
    case.search_text = fold_all(case.number, case.title, case.brand, right)
    case.updated_at = clock.now()
    case.full_clean(exclude=["id"], validate_unique=False)
    case.save()


def require(condition: bool, field: str, message: object, code: str) -> None:
    """Raise a ValidationError at a field unless a condition holds."""
    if not condition:
        raise ValidationError({field: ValidationError(message, code=code)})  # type: ignore[arg-type]  # lazy words
