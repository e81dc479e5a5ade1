"""Protected things a lead can name."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.parties.folding import fold_all


class Right(models.Model):
    """One right in one place: a Mainland mark and a Hong Kong mark are two rights."""

    class IpType(models.TextChoices):
        """Kinds of right officers meet."""

        TRADE_MARK = "trade_mark", _("Trade mark")
        COPYRIGHT = "copyright", _("Copyright")
        PATENT = "patent", _("Patent")
        DESIGN = "design", _("Design")
        INDICATION = "gi", _("Geographical indication")

    class Jurisdiction(models.TextChoices):
        """Where a right is in force (ST.3 codes of the three places)."""

        MAINLAND = "CN", _("Mainland")
        HONG_KONG = "HK", _("Hong Kong")
        MACAO = "MO", _("Macao")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ip_type = models.CharField(max_length=12, choices=IpType.choices)
    jurisdiction = models.CharField(max_length=2, choices=Jurisdiction.choices)
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    holder_name = models.CharField(max_length=160)
    nice_classes = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    recordal_number = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ip_type", "jurisdiction", "number"],
                name="right_number_once",
                violation_error_message=_("This right is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(ip_type__in=["trade_mark", "copyright", "patent", "design", "gi"])
                & Q(jurisdiction__in=["CN", "HK", "MO"]),
                name="right_codes_known",
                violation_error_message=_("This value is not in the list."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="right_validity_order",
                violation_error_message=_("A right ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(name=""),
                name="right_named",
                violation_error_message=_("A right has a number and a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def fill_search_text(self) -> None:
        """Fold what a search may name into one column."""
        self.search_text = fold_all(self.name, self.number, self.holder_name, self.recordal_number)
