"""The only door from an officer to cases, seizure lines and exhibits: those of the officer's agency, or the node's."""

from uuid import UUID

from django.db.models import QuerySet

from yuegang.accounts.models import Officer
from yuegang.enforcement import names
from yuegang.enforcement.access import CASE_ROLES, READING_ROLES, WRITING_ROLES, may_write, sees_whole_node
from yuegang.enforcement.cases.models import Case, Exhibit, SeizureLine, SeizurePhoto, Stage

__all__ = ["READING_ROLES", "WRITING_ROLES", "may_write"]


def cases_for(officer: Officer) -> QuerySet[Case]:
    """Return the cases an officer may read."""
    found = Case.objects.select_related("own_unit", "in_charge", "right")
    if sees_whole_node(officer):
        return found
    agency = _agency(officer)
    return found.filter(own_agency=agency) if agency else found.none()


def case_for(officer: Officer, case_id: UUID | str) -> Case:
    """Return one case; raises Case.DoesNotExist when it is absent or not for this officer."""
    return cases_for(officer).get(pk=case_id)


def case_of_lead(officer: Officer, lead_id: UUID) -> Case | None:
    """Return the case a lead became, if the officer may read it."""
    return cases_for(officer).filter(case_leads__lead=lead_id).first()


def open_cases(officer: Officer) -> QuerySet[Case]:
    """Return the cases work goes on in, the newest first, for pickers."""
    return cases_for(officer).exclude(stage=Stage.CLOSED).order_by("-opened_on", "number")


def seizures_for(officer: Officer) -> QuerySet[SeizureLine]:
    """Return the seizure lines an officer may read, struck-out ones among them."""
    found = SeizureLine.objects.select_related("port", "goods_category", "case", "lead", "destination", "reported_by")
    if sees_whole_node(officer):
        return found
    agency = _agency(officer)
    return found.filter(own_agency=agency) if agency else found.none()


def seizure_for(officer: Officer, seizure_id: UUID | str) -> SeizureLine:
    """Return one seizure line; raises SeizureLine.DoesNotExist when it is absent or not for this officer."""
    return seizures_for(officer).get(pk=seizure_id)


def exhibit_for(officer: Officer, exhibit_id: UUID | str) -> Exhibit:
    """Return one exhibit; raises Exhibit.DoesNotExist when its case is absent or not for this officer."""
    return Exhibit.objects.select_related("case", "file").get(pk=exhibit_id, case__in=cases_for(officer))


def photo_for(officer: Officer, photo_id: int) -> SeizurePhoto:
    """Return one picture; raises SeizurePhoto.DoesNotExist when its line is absent or not for this officer."""
    rows = SeizurePhoto.objects.select_related("file")
    return rows.get(pk=photo_id, seizure__in=seizures_for(officer))


def _agency(officer: Officer) -> str:
    unit = names.units().get(officer.unit_code)
    return unit.agency if unit is not None and officer.roles & CASE_ROLES else ""


def nav_count(officer: Officer) -> int:
    """Return how many cases the officer is in charge of, for the rail."""
    return open_cases(officer).filter(in_charge=officer).count()
