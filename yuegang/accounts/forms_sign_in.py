"""The library's forms of signing in, in our words and without its placeholders."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.wording import PASSWORD_RULE

Anything = Any  # the library has no type information


def worded(form: forms.Form, labels: dict[str, Anything]) -> None:
    """Give a form's fields our labels and take away placeholders and help of the library."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]
    """Username and password."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"login": _("Username"), "password": _("Password")})


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"password": _("Password")})


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The address a link for a new password is mailed to."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"email": _("E-mail")})


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(self, {"password1": _("New password"), "password2": _("New password again")})
        self.fields["password1"].help_text = PASSWORD_RULE


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one, twice."""

    def __init__(self, *arguments: Anything, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        worded(
            self,
            {
                "oldpassword": _("Present password"),
                "password1": _("New password"),
                "password2": _("New password again"),
            },
        )
        self.fields["password1"].help_text = PASSWORD_RULE
