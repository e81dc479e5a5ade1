"""Names of people, roles and units in tables."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuegang.accounts.actions import target_of
from yuegang.accounts.models import Officer

register = template.Library()


@register.filter
def person_name(officer: Officer) -> str:
    """Return an officer's name for the reader of the page."""
    return officer.shown_name(get_language() or "en")


@register.filter
def person_target(officer: Officer) -> str:
    """Return how an officer is named in audit entries."""
    return target_of(officer)


@register.filter
def named(names: Mapping[str, object], code: str) -> str:
    """Return the name of a code, or the code where no name is known."""
    return str(names.get(code, code))


@register.filter
def last_day(moment: datetime) -> str:
    """Write the last whole day before a moment at which something ends, as 2026-11-23."""
    return timezone.localtime(moment - timedelta(microseconds=1)).date().isoformat()


@register.filter
def factor_name(factor: Authenticator) -> str:
    """Return what a second factor is called."""
    if factor.type == Authenticator.Type.TOTP:
        return _("Authenticator app")
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        return _("Recovery codes")
    return _("Key: %(name)s") % {"name": factor.wrap().name}
