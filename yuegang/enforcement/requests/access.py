"""The only door from an officer to requests: those of the officer's agency, or all of the node for a liaison unit."""

from uuid import UUID

from django.db.models import QuerySet

from yuegang.accounts.models import Officer
from yuegang.enforcement import names
from yuegang.enforcement.access import CASE_ROLES, READING_ROLES, WRITING_ROLES, may_write, sees_whole_node
from yuegang.enforcement.requests.models import Reply, Request

__all__ = ["READING_ROLES", "WRITING_ROLES", "may_write"]
WAITING = (Request.Status.SENT, Request.Status.ACKNOWLEDGED, Request.Status.PARTLY)


def requests_for(officer: Officer) -> QuerySet[Request]:
    """Return the requests an officer may read."""
    found = Request.objects.select_related("from_unit__agency__side", "to_unit__agency__side", "created_by")
    if sees_whole_node(officer):
        return found
    unit = names.units().get(officer.unit_code)
    if unit is None or not officer.roles & CASE_ROLES:
        return found.none()
    return found.filter(own_agency=unit.agency)


def request_for(officer: Officer, request_id: UUID | str) -> Request:
    """Return one request; raises Request.DoesNotExist when it is absent or not for this officer."""
    return requests_for(officer).get(pk=request_id)


def reply_for(officer: Officer, reply_id: UUID | str) -> Reply:
    """Return one reply; raises Reply.DoesNotExist when its request is absent or not for this officer."""
    return Reply.objects.select_related("request").get(pk=reply_id, request__in=requests_for(officer))


def nav_count(officer: Officer) -> int:
    """Return how many requests wait for our answer, for the rail."""
    return requests_for(officer).filter(is_incoming=True, status__in=WAITING).count()
