"""Officers, their roles, who stands in for whom, and invitations."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.roles import Role
from yuegang.base import clock

USERNAME_FORM = r"^[a-z0-9][a-z0-9._-]{2,63}$"


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
    agency_code = models.CharField(max_length=20, db_index=True)
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
        ordering = ("unit_code", "username")
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=USERNAME_FORM),
                name="officer_username_plain",
                violation_error_message=_("A username has 3 to 64 small letters, digits, dots or dashes."),
            ),
            models.CheckConstraint(
                condition=Q(density__in=["compact", "normal", "roomy"]),
                name="officer_density_known",
                violation_error_message=_("Row height is compact, normal or roomy."),
            ),
            models.CheckConstraint(
                condition=Q(unit_code__startswith=Concat(F("agency_code"), Value("/"))),
                name="officer_unit_of_agency",
                violation_error_message=_("The unit belongs to another agency."),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """Keep the username as it was given; AbstractBaseUser would normalise it."""

    @cached_property
    def grants_now(self) -> list["RoleGrant"]:
        """The grants in force when first asked for; one query for the life of this object."""
        return list(self.grants.valid(clock.now())) if self.is_active else []

    @property
    def roles(self) -> frozenset[str]:
        """The codes of the roles in force now; an inactive officer has none."""
        return frozenset(grant.role for grant in self.grants_now)

    def roles_at(self, moment: datetime) -> frozenset[str]:
        """Return the codes of the roles that were in force at a moment."""
        return frozenset(self.grants.valid(moment).values_list("role", flat=True))

    def has_role(self, role: str, unit_code: str | None = None) -> bool:
        """Say whether the officer holds a role now, in one unit if given."""
        return any(grant.role == role and unit_code in (None, grant.unit_code) for grant in self.grants_now)

    def shown_name(self, language: str) -> str:
        """Return the name a reader of a language is shown."""
        return self.display_name_latin if language == "en" and self.display_name_latin else self.display_name


class RoleGrants(models.QuerySet["RoleGrant"]):
    """Grants by validity."""

    def valid(self, moment: datetime) -> "RoleGrants":
        """Return the grants in force at a moment."""
        return self.filter(valid_from__lte=moment).filter(Q(valid_to=None) | Q(valid_to__gt=moment))


class RoleGrant(models.Model):
    """A role one officer holds in one unit for a time, and who gave it; nobody gives one to himself."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    unit_code = models.CharField(max_length=40)
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RoleGrants.as_manager()

    class Meta:
        ordering = ("role", "unit_code", "valid_from")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="role_grant_order",
                violation_error_message=_("A role ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="role_grant_known",
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("officer")),
                name="role_grant_by_another",
                violation_error_message=_("Nobody gives a role to himself or herself."),
            ),
            models.UniqueConstraint(
                fields=["officer", "role", "unit_code"],
                condition=Q(valid_to=None),
                name="role_grant_once",
                violation_error_message=_("The officer already holds this role in this unit."),
            ),
        ]


class ActingFors(models.QuerySet["ActingFor"]):
    """Stand-ins by validity."""

    def valid(self, moment: datetime) -> "ActingFors":
        """Return the entries in force at a moment."""
        return self.filter(valid_from__lte=moment, valid_to__gt=moment)


class ActingFor(models.Model):
    """An officer who signs in another's place in one unit, always for a time that ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="acting")
    stands_for = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="stand_ins")
    unit_code = models.CharField(max_length=40)
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    objects = ActingFors.as_manager()

    class Meta:
        ordering = ("valid_from",)
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="acting_for_order",
                violation_error_message=_("Standing in ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(officer=F("stands_for")),
                name="acting_for_another",
                violation_error_message=_("An officer stands in for somebody else."),
            ),
            models.CheckConstraint(
                condition=~Q(officer=F("entered_by")),
                name="acting_for_entered_by_another",
                violation_error_message=_("Somebody other than the one who stands in makes this entry."),
            ),
        ]


class Invitation(models.Model):
    """A one-time link by which a person becomes an officer, or an officer gets back in; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    display_name = models.CharField(max_length=80)
    unit_code = models.CharField(max_length=40)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="zh-hans")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_order",
                violation_error_message=_("An invitation expires after it is made."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_one_end",
                violation_error_message=_("An invitation is accepted or withdrawn, not both."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.withdrawn_at is None and clock.now() < self.expires_at
