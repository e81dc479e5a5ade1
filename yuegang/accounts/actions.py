"""Every change to officers, roles and stand-ins: one transaction with its audit entry and its notice."""

from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from yuegang.accounts.errors import NotAllowed
from yuegang.accounts.models import ActingFor, Officer, RoleGrant
from yuegang.accounts.roles import WATCHING, Role
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.notices.actions import notify


@dataclass(frozen=True)
class NewOfficer:
    """Who is to become an officer; totp_secret (base32) sets up the second factor at once, for set-up only."""

    username: str
    display_name: str
    email: str
    unit_code: str
    password: str = field(repr=False)
    roles: tuple[str, ...] = ("officer",)
    display_name_latin: str = ""
    language: str = "zh-hans"
    totp_secret: str = field(default="", repr=False)

    @property
    def agency_code(self) -> str:
        """The agency is the part of the unit's code before the slash."""
        return self.unit_code.partition("/")[0]


def target_of(officer: Officer) -> str:
    """Return how an officer is named as the target of an audit entry."""
    return f"accounts.officer:{officer.pk}"


@transaction.atomic
def create_officer(new: NewOfficer, *, by: Officer | None = None) -> Officer:
    """Make an officer with roles, a confirmed e-mail address and, if given, a TOTP second factor.

    by: the officer who invited; None at set-up. Raises ValidationError for a name, address, unit or password
    that breaks a rule.
    """
    officer = Officer(
        username=new.username,
        display_name=new.display_name,
        display_name_latin=new.display_name_latin,
        email=new.email,
        agency_code=new.agency_code,
        unit_code=new.unit_code,
        language=new.language,
    )
    validate_password(new.password, officer)
    officer.set_password(new.password)
    officer.full_clean()
    officer.save(force_insert=True)
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    record(by or "setup", "officer.create", target_of(officer), detail={"unit": new.unit_code})
    for role in new.roles:
        _grant(officer, Role(role), new.unit_code, by=by)
    if new.totp_secret:
        TOTP.activate(officer, new.totp_secret)
        RecoveryCodes.activate(officer)
        record(by or "setup", "second_factor.add", target_of(officer), detail={"type": "totp"})
    return officer


def _grant(
    officer: Officer, role: Role, unit_code: str, *, by: Officer | None, until: datetime | None = None
) -> RoleGrant:
    grant = RoleGrant(officer=officer, role=role, unit_code=unit_code, granted_by=by, valid_to=until)
    grant.full_clean()
    grant.save()
    detail = {"role": str(role), "unit": unit_code, "until": until.isoformat() if until else None}
    record(by or "setup", "role.grant", target_of(officer), detail=detail)
    return grant


@transaction.atomic
def grant_role(
    officer: Officer, role: Role, unit_code: str, *, by: Officer, until: datetime | None = None
) -> RoleGrant:
    """Give an officer a role in a unit, until a moment if given.

    Raises NotAllowed if the giver may not give this role there, ValidationError if it is held already.
    """
    require_care(by, officer)
    if not may_grant(by, role, unit_code):
        raise NotAllowed
    if RoleGrant.objects.valid(clock.now()).filter(officer=officer, role=role, unit_code=unit_code).exists():
        raise ValidationError(_("The officer already holds this role in this unit."))
    grant = _grant(officer, role, unit_code, by=by, until=until)
    notify([officer], "role.changed", url="/account/")
    return grant


@transaction.atomic
def revoke_role(grant: RoleGrant, *, by: Officer) -> None:
    """End a role now; the row stays as history.

    Raises NotAllowed if it ended already, the remover may not give it either, or it is the last administrator's.
    """
    if not may_end(by, grant):
        raise NotAllowed
    now = clock.now()
    grant.valid_to = max(now, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    detail = {"role": grant.role, "unit": grant.unit_code}
    record(by, "role.revoke", target_of(grant.officer), detail=detail)
    notify([grant.officer], "role.changed", url="/account/")


def may_grant(giver: Officer, role: Role, unit_code: str) -> bool:
    """Say whether an officer may give or end a role in a unit."""
    if giver.has_role(Role.ADMINISTRATOR):
        return True
    own_agency = unit_code.startswith(f"{giver.agency_code}/")
    return giver.has_role(Role.AGENCY_COORDINATOR) and own_agency and role not in WATCHING | {Role.AGENCY_COORDINATOR}


def may_care(by: Officer, officer: Officer) -> bool:
    """Say whether one officer may look after another: never after oneself, a coordinator within the agency."""
    coordinates = by.has_role(Role.AGENCY_COORDINATOR) and by.agency_code == officer.agency_code
    return by != officer and (by.has_role(Role.ADMINISTRATOR) or coordinates)


def require_care(by: Officer, officer: Officer) -> None:
    """Raise NotAllowed unless one officer may look after another."""
    if not may_care(by, officer):
        raise NotAllowed


def may_end(by: Officer, grant: RoleGrant) -> bool:
    """Say whether an officer may end a role another holds now."""
    in_force = grant.valid_to is None or grant.valid_to > clock.now()
    allowed = may_care(by, grant.officer) and may_grant(by, Role(grant.role), grant.unit_code)
    return in_force and allowed and not _is_last_administrator(grant)


def _is_last_administrator(grant: RoleGrant) -> bool:
    if grant.role != Role.ADMINISTRATOR:
        return False
    others = RoleGrant.objects.valid(clock.now()).filter(role=Role.ADMINISTRATOR, officer__is_active=True)
    return not others.exclude(pk=grant.pk).exists()


@transaction.atomic
def deactivate(officer: Officer, *, by: Officer) -> None:
    """Close an officer's account: no sign-in, sessions ended, stand-ins ended. History stays.

    Raises NotAllowed for oneself, or where a coordinator meets somebody who watches over posts.
    """
    require_care(by, officer)
    if WATCHING & officer.roles and not by.has_role(Role.ADMINISTRATOR):
        raise NotAllowed
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    now = clock.now()
    ActingFor.objects.valid(now).filter(officer=officer).update(valid_to=now)
    end_sessions(officer)
    record(by, "officer.deactivate", target_of(officer))


@transaction.atomic
def reactivate(officer: Officer, *, by: Officer) -> None:
    """Open a closed account again; roles still in force count again."""
    require_care(by, officer)
    officer.is_active = True
    officer.save(update_fields=["is_active"])
    record(by, "officer.reactivate", target_of(officer))


def end_sessions(officer: Officer, *, but: str = "") -> int:
    """End an officer's sessions, all but the one with this key; returns how many."""
    ended = 0
    for session in UserSession.objects.filter(user=officer).exclude(session_key=but):
        session.end()
        ended += 1
    return ended


@dataclass(frozen=True)
class StandIn:
    """Who is to stand in for whom, where and how long."""

    officer: Officer
    stands_for: Officer
    unit_code: str
    valid_from: datetime
    valid_to: datetime


@transaction.atomic
def enter_acting_for(wanted: StandIn, *, by: Officer) -> ActingFor:
    """Let an officer sign in another's place for a time.

    by: an administrator or coordinator who looks after the officer, or the one to be stood in for.
    Raises NotAllowed or ValidationError.
    """
    if by != wanted.stands_for:
        require_care(by, wanted.officer)
        require_care(by, wanted.stands_for)
    if wanted.officer.agency_code != wanted.stands_for.agency_code:
        raise NotAllowed
    entry = ActingFor(
        officer=wanted.officer,
        stands_for=wanted.stands_for,
        unit_code=wanted.unit_code,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        entered_by=by,
    )
    entry.full_clean()
    entry.save()
    detail = {
        "stands_for": str(wanted.stands_for.pk),
        "unit": wanted.unit_code,
        "from": wanted.valid_from.isoformat(),
        "to": wanted.valid_to.isoformat(),
    }
    record(by, "acting_for.enter", target_of(wanted.officer), detail=detail)
    notify([wanted.officer, wanted.stands_for], "role.changed", url="/account/")
    return entry


@transaction.atomic
def end_acting_for(entry: ActingFor, *, by: Officer) -> None:
    """End a stand-in now; the row stays as history."""
    if by not in (entry.stands_for, entry.officer):
        require_care(by, entry.officer)
    now = clock.now()
    if entry.valid_to > now:
        entry.valid_to = max(now, entry.valid_from)
        entry.save(update_fields=["valid_to"])
        record(by, "acting_for.end", target_of(entry.officer), detail={"stands_for": str(entry.stands_for_id)})
        notify([entry.officer, entry.stands_for], "role.changed", url="/account/")


@transaction.atomic
def forget_second_factor(officer: Officer, *, by: Officer) -> None:
    """Remove every second factor of an officer, so that a new one must be set up before anything opens."""
    removed, _tables = Authenticator.objects.filter(user=officer).delete()
    if removed:
        record(by, "second_factor.reset", target_of(officer))


@transaction.atomic
def end_session(session: UserSession, *, by: Officer) -> None:
    """Sign one device out."""
    session.end()
    record(by, "session.revoke", target_of(by))


@transaction.atomic
def end_other_sessions(officer: Officer, but: str) -> int:
    """Sign out every device of an officer but the one with this session key; returns how many."""
    ended = end_sessions(officer, but=but)
    if ended:
        record(officer, "session.revoke", target_of(officer), detail={"devices": ended})
    return ended
