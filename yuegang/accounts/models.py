"""Officers, their roles, who stands in for whom, and invitations."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Role(models.TextChoices):
    """What an officer may do (product study, C.5)."""

    OFFICER = "officer", _("Officer")
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


class Officers(BaseUserManager["Officer"]):
    """Officers by username; there is no way to make one without an invitation or the set-up command."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """Return the officer whose username matches whatever the capitals."""
        return self.get(username__iexact=username)


class Officer(AbstractBaseUser):
    """A person who works on this node; no group or permission tables, roles decide."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=80)
    display_name_latin = models.CharField(max_length=80, blank=True)
    email = models.EmailField(unique=True)
    agency_code = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=40, db_index=True)
    language = models.CharField(max_length=8, default="zh-hans")
    density = models.CharField(max_length=8, default="normal")
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[Officers] = Officers()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "display_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,63}$"),
                name="officer_username_plain",
                violation_error_message=_("A username has 3 to 64 small letters, digits, dots or dashes."),
            ),
            models.CheckConstraint(
                condition=Q(density__in=["compact", "normal", "roomy"]), name="officer_density_known"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def roles(self, at: datetime | None = None) -> frozenset[str]:
        """Return the role codes granted to this officer at a moment (now by default)."""
        moment = at or clock.now()
        return frozenset(self.grants.valid(moment).values_list("role", flat=True))


class RoleGrants(models.QuerySet["RoleGrant"]):
    """Grants by validity."""

    def valid(self, moment: datetime) -> "RoleGrants":
        """Return the grants in force at a moment."""
        return self.filter(valid_from__lte=moment).filter(Q(valid_to=None) | Q(valid_to__gt=moment))


class RoleGrant(models.Model):
    """A role one officer holds in one unit for a time, and who gave it."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    unit_code = models.CharField(max_length=40)
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RoleGrants.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="role_grant_order"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_grant_known"),
        ]
