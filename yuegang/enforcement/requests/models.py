"""Rows of the requests: the same id on both nodes, the versions that crossed counted."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.models import Handling, Urgency
from yuegang.enforcement.requests import choices
from yuegang.parties.models import Unit


class Request(models.Model):
    """A request for help with an enquiry about a work."""

    class Status(models.TextChoices):
        """Where the request stands."""

        DRAFT = "draft", _("Draft")
        IN_RELEASE = "in_release", _("In release")
        SENT = "sent", _("Sent, not yet acknowledged")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        PARTLY = "partly", _("Partly answered")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True, null=True, blank=True)
    item_ver = models.PositiveIntegerField(default=0)
    is_incoming = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    own_agency = models.CharField(max_length=20)
    matter = models.CharField(max_length=12, choices=choices.Matter.choices)
    legal_basis = models.CharField(max_length=200)
    work_title = models.CharField(max_length=200)
    work_title_other = models.CharField(max_length=200, blank=True)
    work_kind = models.CharField(max_length=12, choices=choices.WorkKind.choices)
    registration_number = models.CharField(max_length=40, blank=True)
    rights_owner = models.CharField(max_length=160, blank=True)
    author = models.CharField(max_length=160, blank=True)
    infringing_facts = models.TextField(blank=True)
    needed_by = models.DateField(null=True, blank=True)
    permitted_use = models.CharField(max_length=20, choices=choices.PermittedUse.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    marking = models.CharField(max_length=12, choices=Handling.choices, default=Handling.AMBER)
    obligation = models.JSONField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=16, choices=choices.Refusal.choices, blank=True)
    use = models.CharField(max_length=16, choices=choices.Use.choices, blank=True)
    writers = ArrayField(models.UUIDField(), default=list, blank=True)
    created_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["own_agency", "status", "-created_at"], name="request_agency_status")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(work_title="") & ~Q(legal_basis=""),
                name="request_told",
                violation_error_message=_("A request names the work and its legal basis."),
            ),
            models.CheckConstraint(
                condition=Q(matter__in=choices.Matter.values)
                & Q(work_kind__in=choices.WorkKind.values)
                & Q(permitted_use__in=choices.PermittedUse.values)
                & Q(refusal_reason__in=["", *choices.Refusal.values])
                & Q(use__in=["", *choices.Use.values])
                & Q(urgency__in=Urgency.values)
                & Q(marking__in=Handling.values),
                name="request_codes_known",
                violation_error_message=_("This value is not in the list."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_release"], item_ver=0)
                | Q(item_ver__gte=1, number__isnull=False, released_at__isnull=False),
                name="request_sent_whole",
                violation_error_message=_("A request that crossed has its number and the time of its release."),
            ),
            models.CheckConstraint(
                condition=(Q(status="refused") & ~Q(refusal_reason="")) | (~Q(status="refused") & Q(refusal_reason="")),
                name="request_refusal_whole",
                violation_error_message=_("A refused request has its reason."),
            ),
            models.CheckConstraint(
                condition=(Q(status="closed", closed_at__isnull=False) & ~Q(use=""))
                | (~Q(status="closed") & Q(use="")),
                name="request_closed_whole",
                violation_error_message=_("A closed request says what use was made of the answers."),
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")),
                name="request_not_to_itself",
                violation_error_message=_("A request goes to a unit of the other side."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.id}"


class Question(models.Model):
    """One numbered question of a request, with the latest answer to it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="question_number_once"),
            models.CheckConstraint(
                condition=~Q(text="") & Q(number__gte=1),
                name="question_told",
                violation_error_message=_("A question has a number and a text."),
            ),
        ]


class Reply(models.Model):
    """Answers to some or all questions of a request, sent once; a later reply adds to it."""

    class Status(models.TextChoices):
        """Where the reply stands on this node."""

        DRAFT = "draft", _("Draft")
        IN_RELEASE = "in_release", _("In release")
        SENT = "sent", _("Sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="replies")
    item_ver = models.PositiveIntegerField(default=0)
    is_incoming = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    writers = ArrayField(models.UUIDField(), default=list, blank=True)
    created_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_release"]) | Q(item_ver__gte=1, released_at__isnull=False),
                name="reply_sent_whole",
                violation_error_message=_("A sent reply has its version and the time of its release."),
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(status__in=["draft", "in_release"]),
                name="reply_one_open",
                violation_error_message=_("A reply to this request is being written already."),
            ),
        ]


class Answer(models.Model):
    """The answer of a reply to one question."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=12, choices=choices.AnswerState.choices)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=12, choices=choices.Source.choices, blank=True)
    certainty = models.CharField(max_length=10, choices=choices.Certainty.choices, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    proofs = ArrayField(models.CharField(max_length=20, choices=choices.Proof.choices), default=list, blank=True)
    passed_to = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["question__number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(state__in=["none_found", "declined"])
                | (Q(state="answered") & ~Q(text="") & ~Q(source="") & ~Q(certainty=""))
                | (Q(state="passed_on") & ~Q(passed_to="")),
                name="answer_whole",
                violation_error_message=_(
                    "An answer has its text, its source and its certainty; what is passed on names the body."
                ),
            ),
        ]
