"""A case: one investigation of our own side, the leads that became it and what happened in it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.models import IpType, Lead
from yuegang.parties.models import Unit
from yuegang.rights.models import Right


class Stage(models.TextChoices):
    """Where an investigation stands; goods stay suspected until `determined`."""

    OPENED = "opened", _("Opened")
    INVESTIGATING = "investigating", _("Under investigation")
    DETERMINED = "determined", _("Determined")
    DISPOSED = "disposed", _("Disposed of")
    CLOSED = "closed", _("Closed")


class Determination(models.TextChoices):
    """What the authority found about the goods."""

    PENDING = "pending", _("Not determined yet")
    INFRINGING = "infringing", _("Infringing")
    PARTLY = "partly", _("Partly infringing")
    NOT_INFRINGING = "not_infringing", _("Not infringing")
    UNDECIDED = "undecided", _("Cannot be determined")


class Outcome(models.TextChoices):
    """How a case ended."""

    PENALTY = "penalty", _("Administrative penalty")
    PROSECUTED = "prosecuted", _("Prosecuted")
    TRANSFERRED = "transferred", _("Transferred to another authority")
    FORFEITED = "forfeited", _("Goods forfeited, nobody charged")
    RELEASED = "released", _("Goods released")
    NOT_PURSUED = "not_pursued", _("Not pursued, with a reason")


STAGE_ORDER = tuple(Stage.values)


class Case(models.Model):
    """One investigation; its number is given once and its figures are those of its seizure lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=120)
    own_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    own_agency = models.CharField(max_length=20)
    in_charge = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    ip_type = models.CharField(max_length=12, choices=IpType.choices)
    right = models.ForeignKey(Right, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    brand = models.CharField(max_length=120, blank=True)
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.OPENED)
    determination = models.CharField(max_length=16, choices=Determination.choices, default=Determination.PENDING)
    determination_basis = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)
    nothing_seized = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    determined_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    edit_ver = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["own_agency", "stage", "-opened_on"], name="case_agency_stage"),
            models.Index(fields=["-opened_on", "id"], name="case_list_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values)
                & Q(determination__in=Determination.values)
                & Q(outcome__in=["", *Outcome.values])
                & Q(ip_type__in=IpType.values),
                name="case_codes_known",
                violation_error_message=_("This value is not in the list."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(title=""),
                name="case_named",
                violation_error_message=_("A case has a number and a title."),
            ),
            models.CheckConstraint(
                condition=Q(determination="pending", determined_on=None)
                | (~Q(determination="pending") & Q(determined_on__isnull=False) & ~Q(determination_basis="")),
                name="case_determination_whole",
                violation_error_message=_("A determination has its day and its basis."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["opened", "investigating"], determination="pending")
                | (Q(stage__in=["determined", "disposed", "closed"]) & ~Q(determination="pending")),
                name="case_stage_after_determination",
                violation_error_message=_("A case is determined before its goods are disposed of."),
            ),
            models.CheckConstraint(
                condition=(Q(stage="closed", closed_at__isnull=False) & ~Q(outcome=""))
                | (~Q(stage="closed") & Q(closed_at=None)),
                name="case_closed_whole",
                violation_error_message=_("A closed case has its outcome and its closing time."),
            ),
            models.CheckConstraint(
                condition=Q(determined_on=None) | Q(determined_on__gte=F("opened_on")),
                name="case_determined_after_opening",
                violation_error_message=_("A case is determined after it was opened."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether work on the case goes on."""
        return self.stage != Stage.CLOSED

    @property
    def is_suspected(self) -> bool:
        """Whether its goods are still called suspected."""
        return self.determination in (Determination.PENDING, Determination.UNDECIDED)


class CaseLead(models.Model):
    """A lead that became part of a case; a lead belongs to one case at most."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="case_leads")
    lead = models.OneToOneField(Lead, on_delete=models.PROTECT, related_name="case_link")
    added_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["added_at"]


class CaseEvent(models.Model):
    """What happened in a case, in order; kept for good."""

    class Kind(models.TextChoices):
        """The events a case's page tells."""

        OPENED = "opened", _("Case opened")
        LEAD_ADDED = "lead_added", _("Lead merged into the case")
        LEAD_REMOVED = "lead_removed", _("Lead taken out of the case")
        SEIZURE = "seizure", _("Seizure recorded")
        VOIDED = "voided", _("Seizure line struck out")
        EXHIBIT = "exhibit", _("Exhibit registered")
        CUSTODY = "custody", _("Exhibit handed over")
        REVISED = "revised", _("Facts changed")
        STAGE = "stage", _("Stage changed")
        DETERMINED = "determined", _("Goods determined")
        CLOSED = "closed", _("Case closed")
        REOPENED = "reopened", _("Case reopened")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    actor_name = models.CharField(max_length=80)
    params = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="case_event_order")]
