"""The only door to requests and passed copies."""

from django.db.models import Q, QuerySet

from yuegang.accounts.models import Officer
from yuegang.exchange.onward.models import OnwardRequest, PassedCopy

READERS = frozenset({"officer", "signer", "liaison", "auditor"})
EVERYTHING = frozenset({"liaison", "auditor"})
DECIDERS = frozenset({"signer", "liaison"})
WRITERS = frozenset({"officer", "signer", "liaison"})


def requests(officer: Officer) -> QuerySet[OnwardRequest]:
    """Return the requests an officer may see: those of the own unit; liaison and auditor see all."""
    rows = OnwardRequest.objects.select_related("asked_by", "proposed_by", "decided_by", "passed_by")
    if officer.roles & EVERYTHING:
        return rows
    if not officer.roles & READERS:
        return rows.none()
    unit = officer.unit_code
    return rows.filter(Q(ours=True, holder_unit=unit) | Q(ours=False, origin_unit=unit))


def copies(officer: Officer) -> QuerySet[PassedCopy]:
    """Return the copies an officer may see, by the same rule."""
    if officer.roles & EVERYTHING:
        return PassedCopy.objects.all()
    if not officer.roles & READERS:
        return PassedCopy.objects.none()
    return PassedCopy.objects.filter(to_unit=officer.unit_code)


def may_propose(officer: Officer, request: OnwardRequest) -> bool:
    """Say whether an officer may propose an answer."""
    return not request.ours and request.state == OnwardRequest.State.ASKED and bool(officer.roles & WRITERS)


def may_decide(officer: Officer, request: OnwardRequest) -> bool:
    """Say whether an officer may confirm or discard the proposed answer: a signer who did not propose it."""
    return (
        not request.ours
        and request.state == OnwardRequest.State.PROPOSED
        and bool(officer.roles & DECIDERS)
        and request.proposed_by_id != officer.pk
    )


def may_pass(officer: Officer, request: OnwardRequest) -> bool:
    """Say whether an officer may pass the item on: a signer who did not ask."""
    return (
        request.ours
        and request.state == OnwardRequest.State.GRANTED
        and bool(officer.roles & DECIDERS)
        and request.asked_by_id != officer.pk
    )


def nav_count(officer: Officer) -> int | None:
    """Return how many requests wait for this officer, None for nobody's business."""
    if not officer.roles & WRITERS:
        return None
    rows = requests(officer).filter(state__in=["asked", "proposed", "granted"])
    steps = (may_propose, may_decide, may_pass)
    return sum(any(may(officer, row) for may in steps) for row in rows)
