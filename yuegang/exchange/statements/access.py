"""The only door to statements: liaison officers, coordinators and auditors read them; liaison officers sign early."""

from datetime import date

from django.db.models import QuerySet

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.exchange.statements.models import Statement

READERS = (Role.LIAISON, Role.AGENCY_COORDINATOR, Role.GROUP_COORDINATOR, Role.AUDITOR)
SIGNERS = (Role.LIAISON,)


def statements(officer: Officer) -> QuerySet[Statement]:
    """Return the statements an officer may read."""
    rows = Statement.objects.order_by("-month", "peer", "-ours")
    return rows if officer.roles.intersection(READERS) else rows.none()


def pair(officer: Officer, peer: str, month: date) -> dict[bool, Statement]:
    """Return both statements of a month by whose they are; raises Statement.DoesNotExist when there is none."""
    found = {one.ours: one for one in statements(officer).filter(peer=peer, month=month)}
    if not found:
        raise Statement.DoesNotExist
    return found
