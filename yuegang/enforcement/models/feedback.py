"""The answer to a lead."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.models.lead import Lead
from yuegang.enforcement.models.lead_facts import Currency, ValueBasis


class Measure(models.TextChoices):
    """What the receiver did."""

    PROFILE_SET = "profile_set", _("Risk profile set")
    INSPECTED = "inspected", _("Inspected")
    DETAINED = "detained", _("Detained")
    SEIZED = "seized", _("Seized")
    WAREHOUSE_VISIT = "warehouse_visit", _("Warehouse visited")
    CONTROLLED_DELIVERY = "controlled_delivery", _("Controlled delivery under own law")
    RECORDS_CHECKED = "records_checked", _("Records checked")
    PASSED_ON = "passed_on", _("Passed on to another authority")
    NONE = "none", _("No action, with a reason")


class NoActionReason(models.TextChoices):
    """Why nothing was done."""

    ALREADY_KNOWN = "already_known", _("Already known")
    TOO_LATE = "too_late", _("The goods had left before it arrived")
    NOT_ENOUGH = "not_enough", _("Not enough to act on")
    NO_RIGHT_HERE = "no_right_here", _("No right in force in this place")
    NOT_COMPETENT = "not_competent", _("Outside our powers")
    CAPACITY = "capacity", _("No capacity in time")


class Feedback(models.Model):
    """What came of a lead, as coded values first, so that each side reads it in its own words."""

    class Stage(models.TextChoices):
        """Whether more will follow."""

        INTERIM = "interim", _("Interim")
        FINAL = "final", _("Final")

    class Status(models.TextChoices):
        """Where the answer stands on this node."""

        DRAFT = "draft", _("Draft")
        IN_RELEASE = "in_release", _("In release")
        SENT = "sent", _("Sent")

    class Result(models.TextChoices):
        """Whether infringing goods were found; goods stay suspected until determined."""

        FOUND = "found", _("Suspected goods found")
        NOT_FOUND = "not_found", _("Nothing found")
        PENDING = "pending", _("Under investigation")

    class Assessment(models.TextChoices):
        """The receiver's first judgement of the lead."""

        USEFUL = "useful", _("Useful")
        KNOWN = "known", _("Already known")
        NEEDS_MORE = "needs_more", _("Needs more")
        NOT_USABLE = "not_usable", _("Not usable")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="feedback")
    item_ver = models.PositiveIntegerField(default=0)
    edit_ver = models.PositiveIntegerField(default=1)
    is_incoming = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.FINAL)
    assessment = models.CharField(max_length=12, choices=Assessment.choices, blank=True)
    measures = ArrayField(models.CharField(max_length=20, choices=Measure.choices), default=list, blank=True)
    consignments_inspected = models.PositiveIntegerField(null=True, blank=True)
    no_action_reason = models.CharField(max_length=16, choices=NoActionReason.choices, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    lots = models.PositiveIntegerField(null=True, blank=True)
    cases = models.PositiveIntegerField(null=True, blank=True)
    items = models.PositiveBigIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True)
    value_basis = models.CharField(max_length=10, choices=ValueBasis.choices, blank=True)
    arrests = models.PositiveIntegerField(null=True, blank=True)
    usefulness = models.PositiveSmallIntegerField(null=True, blank=True)
    may_quote = models.BooleanField(default=False)
    remark = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    next_question = models.TextField(blank=True)
    from_unit = models.CharField(max_length=40, blank=True)
    writers = ArrayField(models.UUIDField(), default=list, blank=True)
    created_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "feedback"
        ordering: ClassVar[list[str]] = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value=None, currency="", value_basis="")
                | (Q(value__gte=0) & ~Q(currency="") & ~Q(value_basis="")),
                name="feedback_value_whole",
                violation_error_message=_("A value is zero or more and has its currency and its basis."),
            ),
            models.CheckConstraint(
                condition=Q(usefulness=None) | Q(usefulness__lte=3),
                name="feedback_usefulness_range",
                violation_error_message=_("Usefulness goes from 0 to 3."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(result__in=["found", "not_found", "pending"]) & ~Q(measures=[]) & ~Q(measures=None)),
                name="feedback_complete",
                violation_error_message=_("An answer names the measures taken and the result."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(measures__contains=["none"]) | ~Q(no_action_reason=""),
                name="feedback_no_action_reason",
                violation_error_message=_("No action needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_release"]) | Q(released_at__isnull=False, item_ver__gte=1),
                name="feedback_sent_whole",
                violation_error_message=_("A sent answer has its version and the time of its release."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_release", "sent"]) & Q(stage__in=["interim", "final"]),
                name="feedback_codes_known",
                violation_error_message=_("This value is not in the list."),
            ),
        ]


class FeedbackVersion(models.Model):
    """An answer as one version of it crossed."""

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="versions")
    item_ver = models.PositiveIntegerField()
    body = models.JSONField()
    crossed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "item_ver"], name="feedback_version_once")]
        ordering: ClassVar[list[str]] = ["item_ver"]
