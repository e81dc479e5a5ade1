"""The two registers of a node: persons whose names must not slip out, and assessments that let class C cross."""

import uuid
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class KnownPerson(models.Model):
    """A name the scan looks for in every text that is to leave, with its forms in both scripts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    forms = models.JSONField(default=list)  # the name as written and its script variants
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="known_person_once",
                violation_error_message=_("This name is already on the list."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="known_person_named", violation_error_message=_("Write the name.")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Assessment(models.Model):
    """A registered assessment: personal data of these fields, of this kind, may go to this node until this day."""

    reference = models.CharField(max_length=80, unique=True)
    scope = models.CharField(max_length=32)  # kind of entry
    fields = models.JSONField()  # pointers of class C fields
    recipient_node = models.CharField(max_length=40)
    expires_on = models.DateField()  # the last day on which it holds, at +08:00
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-expires_on", "reference")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(scope="") & ~Q(recipient_node=""),
                name="assessment_whole",
                violation_error_message=_("An assessment names its reference, its scope and its recipient."),
            ),
            models.CheckConstraint(
                condition=~Q(fields=[]),
                name="assessment_fields",
                violation_error_message=_("An assessment covers at least one field."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def expires(self) -> datetime:
        """The moment from which it no longer holds."""
        last = datetime.combine(self.expires_on, time.min, clock.BOTH_SIDES) + timedelta(days=1)
        return last if self.withdrawn_at is None else min(last, self.withdrawn_at)

    @property
    def is_valid(self) -> bool:
        """Whether it holds now."""
        return clock.now() < self.expires
