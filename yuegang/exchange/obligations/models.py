"""Extensions and waivers of answers, the same rows on both nodes, and what our own side was reminded of."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Change(models.Model):
    """A longer time for an answer, or none needed any more: signed by the unit that sent the item."""

    class Step(models.TextChoices):
        """What the sender grants."""

        EXTEND = "extend", _("Time extended")
        WAIVE = "waive", _("Answer waived")

    class Reason(models.TextChoices):
        """Why, as a code: nothing of an item's content travels with it."""

        ASKED = "asked", _("The answering unit asked for it")
        EXPERT = "expert", _("An examination of the goods takes longer")
        PROCEEDINGS = "proceedings", _("Proceedings are pending")
        NO_LONGER_NEEDED = "no_longer_needed", _("An answer is no longer needed")
        ANSWERED_ELSEWHERE = "answered_elsewhere", _("Answered with another item or at a meeting")
        WITHDRAWN = "withdrawn", _("The item was withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    step = models.CharField(max_length=6, choices=Step.choices)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    from_unit = models.CharField(max_length=64)
    to_unit = models.CharField(max_length=64)
    is_incoming = models.BooleanField()
    decided_at = models.DateTimeField()  # the `ts` of its entry
    decided_by = models.CharField(max_length=80, blank=True)  # ours only; persons do not cross

    class Meta:
        ordering: ClassVar[list[str]] = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step="extend", until__isnull=False) | Q(step="waive", until__isnull=True),
                name="change_until",
                violation_error_message=_("An extension names a day, a waiver names none."),
            ),
            models.UniqueConstraint(
                fields=["kind", "item_id"],
                condition=Q(step="waive"),
                name="change_one_waiver",
                violation_error_message=_("This answer was waived already."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "item_id"], name="change_item")]


class Reminder(models.Model):
    """The highest step of the ladder that our side reached for one date owed; it never crosses."""

    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    due = models.DateField()
    step = models.CharField(max_length=12)  # engine.protocol.reminding.LADDER
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "item_id", "due"], name="reminder_once"),
        ]
