"""Requests to pass an item on with the originator's answer, and copies that were passed on to us."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Purpose(models.TextChoices):
    """What a copy may be used for; engine.protocol.onward.PURPOSES."""

    INSPECTION = "inspection", _("Inspection of goods")
    INVESTIGATION = "investigation", _("Investigation")
    TREND_ANALYSIS = "trend_analysis", _("Analysis of trends")


class OnwardRequest(models.Model):
    """A wish to pass an item of another node on; kept by the node that asks and by the node it comes from."""

    class State(models.TextChoices):
        """How far it has come; a proposed answer is inside the originator's node only."""

        ASKED = "asked", _("Asked")
        PROPOSED = "proposed", _("Answer proposed")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Not granted")
        ORDERED = "ordered", _("Being passed on")
        PASSED = "passed", _("Passed on")

    class Reason(models.TextChoices):
        """Why an originator does not consent; coded, so that nothing is disclosed by it."""

        ONGOING = "ongoing", _("Our own work on it goes on")
        PURPOSE = "purpose", _("The purpose is not agreed")
        RECEIVER = "receiver", _("The receiver is not agreed")
        OTHER = "other", _("For another reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ours = models.BooleanField()  # whether this node asks
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    item_ver = models.PositiveIntegerField()
    origin_node = models.CharField(max_length=40)
    origin_unit = models.CharField(max_length=64)
    holder_node = models.CharField(max_length=40)
    holder_unit = models.CharField(max_length=64)
    to_node = models.CharField(max_length=40)
    to_unit = models.CharField(max_length=64)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    until = models.DateField()
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    grants = models.BooleanField(null=True)  # the answer, proposed or given
    withhold = models.JSONField(default=list)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    grant = models.BinaryField(default=b"")
    signature = models.BinaryField(default=b"")
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=64, blank=True)  # why it could not be passed on in the end

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id", "item_ver", "holder_node", "to_unit"],
                condition=Q(state__in=["asked", "proposed"]),
                name="onward_open_once",
                violation_error_message=_("This was asked already and is not answered yet."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(proposed_by=F("decided_by")),
                name="onward_four_eyes",
                violation_error_message=_("Two persons decide."),
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(passed_by=None) | ~Q(asked_by=F("passed_by")),
                name="onward_passed_four_eyes",
                violation_error_message=_("Who asked does not pass on alone."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "ordered", "passed"]) | Q(grants=True),
                name="onward_granted",
                violation_error_message=_("Nothing is passed on without consent."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (Q(grants=False) & ~Q(reason="")),
                name="onward_refused",
                violation_error_message=_("Who does not consent names the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(holder_node=F("to_node")) & ~Q(origin_node=F("to_node")),
                name="onward_third",
                violation_error_message=_("An item is passed on to a third node."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def own_unit(self) -> str:
        """The unit of this node that asks or answers."""
        return self.holder_unit if self.ours else self.origin_unit


class PassedCopy(models.Model):
    """A copy another node passed on to us with the consent of the node it comes from."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    item_ver = models.PositiveIntegerField()
    origin_node = models.CharField(max_length=40)
    holder_node = models.CharField(max_length=40)
    holder_unit = models.CharField(max_length=64)
    to_unit = models.CharField(max_length=64)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    until = models.DateTimeField()
    marking = models.CharField(max_length=12)
    content = models.JSONField()
    removed = models.JSONField()  # pointers taken out: the copy is a redacted variant of the item
    grant = models.BinaryField()
    signature = models.BinaryField()
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ("-arrived_at",)

    def __str__(self) -> str:
        return str(self.pk)
