"""The roles an officer may hold, and which of them who may give."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What an officer may do (product study, C.5)."""

    OFFICER = "officer", pgettext_lazy("role", "Officer")
    SIGNER = "signer", _("Signer")
    LIAISON = "liaison", _("Liaison officer")
    AGENCY_COORDINATOR = "agency_coordinator", _("Agency coordinator")
    GROUP_COORDINATOR = "group_coordinator", _("Working-group coordinator")
    LIBRARY_EDITOR = "library_editor", _("Library editor")
    TRANSLATOR = "translator", _("Translator and reviewer")
    EVENTS_DESK = "events_desk", _("Events desk")
    PLEDGE_DESK = "pledge_desk", _("Pledge desk")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION = "data_protection", _("Data protection officer")


# A coordinator fills the posts of the agency; who watches over the posts is the administrator's choice.
WATCHING = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION})
CASE_ROLES = frozenset({Role.OFFICER, Role.SIGNER, Role.LIAISON})
PEOPLE_ROLES = (Role.ADMINISTRATOR, Role.AGENCY_COORDINATOR)
VIEWING_ROLES = (*PEOPLE_ROLES, Role.GROUP_COORDINATOR)


def grantable(roles: frozenset[str]) -> list[Role]:
    """Return the roles that somebody holding these roles may give."""
    if Role.ADMINISTRATOR in roles:
        return list(Role)
    if Role.AGENCY_COORDINATOR in roles:
        return [role for role in Role if role not in WATCHING and role != Role.AGENCY_COORDINATOR]
    return []
