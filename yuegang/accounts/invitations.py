"""Invite a person by a one-time link, and let the person become an officer by it."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yuegang.accounts.actions import (
    NewOfficer,
    create_officer,
    end_sessions,
    forget_second_factor,
    may_grant,
    require_care,
    target_of,
)
from yuegang.accounts.errors import NotAllowed
from yuegang.accounts.models import Invitation, Officer
from yuegang.accounts.roles import PEOPLE_ROLES, Role
from yuegang.audit.actions import record
from yuegang.base import clock

LIFETIME = timedelta(hours=72)  # long enough for a weekend, short enough for a lost mail


@dataclass(frozen=True)
class Guest:
    """Whom an invitation is for."""

    email: str
    display_name: str
    unit_code: str
    roles: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Answer:
    """What the invited person fills in."""

    username: str
    display_name: str
    display_name_latin: str
    password: str = field(repr=False)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(guest: Guest, *, by: Officer) -> tuple[Invitation, str]:
    """Make an invitation; returns it with the token, which is kept nowhere.

    An older open invitation to the same address is withdrawn.
    Raises NotAllowed if the inviter may not give one of the roles, ValidationError if the address is in use.
    """
    if not any(by.has_role(role) for role in PEOPLE_ROLES):
        raise NotAllowed
    if not all(may_grant(by, Role(role), guest.unit_code) for role in guest.roles):
        raise NotAllowed
    if Officer.objects.filter(email__iexact=guest.email).exists():
        raise ValidationError({"email": _("An officer already has this address.")})
    return _make(guest, None, by)


@transaction.atomic
def reissue(officer: Officer, *, by: Officer) -> tuple[Invitation, str]:
    """Let an officer who lost the way in set a new password and second factor by a one-time link.

    The old password and second factors work until the link is used. Raises NotAllowed.
    """
    require_care(by, officer)
    guest = Guest(officer.email, officer.display_name, officer.unit_code, (), officer.language)
    return _make(guest, officer, by)


def _make(guest: Guest, officer: Officer | None, by: Officer) -> tuple[Invitation, str]:
    now = clock.now()
    Invitation.objects.filter(email__iexact=guest.email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_of(token),
        email=guest.email,
        display_name=guest.display_name,
        unit_code=guest.unit_code,
        roles=list(guest.roles),
        language=guest.language,
        officer=officer,
        invited_by=by,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    invitation.full_clean(exclude=["roles"])
    invitation.save()
    detail = {"unit": guest.unit_code, "roles": list(guest.roles), "for": str(officer.pk) if officer else "new"}
    record(by, "invitation.make", f"accounts.invitation:{invitation.pk}", detail=detail)
    return invitation, token


def link_to(token: str, base_url: str) -> str:
    """Return the address the invited person opens; base_url: of the office."""
    return base_url.rstrip("/") + reverse("accounts:accept", args=[token])


def send(invitation: Invitation, token: str, base_url: str) -> None:
    """Mail the link in the language chosen for the invited person. Raises OSError if the mail host refuses."""
    with translation.override(invitation.language):
        context = {"invitation": invitation, "link": link_to(token, base_url), "hours": LIFETIME // timedelta(hours=1)}
        EmailMessage(
            subject=_("Your invitation to Yuegang"),
            body=render_to_string("accounts/invitation.txt", context),
            to=[invitation.email],
        ).send()


def base_url(asked_by: str) -> str:
    """Return the address of the office for links: the configured one, else the one this request came to."""
    return settings.OFFICE_URL or asked_by


def mail_leaves() -> bool:
    """Say whether this node has a mail host; without one the inviter hands the link over in person."""
    return bool(settings.EMAIL_HOST)


def find_open(token: str) -> Invitation | None:
    """Return the invitation a link belongs to while it still works."""
    found = Invitation.objects.select_related("officer").filter(token_hash=hash_of(token)).first()
    return found if found is not None and found.is_open else None


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Officer) -> None:
    """Make a link useless."""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(by, "invitation.withdraw", f"accounts.invitation:{invitation.pk}")


@transaction.atomic
def accept(invitation: Invitation, answer: Answer) -> Officer:
    """Make the invited person an officer, or give an officer a new password and no second factor yet.

    The link works once: a second use raises NotAllowed, as does one whose inviter may no longer give the roles.
    Raises ValidationError for a name or password that breaks a rule.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open or not _still_backed(locked):
        raise NotAllowed
    officer = _renew(locked.officer, answer) if locked.officer else _welcome(locked, answer)
    locked.accepted_at, locked.officer = clock.now(), officer
    locked.save(update_fields=["accepted_at", "officer"])
    record(officer, "invitation.accept", f"accounts.invitation:{locked.pk}")
    return officer


def _still_backed(invitation: Invitation) -> bool:
    inviter = invitation.invited_by
    if inviter is None:
        return True
    allowed = all(may_grant(inviter, Role(role), invitation.unit_code) for role in invitation.roles)
    return inviter.is_active and any(inviter.has_role(role) for role in PEOPLE_ROLES) and allowed


def _welcome(invitation: Invitation, answer: Answer) -> Officer:
    new = NewOfficer(
        username=answer.username,
        display_name=answer.display_name,
        display_name_latin=answer.display_name_latin,
        email=invitation.email,
        unit_code=invitation.unit_code,
        password=answer.password,
        roles=tuple(invitation.roles),
        language=invitation.language,
    )
    return create_officer(new, by=invitation.invited_by)


def _renew(officer: Officer, answer: Answer) -> Officer:
    validate_password(answer.password, officer)
    officer.set_password(answer.password)
    officer.save(update_fields=["password"])
    forget_second_factor(officer, by=officer)
    end_sessions(officer)
    record(officer, "password.reset", target_of(officer))
    return officer
