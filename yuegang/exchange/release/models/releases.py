"""Releases and the decisions taken on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.models import OutboxEntry


class State(models.TextChoices):
    """Where a release stands."""

    DRAFTING = "drafting", _("Draft")
    WAITING = "waiting", _("Waits for signature")
    RETURNED = "returned", _("Returned")
    RELEASED = "released", _("Released")
    RATIFY_DUE = "ratify_due", _("To be ratified")


LEFT = (State.RELEASED, State.RATIFY_DUE)


class Release(models.Model):
    """One version of one item on its way through the chain, and what left in the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    item_ver = models.PositiveIntegerField()
    from_unit = models.CharField(max_length=40)
    to_unit = models.CharField(max_length=40)
    to_node = models.CharField(max_length=40)
    marking = models.CharField(max_length=16)
    ref = models.CharField(max_length=36, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writers = models.JSONField(default=list)  # ids of all who wrote the draft: none of them signs
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTING)
    urgent = models.BooleanField(default=False)
    steps = models.JSONField(default=list)  # the chain as it was when submitted
    step = models.PositiveSmallIntegerField(default=0)  # how many signatures of this round are given
    step_role = models.CharField(max_length=24, blank=True)  # whose turn it is; empty when nobody's
    step_unit = models.CharField(max_length=40, blank=True)
    step_since = models.DateTimeField(default=clock.now)
    round = models.PositiveSmallIntegerField(default=0)  # grows with each submission and each change of content
    content = models.CharField(max_length=71, blank=True)  # digest of what the signatures of this round are for
    summary = models.JSONField(default=dict)  # for lists: {"classes": "AB", "open": 2}
    withheld = models.JSONField(default=list)  # pointers an approver chose not to send
    assessment = models.ForeignKey(
        "release.Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(OutboxEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="release")
    manifest = models.JSONField(null=True, blank=True)
    manifest_digest = models.CharField(max_length=71, blank=True)  # stands in the audit entry, whose chain is sealed
    ratify_by = models.DateField(null=True, blank=True)
    ratify_noticed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id", "item_ver"],
                name="release_item",
                violation_error_message=_("This version is already on the release desk."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="release_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=LEFT, released_at__isnull=False, entry__isnull=False, manifest__isnull=False)
                & ~Q(manifest_digest="")
                | ~Q(state__in=LEFT) & Q(released_at=None, entry=None, manifest=None, manifest_digest=""),
                name="release_left_whole",
                violation_error_message=_("What was released keeps its manifest and its entry."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.RATIFY_DUE, urgent=True, ratify_by__isnull=False) | ~Q(state=State.RATIFY_DUE),
                name="release_ratified_if_urgent",
                violation_error_message=_("Only an urgent release is ratified afterwards, by a named day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.RATIFY_DUE]) ^ Q(step_role="", step_unit=""),
                name="release_turn",
                violation_error_message=_("It is somebody's turn while a release waits, and nobody's otherwise."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "step_unit", "step_role"], name="release_turn_lookup"),
            models.Index(fields=["author", "-created_at"], name="release_of_author"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_left(self) -> bool:
        """Whether the item has crossed."""
        return self.state in LEFT

    @property
    def is_ratification_overdue(self) -> bool:
        """Whether the day for ratifying has passed."""
        return self.state == State.RATIFY_DUE and self.ratify_by is not None and clock.today() > self.ratify_by


class Decision(models.TextChoices):
    """What was decided."""

    SUBMIT = "submit", _("Submitted")
    APPROVE = "approve", _("Signed")
    RETURN = "return", _("Returned to the author")
    WITHDRAW = "withdraw", _("Withdrawn by the author")
    RATIFY = "ratify", _("Ratified")


SIGNATURES = (Decision.APPROVE, Decision.RATIFY)
BY_AUTHOR = (Decision.SUBMIT, Decision.WITHDRAW)


class ReleaseDecision(models.Model):
    """One decision of one officer; rows are only ever added (0002). Nobody signs what he or she wrote."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(max_length=8, choices=Decision.choices)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=BY_AUTHOR, officer=F("author"))
                | Q(decision__in=[*SIGNATURES, Decision.RETURN])
                & ~Q(officer=F("author"))
                & (Q(acting_for=None) | ~Q(acting_for=F("author"))),
                name="release_four_eyes",
                violation_error_message=_("Nobody signs his or her own draft, nor in the place of its author."),
            ),
            models.UniqueConstraint(
                fields=["release", "round", "step"],
                condition=Q(decision__in=SIGNATURES),
                name="release_one_signature_a_step",
                violation_error_message=_("This step is already signed."),
            ),
            models.UniqueConstraint(
                fields=["release", "round", "officer"],
                condition=Q(decision__in=SIGNATURES),
                name="release_one_step_an_officer",
                violation_error_message=_("One officer signs one step only."),
            ),
            models.UniqueConstraint(
                "release",
                "round",
                Coalesce("acting_for", "officer"),
                condition=Q(decision__in=SIGNATURES),
                name="release_one_step_a_person",
                violation_error_message=_("Nobody signs twice, in person and through a stand-in."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.RETURN, note=""),
                name="release_return_says_why",
                violation_error_message=_("Say why the draft goes back."),
            ),
        ]
