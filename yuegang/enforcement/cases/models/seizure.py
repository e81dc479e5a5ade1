"""Seizure lines: what was seized once, where and when, counted in lots, cases and items apart."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.base.models import StoredFile
from yuegang.enforcement.cases.models.case import Case
from yuegang.enforcement.models import Conveyance, Currency, Destination, IpType, Lead, QuantityUnit, ValueBasis
from yuegang.enforcement.models.lead_facts import GoodsFacts
from yuegang.parties.models import Port, Unit


class SeizureLine(GoodsFacts):
    """One seizure of one kind of goods; struck out with a reason, never deleted.

    The id comes with the form, so that a report sent twice is kept once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="seizures")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.PROTECT, related_name="seizures")
    own_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    own_agency = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    port = models.ForeignKey(Port, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    conveyance = models.CharField(max_length=10, choices=Conveyance.choices, blank=True)
    origin_place = models.CharField(max_length=120, blank=True)
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    mo_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    by_phone = models.BooleanField(default=False)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)
    reported_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["happened_at", "id"]
        indexes = [
            models.Index(fields=["own_agency", "-happened_at", "id"], name="seizure_agency_time"),
            models.Index(fields=["-happened_at", "id"], name="seizure_time"),
        ]
        constraints = [
            models.CheckConstraint(
                # NULL > 0 is unknown, and a check takes the unknown for true: so each count is also asked to be there.
                condition=Q(lots__isnull=False, lots__gt=0)
                | Q(cases__isnull=False, cases__gt=0)
                | Q(items__isnull=False, items__gt=0),
                name="seizure_counted",
                violation_error_message=_("A seizure counts lots, cases or items."),
            ),
            models.CheckConstraint(
                condition=~Q(goods="") & (~Q(place="") | Q(port__isnull=False)),
                name="seizure_told",
                violation_error_message=_("A seizure names its goods and its place."),
            ),
            models.CheckConstraint(
                condition=Q(value=None, currency="", value_basis="")
                | (Q(value__gte=0) & ~Q(currency="") & ~Q(value_basis="")),
                name="seizure_value_whole",
                violation_error_message=_("A value is zero or more and has its currency and its basis."),
            ),
            models.CheckConstraint(
                condition=Q(items=None) | ~Q(quantity_unit=""),
                name="seizure_items_unit",
                violation_error_message=_("A number of items says what one item is."),
            ),
            models.CheckConstraint(
                condition=Q(ip_type__in=["", *IpType.values])
                & Q(quantity_unit__in=["", *QuantityUnit.values])
                & Q(currency__in=["", *Currency.values])
                & Q(value_basis__in=["", *ValueBasis.values])
                & Q(conveyance__in=["", *Conveyance.values]),
                name="seizure_codes_known",
                violation_error_message=_("This value is not in the list."),
            ),
            models.CheckConstraint(
                condition=Q(hs_code__regex=r"^([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})?$"),
                name="seizure_hs_digits",
                violation_error_message=_("A tariff code has 4, 6, 8 or 10 digits."),
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="seizure_void_whole",
                violation_error_message=_("A line is struck out with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.goods


class SeizurePhoto(models.Model):
    """A picture of seized goods; it stays on our side."""

    seizure = models.ForeignKey(SeizureLine, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
