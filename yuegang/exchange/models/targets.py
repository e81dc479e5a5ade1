"""Agreed times for answers; none is assumed by the agreement."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Target(models.Model):
    """Working days in which a unit answers a kind of item from another unit; in force once both sides signed."""

    class State(models.TextChoices):
        """How far the two units have come."""

        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    from_unit = models.CharField(max_length=64)  # sends the items
    to_unit = models.CharField(max_length=64)  # owes the answers
    proposed_by_unit = models.CharField(max_length=64)
    acknowledge_days = models.PositiveSmallIntegerField()
    feedback_days = models.PositiveSmallIntegerField()
    calendar = models.CharField(max_length=2, choices=[("CN", "CN"), ("HK", "HK"), ("MO", "MO")])
    effective_from = models.DateField()
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledge_days__gte=1) & Q(feedback_days__gte=1),
                name="target_days",
                violation_error_message=_("A target is at least one working day."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") ^ Q(decided_at__isnull=False),
                name="target_decided",
                violation_error_message=_("A decided target says when."),
            ),
            models.UniqueConstraint(
                fields=["kind", "from_unit", "to_unit", "proposed_by_unit"],
                condition=Q(state="proposed"),
                name="target_one_proposal",
                violation_error_message=_("A proposal for these units and this kind is already open."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "from_unit", "to_unit", "effective_from"], name="target_lookup")]
