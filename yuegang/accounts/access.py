"""The only door to officers, their grants, stand-ins and invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from yuegang.accounts.models import ActingFor, Invitation, Officer, RoleGrant
from yuegang.accounts.roles import Role
from yuegang.base import clock


@dataclass(frozen=True)
class Authority:
    """By what right an officer takes a step: an own role, or another's in whose place the officer stands."""

    officer: Officer
    acting_for: Officer | None = None


def officer(pk: UUID | str) -> Officer:
    """Return an officer by id; raises Officer.DoesNotExist."""
    return Officer.objects.get(pk=pk)


def active_officers() -> QuerySet[Officer]:
    """Return the officers who may sign in."""
    return Officer.objects.filter(is_active=True)


def officers_of_unit(unit_code: str) -> QuerySet[Officer]:
    """Return the active officers of a unit, for pickers."""
    return active_officers().filter(unit_code=unit_code).order_by("username")


def officers_of_agency(agency_code: str) -> QuerySet[Officer]:
    """Return the active officers of an agency, for pickers."""
    return active_officers().filter(agency_code=agency_code).order_by("unit_code", "username")


def officers_with(role: str, unit_code: str = "", *, at: datetime | None = None) -> QuerySet[Officer]:
    """Return the active officers who hold a role, in one unit if given: whom to notify, who may sign."""
    held = RoleGrant.objects.valid(at or clock.now()).filter(role=role)
    if unit_code:
        held = held.filter(unit_code=unit_code)
    return active_officers().filter(pk__in=held.values("officer")).order_by("username")


def signers_for(role: str, unit_code: str) -> QuerySet[Officer]:
    """Return the officers who may take a step: holders of the role and those who stand in for one."""
    now = clock.now()
    holders = officers_with(role, unit_code)
    acting = ActingFor.objects.valid(now).filter(unit_code=unit_code, stands_for__in=holders).values("officer")
    return active_officers().filter(Q(pk__in=holders.values("pk")) | Q(pk__in=acting)).order_by("username")


def authority(officer: Officer, role: str, unit_code: str) -> Authority | None:
    """Return by what right an officer takes a step of a role in a unit, or None.

    An own role comes first; otherwise the officer's own stand-ins for somebody who holds the role.
    """
    if officer.has_role(role, unit_code):
        return Authority(officer)
    for entry in acting_now(officer).filter(unit_code=unit_code):
        if entry.stands_for.has_role(role, unit_code):
            return Authority(officer, entry.stands_for)
    return None


def acting_now(officer: Officer) -> QuerySet[ActingFor]:
    """Return for whom an officer stands in now."""
    if not officer.is_active:
        return ActingFor.objects.none()
    return ActingFor.objects.valid(clock.now()).filter(officer=officer).select_related("stands_for")


def names_of(ids: Iterable[str | UUID]) -> dict[str, Officer]:
    """Return officers by the text of their id, for pages that name many; words that are no id are left out."""
    keys = {key for key in map(_as_uuid, ids) if key is not None}
    return {str(found.pk): found for found in Officer.objects.filter(pk__in=keys)}


def _as_uuid(text: str | UUID) -> UUID | None:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        return None


def people_for(viewer: Officer) -> QuerySet[Officer]:
    """Return the officers somebody may see: all for administrators and group coordinators, else the agency's."""
    now = clock.now()
    everybody = Officer.objects.prefetch_related(
        Prefetch("grants", RoleGrant.objects.valid(now), to_attr="grants_shown"),
        Prefetch("acting", ActingFor.objects.valid(now).select_related("stands_for"), to_attr="acting_shown"),
    )
    if viewer.roles & {Role.ADMINISTRATOR, Role.GROUP_COORDINATOR}:
        return everybody
    if Role.AGENCY_COORDINATOR in viewer.roles:
        return everybody.filter(agency_code=viewer.agency_code)
    return everybody.none()


def person_for(viewer: Officer, pk: UUID) -> Officer:
    """Return an officer whom the viewer may look after; raises Officer.DoesNotExist."""
    return people_for(viewer).get(pk=pk)


def grants_of(officer: Officer) -> list[RoleGrant]:
    """Return every role an officer holds or held, those in force first."""
    now = clock.now()
    rows = officer.grants.select_related("granted_by", "officer")
    return sorted(rows, key=lambda row: (row.valid_to is not None and row.valid_to <= now, row.role, row.unit_code))


def stand_ins_of(officer: Officer) -> QuerySet[ActingFor]:
    """Return whom an officer stands in for and who stands in for the officer, ended ones left out."""
    concerned = ActingFor.objects.filter(Q(officer=officer) | Q(stands_for=officer))
    return concerned.filter(valid_to__gt=clock.now()).select_related("officer", "stands_for")


def invitations_for(viewer: Officer) -> QuerySet[Invitation]:
    """Return the invitations that are neither accepted nor withdrawn, as far as the viewer looks after them."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by", "officer")
    if Role.ADMINISTRATOR in viewer.roles:
        return waiting
    if Role.AGENCY_COORDINATOR in viewer.roles:
        return waiting.filter(unit_code__startswith=f"{viewer.agency_code}/")
    return waiting.none()
