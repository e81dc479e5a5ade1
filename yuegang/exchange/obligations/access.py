"""The only door to what is owed: the rooms of the items decide who reads which."""

from uuid import UUID

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.exchange.obligations.items import Owed, items_of, kinds
from yuegang.exchange.obligations.models import Change

READERS = frozenset(
    {Role.OFFICER, Role.SIGNER, Role.LIAISON, Role.AGENCY_COORDINATOR, Role.GROUP_COORDINATOR, Role.AUDITOR}
)
CHANGERS = frozenset({Role.SIGNER, Role.LIAISON})  # they speak for the unit


def item_for(officer: Officer, kind: str, item_id: UUID) -> Owed | None:
    """Return one item, or None when it is absent or not for this officer."""
    return items_of(kind).find_for(officer, item_id) if kind in kinds() else None


def changes_of(item: Owed) -> list[Change]:
    """Return the extensions and the waiver of an item, oldest first."""
    return list(Change.objects.filter(kind=item.kind, item_id=item.item_id))


def may_change(officer: Officer) -> bool:
    """Say whether an officer may extend or waive."""
    return bool(officer.roles & CHANGERS)
