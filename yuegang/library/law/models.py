"""Law in time: a work has versions, a version has provisions, a provision has a text in each language."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuegang.base import clock
from yuegang.parties.names import NamedInThree, language_column


class Work(NamedInThree):
    """A statute of the catalogue, whether or not a text of it is loaded; its address never changes."""

    class Place(models.TextChoices):
        """Where a statute is made."""

        MAINLAND = "CN", _("Mainland")
        GUANGDONG = "GD", _("Guangdong")
        HONG_KONG = "HK", _("Hong Kong")
        MACAO = "MO", _("Macao")
        TREATY = "X", _("Treaties and arrangements")

    place = models.CharField(max_length=2, choices=Place.choices)
    code = models.CharField(max_length=100)
    key = models.CharField(max_length=110, unique=True)
    ref = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=40)
    number = models.CharField(max_length=120, blank=True)
    topics = models.CharField(max_length=120, blank=True)
    promulgated = models.CharField(max_length=40, blank=True)  # as the source says it, often a year only
    commenced = models.CharField(max_length=60, blank=True)
    amended = models.CharField(max_length=200, blank=True)
    newest_from = models.DateField(null=True, blank=True)  # the day the newest known revision is in force
    repealed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)  # an officer's; loading facts leaves it alone
    reviewed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("place", "ref")
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="law_work_address_once"),
            models.CheckConstraint(condition=Q(place__in=["CN", "GD", "HK", "MO", "X"]), name="law_work_place_known"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(code__contains="/"), name="law_work_code_in_address"),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by="") | (Q(reviewed_on__isnull=False) & ~Q(reviewed_by="")),
                name="law_work_reviewed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """A work as it reads from a day; known_from is when this node learnt of it, so that corrections keep the old."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    from_is_adopted = models.BooleanField(default=False)  # the day of entry into force is not known
    adopted = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # the first day it is no longer in force
    known_from = models.DateTimeField(default=clock.now)
    is_complete = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=120)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-valid_from", "-known_from")
        constraints = [
            models.UniqueConstraint(fields=["work", "valid_from", "known_from"], name="law_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="law_version_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(checked_by=""), name="law_version_checked_by_someone"),
        ]

    def state_on(self, day: date) -> str:
        """Say whether a day sees this version as past, current or future."""
        if self.valid_from > day:
            return "future"
        return "past" if self.valid_to is not None and self.valid_to <= day else "current"


class Provision(models.Model):
    """One article or section of a version; `number` stays the same from version to version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="provisions")
    number = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    path = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="law_provision_number_once"),
            models.UniqueConstraint(fields=["version", "position"], name="law_provision_position_once"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(number__regex=r"[/@#]"), name="law_provision_number_in_address"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Text(models.Model):
    """The words of a provision in one language; a machine text is never shown as if it were official."""

    class Status(models.TextChoices):
        """What a text is worth."""

        OFFICIAL = "official", pgettext_lazy("text of law", "Official")
        AUTHENTIC = "authentic", pgettext_lazy("text of law", "Equally authentic")
        MACHINE = "machine", pgettext_lazy("text of law", "Machine conversion")

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    status = models.CharField(max_length=10, choices=Status.choices)
    heading = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    as_of = models.DateField(null=True, blank=True)  # where a language has a date of its own

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provision", "language"], name="law_text_language_once"),
            models.CheckConstraint(
                condition=Q(language__in=["zh-Hans", "zh-Hant", "en", "pt"]), name="law_text_language_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["official", "authentic", "machine"]), name="law_text_status_known"
            ),
        ]


class Note(models.Model):
    """Our own heading and plain-word summary of a provision: a reading aid, never law."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="notes")
    number = models.CharField(max_length=40)
    heading_zh_hans = models.CharField(max_length=200)
    heading_zh_hant = models.CharField(max_length=200)
    heading_en = models.CharField(max_length=300)
    summary_zh_hans = models.CharField(max_length=600, blank=True)
    summary_zh_hant = models.CharField(max_length=600, blank=True)
    summary_en = models.CharField(max_length=1000, blank=True)
    hant_is_machine = models.BooleanField(default=False)  # converted, not yet read by an editor
    hant_of = models.TextField(blank=True)  # the Simplified words a translator confirmed the Traditional ones against

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="law_note_once")]

    @property
    def hant_source(self) -> str:
        """What the Traditional words are made from."""
        return f"{self.heading_zh_hans}\n{self.summary_zh_hans}"

    @property
    def has_changed(self) -> bool:
        """Whether the source changed since a translator confirmed the Traditional words."""
        return bool(self.hant_of) and self.hant_of != self.hant_source

    def heading(self, language: str | None = None) -> str:
        """Return the heading in a language code (the active one by default)."""
        return str(getattr(self, f"heading_{language_column(language)}"))

    def summary(self, language: str | None = None) -> str:
        """Return the summary in a language code (the active one by default)."""
        return str(getattr(self, f"summary_{language_column(language)}"))


class Counterpart(models.Model):
    """A provision that answers one question; those of other places with the same topic correspond to it."""

    topic = models.CharField(max_length=40, db_index=True)
    topic_zh_hans = models.CharField(max_length=80)
    topic_zh_hant = models.CharField(max_length=80)
    topic_en = models.CharField(max_length=120)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "work", "number"], name="law_counterpart_once"),
        ]

    def name(self, language: str | None = None) -> str:
        """Return the topic in a language code (the active one by default)."""
        return str(getattr(self, f"topic_{language_column(language)}"))


class Load(models.Model):
    """Statutes read from a file, waiting for a second person; nothing of it is law here before that."""

    class State(models.TextChoices):
        """From read to published."""

        WAITING = "waiting", pgettext_lazy("load of law", "Waiting for a second person")
        APPROVED = "approved", pgettext_lazy("load of law", "Being published")
        PUBLISHED = "published", pgettext_lazy("load of law", "Published")
        REFUSED = "refused", pgettext_lazy("load of law", "Refused")

    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    loaded_by = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=clock.now)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-loaded_at",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("loaded_by")),
                name="law_load_needs_two_people",
                violation_error_message=_("Somebody else must publish what you loaded."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by="") | (~Q(state="waiting") & ~Q(decided_by="")),
                name="law_load_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class LoadItem(models.Model):
    """One edition of a load, as read, with what the validation found."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=110)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    findings = models.JSONField(default=list)
    articles = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    may_publish = models.BooleanField()
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["load", "position"], name="law_load_item_once")]
