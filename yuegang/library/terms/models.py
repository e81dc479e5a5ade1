"""Terms with each side's preferred words, and every wording a term ever had."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Term(models.Model):
    """One idea in the words of the Mainland, of Hong Kong and of English."""

    zh_hans = models.CharField(max_length=80, unique=True)
    zh_hant = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    is_name = models.BooleanField(default=False)  # of an office, port or statute: looked up, never converted
    hant_is_machine = models.BooleanField(default=False)  # converted, not yet confirmed by a person
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("zh_hans",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(zh_hans="") & ~Q(zh_hant=""),
                name="term_has_both_words",
                violation_error_message=_("A term has the words of both sides."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="term_has_a_source"),
            models.CheckConstraint(
                condition=Q(is_name=False) | Q(hant_is_machine=False),
                name="term_name_is_never_converted",
                violation_error_message=_("A name is looked up, never converted."),
            ),
        ]

    def __str__(self) -> str:
        return self.zh_hans


class TermWording(models.Model):
    """One edition of a term: what it said, from when, by whom."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="wordings")
    edition = models.PositiveIntegerField()
    zh_hans = models.CharField(max_length=80)
    zh_hant = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    hant_is_machine = models.BooleanField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-edition",)
        constraints = [models.UniqueConstraint(fields=["term", "edition"], name="term_wording_once")]
