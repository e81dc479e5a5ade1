"""Statements of both nodes, side by side."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Statement(models.Model):
    """What one node says stood at the end of a month between it and a peer; kept as it was signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.CharField(max_length=40)
    month = models.DateField()
    ours = models.BooleanField()
    digest = models.CharField(max_length=71)  # sha256: and hexadecimal
    items = models.PositiveIntegerField()
    counts = models.JSONField(default=list)
    lines = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "month", "ours"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="statement_first_of_month",
                violation_error_message=_("A statement is of a whole month."),
            ),
        ]
