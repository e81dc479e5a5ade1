"""What was carried by files: one row for each parcel made here and each volume taken in."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.models import Channel


class Parcel(models.Model):
    """Entries of one log with their files, made into volumes here, or one volume that came; holds no content."""

    class State(models.TextChoices):
        """How far a parcel is."""

        ORDERED = "ordered", _("Ordered")
        READY = "ready", _("Ready to carry")
        ARRIVED = "arrived", _("Confirmed by the other side")
        TAKEN = "taken", _("Taken in")
        STOPPED = "stopped", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="parcels")
    is_outgoing = models.BooleanField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    name = models.CharField(max_length=120, blank=True)  # of the file that came
    only_new = models.BooleanField(default=False)  # leave out what earlier parcels hold
    limit = models.PositiveBigIntegerField(default=0)  # bytes of a volume
    first = models.BigIntegerField(default=0)  # 0 when the parcel brings only a head
    last = models.BigIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)
    taken = models.PositiveBigIntegerField(default=0)  # entries that were news here
    blobs = models.PositiveBigIntegerField(default=0)
    head_size = models.BigIntegerField(default=0)
    head_root = models.CharField(max_length=71, blank=True)
    since = models.DateTimeField(null=True)  # of the oldest entry
    until = models.DateTimeField(null=True)  # of the newest
    volumes = models.JSONField(default=list)  # [{"name", "size", "digest", "first", "last"}]
    rule = models.CharField(max_length=64, blank=True)
    expected = models.BigIntegerField(default=0)  # the entry that is missing
    found = models.BigIntegerField(default=0)  # the entry that stood there instead
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="stopped") ^ Q(rule=""),
                name="parcel_rule",
                violation_error_message=_("A parcel that stopped names the rule, others name none."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "ready", "arrived", "taken", "stopped"]), name="parcel_state_known"
            ),
            models.CheckConstraint(condition=Q(last__gte=0) & Q(first__gte=0), name="parcel_range"),
        ]
        indexes = [models.Index(fields=["channel", "-made_at"], name="parcel_newest")]
