"""Rows of the shared rooms: kept files, imports, jobs, saved filters, document numbers, intake of the portal."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuegang.base import clock


class StoredFile(models.Model):
    """A file kept once under the digest of its bytes; width and height are those of an image, in pixels."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.media_type.startswith("image/")


class SavedFilter(models.Model):
    """A named query string of one page, the officer's own or shared with a unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer_id = models.UUIDField(db_index=True)
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared_unit_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer_id", "page", "name"],
                name="saved_filter_name_once",
                violation_error_message=_("You already have a filter of this name on this page."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JobProgress(models.Model):
    """How far a background job has come; `argument` is what the job's function works on."""

    class State(models.TextChoices):
        """From asked to ended."""

        QUEUED = "queued", pgettext_lazy("job", "Queued")
        RUNNING = "running", pgettext_lazy("job", "Running")
        DONE = "done", pgettext_lazy("job", "Done")
        FAILED = "failed", pgettext_lazy("job", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    officer_id = models.UUIDField(db_index=True)
    argument = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    message = models.CharField(max_length=200, blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_progress_within_total"),
        ]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class DocumentNumber(models.Model):
    """The last number given out by one register in one year; its row is locked while a number is taken."""

    register = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "year"], name="document_number_register_once"),
        ]


class ImportRun(models.Model):
    """One workbook on its way into the database: mapped, previewed, run, perhaps undone."""

    class State(models.TextChoices):
        """Steps of an import."""

        UPLOADED = "uploaded", pgettext_lazy("import", "File chosen")
        MAPPED = "mapped", pgettext_lazy("import", "Columns matched")
        PREVIEWED = "previewed", pgettext_lazy("import", "Previewed")
        RUNNING = "running", pgettext_lazy("import", "Running")
        DONE = "done", pgettext_lazy("import", "Done")
        UNDONE = "undone", pgettext_lazy("import", "Undone")
        FAILED = "failed", pgettext_lazy("import", "Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    officer_id = models.UUIDField(db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=1)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    counts = models.JSONField(default=dict)
    job = models.ForeignKey(JobProgress, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)

    def can_be_undone(self, now: datetime) -> bool:
        """Say whether the whole run may still be taken back at this moment."""
        has_ended = self.state in {self.State.DONE, self.State.FAILED}
        return has_ended and self.undo_until is not None and now < self.undo_until


class ImportRow(models.Model):
    """One row of the workbook: its text as read, its values as understood, what is wrong where, what became of it.

    raw, cells and errors go by column key; errors hold {"rule", "detail", "suggest"}.
    """

    class State(models.TextChoices):
        """What importing the row would do."""

        NEW = "new", pgettext_lazy("import row", "New")
        CHANGED = "changed", pgettext_lazy("import row", "Changed")
        SAME = "same", pgettext_lazy("import row", "Same")
        ERROR = "error", pgettext_lazy("import row", "Error")
        SKIPPED = "skipped", pgettext_lazy("import row", "Skipped")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    raw = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    errors = models.JSONField(default=dict)
    reference = models.CharField(max_length=120, blank=True, db_index=True)
    target = models.UUIDField(null=True, blank=True)
    applied = models.BooleanField(default=False)
    undo = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_number_once"),
        ]


class PortalIntake(models.Model):
    """What the portal wrote and the worker must still validate: one row beside each row of a visitor."""

    class State(models.TextChoices):
        """Fate of the row."""

        NEW = "new", pgettext_lazy("intake", "New")
        ACCEPTED = "accepted", pgettext_lazy("intake", "Accepted")
        REFUSED = "refused", pgettext_lazy("intake", "Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    rule = models.CharField(max_length=60, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "portal_intake"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="portal_intake_object_once"),
        ]
