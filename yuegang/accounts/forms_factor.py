"""The library's forms of second factors in our words; a wrong code is recorded."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.forms_sign_in import worded
from yuegang.audit.actions import record

Anything = Any  # the library has no type information
CODE = _("Six-digit code, or a recovery code")


class RecordsWrongCodes:
    """Adds an audit entry for every wrong code."""

    user: Anything

    def clean_code(self) -> Anything:
        """Check the code as the library does, and record when it is wrong."""
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError:
            record(None, "second_factor.refuse", f"accounts.officer:{self.user.pk}")
            raise


class CodeForm(RecordsWrongCodes, AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"code": CODE})


class CodeAgainForm(RecordsWrongCodes, ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that matters."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"code": CODE})


class ActivateForm(RecordsWrongCodes, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"code": _("Code the app shows now")})


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key, with a name to know it by."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")})
        self.fields["passwordless"].help_text = _("The key then asks for your fingerprint, face or its own PIN.")


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"name": _("Name of the key")})
