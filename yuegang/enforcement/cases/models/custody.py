"""Exhibits and the custody log: each step names who had it, where, when and why, and is never rewritten."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.models import StoredFile
from yuegang.enforcement.cases.models.case import Case
from yuegang.enforcement.cases.models.seizure import SeizureLine


class Disposal(models.TextChoices):
    """What became of an exhibit in the end."""

    KEPT = "kept", _("Kept")
    RETURNED = "returned", _("Returned to the owner")
    DESTROYED = "destroyed", _("Destroyed")
    HANDED_OVER = "handed_over", _("Handed over to another authority")
    IN_COURT = "in_court", _("With the court")


class Exhibit(models.Model):
    """Goods, a paper or a file held as part of a case; a file is proved by its SHA-256."""

    class Kind(models.TextChoices):
        """What is held."""

        GOODS = "goods", _("Goods or sample")
        PAPER = "paper", _("Paper")
        FILE = "file", _("File")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exhibits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    label = models.CharField(max_length=160)
    seizure = models.ForeignKey(SeizureLine, null=True, blank=True, on_delete=models.PROTECT, related_name="exhibits")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    disposal = models.CharField(max_length=12, choices=Disposal.choices, default=Disposal.KEPT)
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="exhibit_number_once"),
            models.CheckConstraint(
                condition=(Q(kind="file", file__isnull=False) & Q(sha256__regex=r"^[0-9a-f]{64}$"))
                | (Q(kind__in=["goods", "paper"], file=None, sha256="")),
                name="exhibit_file_proved",
                violation_error_message=_("A file is held with its digest; goods and papers have none."),
            ),
            models.CheckConstraint(
                condition=Q(disposal__in=Disposal.values) & ~Q(label=""),
                name="exhibit_told",
                violation_error_message=_("An exhibit has a label and a known whereabouts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class CustodyStep(models.Model):
    """One move of an exhibit; the steps of an exhibit are numbered without gaps and never change."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    from_holder = models.CharField(max_length=120, blank=True)
    to_holder = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    seal_number = models.CharField(max_length=40, blank=True)
    disposal = models.CharField(max_length=12, choices=Disposal.choices)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="custody_step_once"),
            models.CheckConstraint(
                condition=~Q(to_holder="") & ~Q(place="") & ~Q(reason=""),
                name="custody_step_told",
                violation_error_message=_("A step says who has the exhibit, where, and why."),
            ),
            models.CheckConstraint(
                condition=Q(number=1, from_holder="") | (Q(number__gt=1) & ~Q(from_holder="")),
                name="custody_step_from",
                violation_error_message=_("After the first step the one who gave it is named."),
            ),
        ]
