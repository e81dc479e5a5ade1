"""Who works together: sides, nodes, agencies with names in time, units, ports, duty desks."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.parties.names import NamedInThree, ShortNamedInThree, language_column


class Confidence(models.TextChoices):
    """How well a fact is confirmed; only HIGH is shown to the public as a contact."""

    HIGH = "high", _("Confirmed by a source")
    MEDIUM = "medium", _("Not yet confirmed")
    LOW = "low", _("Doubtful")


class Calendars(models.TextChoices):
    """Whose working days count."""

    CN = "CN", _("Mainland calendar")
    HK = "HK", _("Hong Kong calendar")
    MO = "MO", _("Macao calendar")


class Side(NamedInThree):
    """A party to the co-operation: Guangdong, Hong Kong, Macao, or the Mainland's central bodies."""

    code = models.CharField(max_length=4, primary_key=True)
    position = models.PositiveSmallIntegerField()
    letter_zh_hans = models.CharField(max_length=1)
    letter_zh_hant = models.CharField(max_length=1)
    letter_en = models.CharField(max_length=2)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code

    @property
    def letter(self) -> str:
        """The letter in the square, in the active language."""
        return str(getattr(self, f"letter_{language_column()}"))


class Node(NamedInThree):
    """One installation of this software with its own data; several may serve one side."""

    code = models.CharField(max_length=40, primary_key=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="nodes")

    def __str__(self) -> str:
        return self.code

    @property
    def is_self(self) -> bool:
        """Whether this row is the node the software runs on."""
        return bool(self.code == settings.NODE_CODE)


class Agency(models.Model):
    """A public body or partner; its names live in time in AgencyName."""

    code = models.CharField(max_length=20, primary_key=True)
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="agencies")
    role = models.CharField(max_length=300, blank=True)
    address_zh_hans = models.CharField(max_length=200, blank=True)
    address_zh_hant = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=120, blank=True)
    web = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    confirmed_source = models.CharField(max_length=300, blank=True)  # an officer's; loading facts leaves it alone
    confirmed_on = models.DateField(null=True, blank=True)
    folded = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="agency_confidence_known"),
        ]

    def __str__(self) -> str:
        return self.code

    def named(self, on: date | None = None) -> "AgencyName":
        """Return the name row in force on a day (today at +08:00 by default)."""
        day = on or clock.today()
        rows = sorted(self.names.all(), key=lambda row: row.valid_from or date.min)
        fitting = [row for row in rows if row.covers(day)]
        return (fitting or rows)[-1]

    def name(self, language: str | None = None, on: date | None = None) -> str:
        """Return the full name in force on a day (today's by default)."""
        return self.named(on).name(language)

    def short(self, language: str | None = None, on: date | None = None) -> str:
        """Return the short name in force on a day (today's by default)."""
        return self.named(on).short(language)

    @property
    def contacts_confirmed(self) -> bool:
        """Whether a source confirms the contacts, so that the public may see them."""
        return bool(self.confirmed_source) or (self.confidence == Confidence.HIGH and bool(self.source))

    @property
    def contact_source(self) -> str:
        """What the contacts rest on: what an officer read last, else the source of the shipped facts."""
        return self.confirmed_source or self.source

    @property
    def address(self) -> str:
        """The address in the script of the active language (English readers get Traditional)."""
        hans = language_column() == "zh_hans"
        return str(self.address_zh_hans if hans else self.address_zh_hant)


class AgencyName(ShortNamedInThree):
    """A name an agency bore from one day to another; open ends are null, the end day is excluded."""

    class Precision(models.TextChoices):
        """How exactly the first day of a name is known."""

        DAY = "day", _("exact day")
        MONTH = "month", _("month known")
        YEAR = "year", _("year known")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    change = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="agency_name_order",
                violation_error_message=_("A name ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["agency", "valid_from"],
                nulls_distinct=False,
                name="agency_name_start",
                violation_error_message=_("Two names of one agency begin on the same day."),
            ),
        ]

    def covers(self, day: date) -> bool:
        """Say whether this name was in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class Unit(ShortNamedInThree):
    """A working unit of an agency: it owes answers, under its own calendar, on its own node."""

    code = models.CharField(max_length=40, primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    node = models.ForeignKey(Node, null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    calendar = models.CharField(max_length=2, choices=Calendars.choices)
    is_liaison = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.MEDIUM)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=Q(calendar__in=Calendars.values), name="unit_calendar_known"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9-]+/[A-Z0-9-]+$"),
                name="unit_code_form",
                violation_error_message=_("A unit code is the agency's code, a slash and the unit's letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


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
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    folded = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="port_order",
                violation_error_message=_("A port closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DutyDesk(models.Model):
    """Where a unit is reached at any hour about an urgent lead."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="duty_desk")
    phone = models.CharField(max_length=60)
    hours = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
