"""A lead on this node: its facts, its place in the exchange, its clock and who works on it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BooleanField, Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.models.lead_facts import GoodsFacts, HandlingFacts, IpType, PartyFacts, RouteFacts
from yuegang.enforcement.models.lead_rules import LEAD_RULES
from yuegang.parties.models import Unit

OPEN = ("sent", "acknowledged", "in_hand")  # somebody still owes something
LIST_ORDER = ("rank", F("feedback_by").asc(nulls_last=True), F("released_at").desc(nulls_last=True), "id")
# What the list shows, sorts and narrows by: one walk along an index instead of one through all whole rows.
LIST_COLUMNS = (
    "id", "number", "is_incoming", "form", "status", "rank", "origin_unit", "to_unit", "assigned_unit", "ip_type",
    "goods", "goods_category", "loading_port", "control_port", "destination", "conveyance", "urgency", "items",
    "acknowledge_by", "feedback_by", "due_calendar", "answered_at", "released_at",
)  # fmt: skip


PAIRS = "enforcement_pairs"  # neighbouring characters of a text: the server itself has no index for parts of words


def holds(word: str) -> Q:
    """Return the leads whose search text holds a folded word: found by its pairs along an index, then looked at."""
    pairs = sorted({word[place : place + 2] for place in range(len(word) - 1)})
    exact = Q(search_text__contains=word)
    if not pairs:
        return exact
    of_lead = Func(F("search_text"), function=PAIRS)
    held = Func(of_lead, Value(pairs), template="(%(expressions)s)", arg_joiner=" @> ", output_field=BooleanField())
    return Q(held) & exact


class Leads(models.QuerySet["Lead"]):
    """Leads with what every page needs of them."""

    def with_names(self) -> "Leads":
        """Fetch units, sides and coded names in the same query."""
        return self.select_related(
            "origin_unit__agency__side", "to_unit__agency__side", "goods_category", "loading_port", "control_port",
            "destination", "assigned_to",
        )  # fmt: skip

    def open(self) -> "Leads":
        """Keep those somebody still owes something on."""
        return self.filter(rank=0)


class Lead(GoodsFacts, RouteFacts, PartyFacts, HandlingFacts):
    """A tip sent across: the same id on both nodes, the versions that crossed in LeadVersion."""

    class Form(models.TextChoices):
        """Whether the content is here or travels on paper or a closed channel."""

        FULL = "full", _("Full sheet")
        STUB = "stub", _("Stub: the content travels elsewhere")

    class Status(models.TextChoices):
        """Where the lead stands; the receiver's steps reach the sender as entries."""

        DRAFT = "draft", _("Draft")
        IN_RELEASE = "in_release", _("In release")
        SENT = "sent", _("Sent, not yet acknowledged")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        IN_HAND = "in_hand", _("In hand")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Refused")

    class StubChannel(models.TextChoices):
        """How the content of a stub travels."""

        PAPER = "paper", _("On paper")
        CLOSED_CHANNEL = "closed_channel", _("Closed channel")
        MEETING = "meeting", _("At a meeting")

    class Revision(models.TextChoices):
        """Whether the facts here differ from the last version that crossed."""

        NONE = "none", _("As sent")
        DRAFT = "draft", _("Changed, not yet released")
        IN_RELEASE = "in_release", _("Revision in release")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    item_ver = models.PositiveIntegerField(default=0)
    edit_ver = models.PositiveIntegerField(default=1)
    revision = models.CharField(max_length=10, choices=Revision.choices, default=Revision.NONE)
    is_incoming = models.BooleanField(default=False)
    article = models.PositiveSmallIntegerField(default=5)
    form = models.CharField(max_length=4, choices=Form.choices, default=Form.FULL)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)

    origin_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="leads_from")
    to_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="leads_to")
    own_agency = models.CharField(max_length=20)
    assigned_unit = models.CharField(max_length=40, blank=True)
    assigned_agency = models.CharField(max_length=20, blank=True)
    assigned_to = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    writers = ArrayField(models.UUIDField(), default=list, blank=True)
    created_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    stub_channel = models.CharField(max_length=16, choices=StubChannel.choices, blank=True)
    stub_date = models.DateField(null=True, blank=True)
    stub_reference = models.CharField(max_length=80, blank=True)

    # Open leads before ended ones: stored, so that the list's own order is one walk along an index.
    rank = models.GeneratedField(
        expression=Case(When(status__in=OPEN, then=Value(0)), default=Value(1)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    obligation = models.JSONField(null=True, blank=True)
    due_calendar = models.CharField(max_length=2, blank=True)
    acknowledge_by = models.DateField(null=True, blank=True)
    feedback_by = models.DateField(null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    in_hand_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=24, blank=True)

    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Leads] = Leads.as_manager()  # type: ignore[assignment]  # a queryset's manager has its methods

    class Meta:
        constraints = LEAD_RULES
        indexes = [
            models.Index(fields=["own_agency", "status", "feedback_by"], name="lead_agency_status_due"),
            models.Index(fields=["assigned_agency", "status"], name="lead_assigned_status"),
            models.Index(*LIST_ORDER, name="lead_list_order"),
            models.Index(fields=["-released_at"], name="lead_released"),
            models.Index(fields=["consignee_name"], name="lead_consignee", condition=~Q(consignee_name="")),
            GinIndex(fields=["mo_codes"], name="lead_mo"),
            GinIndex(Func(F("search_text"), function=PAIRS), name="lead_search_pairs"),
            models.Index(fields=["own_agency", "assigned_agency"], include=LIST_COLUMNS, name="lead_list_columns"),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.id}"

    @property
    def is_stub(self) -> bool:
        """Say whether only the lead's number, date, channel, units and right type are here."""
        return self.form == self.Form.STUB

    @property
    def has_crossed(self) -> bool:
        """Say whether a version of this lead is known on both nodes."""
        return self.item_ver > 0

    @property
    def handling_unit(self) -> str:
        """Return the code of the unit on this node that works on the lead."""
        owner = (self.to_unit_id or "") if self.is_incoming else self.origin_unit_id
        return self.assigned_unit or owner

    def subject(self) -> str:
        """Return what the lead is about in a line: its goods, or its right type for a stub."""
        return self.goods or str(IpType(self.ip_type).label if self.ip_type else "")


class LeadRegister(models.Model):
    """The last number given by a side in a year; the row is locked while a number is taken."""

    side = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "year"], name="lead_register_once")]


class LeadVersion(models.Model):
    """The facts of a lead as one version of it crossed, kept for good on both nodes."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="versions")
    item_ver = models.PositiveIntegerField()
    body = models.JSONField()
    marking = models.CharField(max_length=12)
    crossed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "item_ver"], name="lead_version_once")]
        ordering: ClassVar[list[str]] = ["item_ver"]
