"""Who works together: sides, nodes, agencies with names in time, units, ports, duty desks."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class NamedInThree(models.Model):
    """Columns for a short coded name in the three languages, curated and never converted."""

    zh_hans = models.CharField(max_length=160)
    zh_hant = models.CharField(max_length=160)
    en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def name(self, language: str | None = None) -> str:
        """Return the name in a language code (the active one by default)."""
        code = (language or get_language() or "en").replace("-", "_").lower()
        return str(getattr(self, code if code in {"zh_hans", "zh_hant"} else "en"))


class ShortNamedInThree(NamedInThree):
    """Adds the short names that tables and chips use."""

    short_zh_hans = models.CharField(max_length=24, blank=True)
    short_zh_hant = models.CharField(max_length=24, blank=True)
    short_en = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def short(self, language: str | None = None) -> str:
        """Return the short name, or the full one where no short one is curated."""
        code = (language or get_language() or "en").replace("-", "_").lower()
        found = getattr(self, f"short_{code}" if code in {"zh_hans", "zh_hant"} else "short_en")
        return str(found or self.name(language))


class Side(NamedInThree):
    """A party to the co-operation: Guangdong, Hong Kong, Macao, or the Mainland's central bodies."""

    code = models.CharField(max_length=4, primary_key=True)
    letter = models.CharField(max_length=1)


class Node(NamedInThree):
    """One installation of this software with its own data; several may serve one side."""

    code = models.CharField(max_length=40, primary_key=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="nodes")


class Agency(models.Model):
    """A public body or partner; its names live in time in AgencyName."""

    code = models.CharField(max_length=20, primary_key=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="agencies")
    role = models.CharField(max_length=200, blank=True)
    address_zh_hans = models.CharField(max_length=200, blank=True)
    address_zh_hant = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=120, blank=True)
    web = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=8)
    contacts_confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"

    def name(self, language: str | None = None, on: date | None = None) -> str:
        """Return the name in force on a day (today's by default)."""
        rows = sorted(self.names.all(), key=lambda row: row.valid_from or date.min)
        fitting = [row for row in rows if on is None or row.covers(on)]
        chosen = (fitting or rows)[-1]
        return chosen.name(language)


class AgencyName(ShortNamedInThree):
    """A name an agency bore from one day to another; open ends are null."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    change = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="agency_name_order",
                violation_error_message=_("A name ends after it begins."),
            ),
            models.UniqueConstraint(fields=["agency", "valid_from"], nulls_distinct=False, name="agency_name_start"),
        ]

    def covers(self, day: date) -> bool:
        """Say whether this name was in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class Unit(ShortNamedInThree):
    """A working unit of an agency: it owes answers, under its own calendar, on its own node."""

    code = models.CharField(max_length=40, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    node = models.ForeignKey(Node, null=True, on_delete=models.PROTECT, related_name="units")
    calendar = models.CharField(max_length=2, choices=[("CN", "CN"), ("HK", "HK"), ("MO", "MO")])
    is_liaison = models.BooleanField(default=False)


class Port(NamedInThree):
    """A port or control point with the time it is in use."""

    code = models.CharField(max_length=12, primary_key=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="ports")
    type = models.CharField(max_length=40)
    traffic = models.CharField(max_length=80)
    counterpart_code = models.CharField(max_length=12, blank=True)
    authority_code = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=8)


class DutyDesk(models.Model):
    """Where a unit is reached at any hour about an urgent lead."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="duty_desk")
    phone = models.CharField(max_length=60)
    hours = models.CharField(max_length=60)
    confirmed_on = models.DateField(null=True, blank=True)
