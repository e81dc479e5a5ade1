"""What happens to a lead: the river of events, local acts, assignments, conversation, images."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.models import StoredFile
from yuegang.enforcement.models.feedback import Feedback, Measure
from yuegang.enforcement.models.lead import Lead


class LeadEvent(models.Model):
    """One thing that happened, on one bank of the river; `crossed` marks an entry both nodes have."""

    class Kind(models.TextChoices):
        """What can happen to a lead."""

        CREATED = "created", _("Lead drafted")
        REVISED = "revised", _("Facts changed")
        SUBMITTED = "submitted", _("Sent for release")
        RETURNED = "returned", _("Returned to the author")
        RELEASED = "released", _("Lead released")
        ARRIVED = "arrived", _("Lead arrived")
        REVISION_RELEASED = "revision_released", _("Revision released")
        REVISION_ARRIVED = "revision_arrived", _("Revision arrived")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged, without content")
        REFUSED = "refused", _("Refused")
        FORWARDED = "forwarded", _("Forwarded to another unit")
        TAKEN = "taken", _("Taken in hand")
        ACTION = "action", _("Act recorded")
        ASSIGNED = "assigned", _("Assigned")
        FEEDBACK_DRAFTED = "feedback_drafted", _("Feedback drafted")
        FEEDBACK_SUBMITTED = "feedback_submitted", _("Feedback sent for release")
        FEEDBACK = "feedback", _("Feedback given")
        MESSAGE_SUBMITTED = "message_submitted", _("Message sent for release")
        MESSAGE = "message", _("Message")
        IMAGE = "image", _("Image added")
        EXTENDED = "extended", _("Time extended")
        WAIVED = "waived", _("Answer waived")
        CLOSED = "closed", _("Closed")
        CALL = "call", _("Call to the duty desk")
        CASE_JOINED = "case_joined", _("Merged into a case")
        CASE_LEFT = "case_left", _("Taken out of a case")

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    side = models.CharField(max_length=4)
    crossed = models.BooleanField(default=False)
    actor_name = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes = [models.Index(fields=["lead", "at"], name="lead_event_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["gd", "hk", "mo", "cn"]),
                name="lead_event_side_known",
                violation_error_message=_("An event happens on a known side."),
            ),
        ]


class LeadAction(models.Model):
    """An act on a lead with its note: our own side's, it never crosses."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="actions")
    measure = models.CharField(max_length=20, choices=Measure.choices)
    note = models.TextField(blank=True)
    done_on = models.DateField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=[value for value in Measure.values if value != "none"]),
                name="lead_action_measure_known",
                violation_error_message=_("This value is not in the list."),
            ),
        ]


class LeadAssignment(models.Model):
    """Who was given a lead, when and by whom."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="assignments")
    unit_code = models.CharField(max_length=40)
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Message(models.Model):
    """A line of the conversation on a lead; it crosses through the same gate and chain."""

    class Status(models.TextChoices):
        """Where the message stands on this node."""

        DRAFT = "draft", _("Draft")
        IN_RELEASE = "in_release", _("In release")
        SENT = "sent", _("Sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="messages")
    item_ver = models.PositiveIntegerField(default=0)
    is_incoming = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    text = models.TextField()
    from_unit = models.CharField(max_length=40, blank=True)
    created_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="message_not_empty", violation_error_message=_("A message has a text.")
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_release", "sent"]),
                name="message_status_known",
                violation_error_message=_("This value is not in the list."),
            ),
        ]


class LeadImage(models.Model):
    """A picture of goods or marks: the original stays home, what crosses has its boxes burnt in."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="images")
    feedback = models.ForeignKey(Feedback, null=True, blank=True, on_delete=models.PROTECT, related_name="images")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=120, blank=True)
    is_incoming = models.BooleanField(default=False)
    item_ver = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "feedback", "file", "item_ver"], nulls_distinct=False, name="lead_image_once",
                violation_error_message=_("This image is here already."),
            ),
        ]  # fmt: skip
