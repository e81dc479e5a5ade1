"""What is entered about people: invitations, roles, stand-ins, and what the invited fill in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yuegang.accounts import access, units
from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role, grantable
from yuegang.accounts.wording import PASSWORD_RULE, USERNAME_RULE
from yuegang.audit.fields import DayField
from yuegang.base import clock

Anything = Any  # arguments of forms.Form
LONGEST_STAND_IN = timedelta(days=92)


def units_for(giver: Officer) -> list[tuple[str, str]]:
    """Return the units an officer may put people into, as choices."""
    found = units.labels()
    if not giver.has_role(Role.ADMINISTRATOR):
        found = {code: label for code, label in found.items() if code.startswith(f"{giver.agency_code}/")}
    return list(found.items())


def end_of(day: date) -> datetime:
    """Return the moment a day ends at +08:00."""
    return datetime.combine(day + timedelta(days=1), time.min, clock.BOTH_SIDES)


def start_of(day: date) -> datetime:
    """Return the moment a day begins at +08:00."""
    return datetime.combine(day, time.min, clock.BOTH_SIDES)


class PeopleFilterForm(forms.Form):
    """What the list of people is narrowed to."""

    q = forms.CharField(
        label=_("Name or username"),
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "data-key": "/",
                "aria-label": _("Name or username"),
                "placeholder": _("Name or username"),
            }
        ),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All roles")), *Role.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Active")), ("inactive", _("Inactive")), ("all", _("All"))],
        required=False,
    )


class InviteForm(forms.Form):
    """Whom to invite, where to, for what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    display_name = forms.CharField(label=_("Name, as written"), max_length=80)
    unit_code = forms.ChoiceField(label=_("Unit"))
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)

    def __init__(self, *arguments: Anything, giver: Officer, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit_code"].choices = units_for(giver)  # type: ignore[attr-defined]
        given = [(role.value, role.label) for role in grantable(giver.roles)]
        self.fields["roles"].choices = given  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role in a unit, for a time if wanted."""

    role = forms.ChoiceField(label=_("Role"))
    unit_code = forms.ChoiceField(label=_("Unit"))
    until = DayField(label=_("Until, if it ends"), required=False)

    def __init__(self, *arguments: Anything, giver: Officer, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit_code"].choices = units_for(giver)  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in grantable(giver.roles)]  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        """Refuse a last day that is past."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The last day has passed already."))
        return day


class StandInForm(forms.Form):
    """Who stands in for this officer, from when to when."""

    officer = forms.ModelChoiceField(label=_("Who stands in"), queryset=Officer.objects.none())
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(label=_("Last day"))

    def __init__(self, *arguments: Anything, stands_for: Officer, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        colleagues = access.officers_of_agency(stands_for.agency_code).exclude(pk=stands_for.pk)
        field = self.fields["officer"]
        field.queryset = colleagues  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.display_name} ({one.username})"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:  # Any: cleaned values differ by field
        """Refuse days out of order, past, or longer than three months."""
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_to")
        if first is None or last is None:
            return values
        if last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        elif last < clock.today():
            self.add_error("valid_to", _("The last day has passed already."))
        elif last - first > LONGEST_STAND_IN:
            self.add_error("valid_to", _("Standing in lasts three months at most; enter it again afterwards."))
        return values


class AcceptForm(forms.Form):
    """What an invited person fills in; someone getting back in chooses a password only."""

    username = forms.CharField(
        label=_("Username"),
        max_length=64,
        help_text=USERNAME_RULE,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(
        label=_("Name, as written"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    display_name_latin = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password1 = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_RULE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *arguments: Anything, officer: Officer | None, **options: Anything) -> None:
        super().__init__(*arguments, **options)
        if officer is not None:
            for name in ("username", "display_name", "display_name_latin"):
                del self.fields[name]

    def clean_username(self) -> str:
        """Read the username in small letters."""
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:  # Any: as above
        """Refuse two passwords that differ."""
        values = super().clean() or {}
        if values.get("password1") and values.get("password2") and values["password1"] != values["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        return values
