"""What allauth asks us: no sign-up, sign-ins into the audit trail, errors that tell nothing, secrets encrypted."""

import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.accounts.second_factor_store import open_secret, seal_secret
from yuegang.audit.actions import record

WRONG = _("The username, password or code is not right, or the account is closed.")


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type information
    """Sign-in of officers: closed sign-up, one answer for every failure, every outcome recorded."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": WRONG,
        "invalid_login": WRONG,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right."),
        "enter_current_password": _("Enter your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "invalid_password_reset": _("This link has expired or was used before."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: officers are invited."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in and record it."""
        super().login(request, user)
        record(user, "session.begin", f"accounts.officer:{user.pk}")

    def logout(self, request: HttpRequest) -> None:
        """Record signing out, then sign out."""
        user = request.user
        if user.is_authenticated:
            record(user, "session.end", f"accounts.officer:{user.pk}")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # Any: as allauth has it
        """Record a failed attempt without the name that was typed: a known account by its id, else nobody."""
        typed = str(credentials.get("username", ""))
        officer = Officer.objects.filter(username__iexact=typed).first()
        target = f"accounts.officer:{officer.pk}" if officer else "accounts.officer:unknown"
        record(None, "session.refuse", target, detail={"from": address_digest(self.get_client_ip(request))})

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Record that a closed account was tried, and answer as for a wrong password."""
        record(None, "session.refuse", f"accounts.officer:{user.pk}", detail={"rule": "account.closed"})
        return super().respond_user_inactive(request, user)  # type: ignore[no-any-return]  # untyped library

    def is_reauthentication_required(self, *, app: str, **details: Any) -> bool:  # Any: as allauth has it
        """Ask again only when the last proof of identity in this session is older than the set time."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((float(each["at"]) for each in records), default=0.0)
        # allauth stamps its records by the wall clock, not by base.clock.
        return time.time() - newest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Mail the link in the officer's language, not in that of whoever asked."""
        with translation.override(Officer.objects.get(pk=user.pk).language):
            super().send_password_reset_mail(user, email, context)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set the password and record it."""
        with transaction.atomic():
            super().set_password(user, password)
            record(user, "password.set", f"accounts.officer:{user.pk}")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:  # Any: as allauth has it
        """Security mails go through the notice outbox instead (accounts.views_factor)."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account page."""
        return "/account/"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no type information
    """Second factors: secrets at rest encrypted, the authenticator app names the account by username."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right."),
        "cannot_delete_authenticator": _("Set up another second factor first: one must remain."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret from the database."""
        return open_secret(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account in the authenticator app by its username."""
        return user.get_username()

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # Any: allauth's untyped model
        """Refuse to remove the last second factor."""
        others = type(authenticator).objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type="recovery_codes").exists())


def address_digest(address: str) -> str:
    """Return a short digest of a network address, enough to see that attempts come from one place."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]
