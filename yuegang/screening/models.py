"""Watch lists and their entries, screened manifests, hits with their judgement, aliases learnt from them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.models import JobProgress, StoredFile
from yuegang.rights.models import Right


class WatchList(models.Model):
    """A named list of one agency; its hits are counted apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_code = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "name"],
                name="watch_list_name_once",
                violation_error_message=_("Your agency has a list of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WatchEntry(models.Model):
    """A person, firm or number under watch; a person only with a legal ground and a scope, never with an ID number."""

    class Kind(models.TextChoices):
        """What is watched."""

        COMPANY = "company", _("Firm")
        PERSON = "person", _("Natural person")
        IDENTIFIER = "identifier", _("Plate, container or other number")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=160)
    other_names = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    brands = models.TextField(blank=True)
    numbers = models.TextField(blank=True)
    legal_ground = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["company", "person", "identifier"]), name="watch_entry_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="person") | (~Q(legal_ground="") & ~Q(scope="")),
                name="watch_entry_person_grounded",
                violation_error_message=_("A person is watched only on a legal ground and within a scope."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Manifest(models.Model):
    """A manifest or parcel list: kept without numbers of natural persons, screened line by line, resumable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_code = models.CharField(max_length=20, db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    refused_cells = models.JSONField(default=list)
    refused_count = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField()
    screened = models.PositiveIntegerField(default=0)
    index_version = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(JobProgress, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(screened__lte=F("lines")), name="manifest_screened_within_lines"),
        ]

    def __str__(self) -> str:
        return self.file.name

    @property
    def is_ready(self) -> bool:
        """Whether every line was screened."""
        return self.screened == self.lines


class Hit(models.Model):
    """One line of a manifest that may mean one entry or right, and what an officer says of it."""

    class Judgement(models.TextChoices):
        """What an officer says of a hit."""

        OPEN = "open", pgettext_lazy("hit", "To be judged")
        SAME = "same", pgettext_lazy("hit", "Confirmed")
        OTHER = "other", pgettext_lazy("hit", "Refused")
        UNSURE = "unsure", pgettext_lazy("hit", "Cannot be judged")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    manifest = models.ForeignKey(Manifest, on_delete=models.CASCADE, related_name="hits")
    line_number = models.PositiveIntegerField()
    line = models.JSONField()
    entry = models.ForeignKey(WatchEntry, null=True, on_delete=models.PROTECT, related_name="hits")
    right = models.ForeignKey(Right, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    is_alert = models.BooleanField()
    evidence = models.JSONField()
    judgement = models.CharField(max_length=6, choices=Judgement.choices, default=Judgement.OPEN)
    judged_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["manifest", "judgement", "-is_alert", "-score", "line_number"], name="hit_queue"),
            models.Index(fields=["manifest", "judged_by", "-judged_at"], name="hit_last_judged"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["manifest", "line_number", "entry"], name="hit_entry_once"),
            models.UniqueConstraint(fields=["manifest", "line_number", "right"], name="hit_right_once"),
            models.CheckConstraint(
                condition=Q(entry=None, right__isnull=False) | Q(entry__isnull=False, right=None), name="hit_one_target"
            ),
            models.CheckConstraint(
                condition=Q(judgement="open", judged_by=None, judged_at=None)
                | Q(judgement__in=["same", "other", "unsure"], judged_by__isnull=False, judged_at__isnull=False),
                name="hit_judged_by_someone",
            ),
        ]

    @property
    def target(self) -> str:
        """The name of the entry or the mark of the right."""
        if self.right is not None:
            return self.right.name
        return "" if self.entry is None else self.entry.name


class Alias(models.Model):
    """Another name of an entry, learnt from a confirmed hit; it goes when the judgement is undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(WatchEntry, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=160)
    hit = models.OneToOneField(Hit, on_delete=models.PROTECT, related_name="alias")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="alias_name_once")]

    def __str__(self) -> str:
        return self.name
