"""Coded lists of the sheet: categories of goods, tariff chapters, modus operandi, destinations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CodedName(models.Model):
    """A code with its curated name in the three languages; a code is never deleted, only retired."""

    zh_hans = models.CharField(max_length=160)
    zh_hant = models.CharField(max_length=160)
    en = models.CharField(max_length=300)
    is_retired = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def name(self, language: str | None = None) -> str:
        """Return the name in a language code (the active one by default)."""
        code = (language or get_language() or "en").replace("-", "_").lower()
        return str(getattr(self, code if code in {"zh_hans", "zh_hant"} else "en"))


class GoodsCategory(CodedName):
    """A kind of goods, with the codes others use for it and the tariff chapters it usually falls in."""

    code = models.CharField(max_length=8, primary_key=True)
    eu_code = models.CharField(max_length=8, blank=True)
    wco_term = models.CharField(max_length=80, blank=True)
    mainland_bucket = models.CharField(max_length=60, blank=True)
    hk_press_term = models.CharField(max_length=60, blank=True)
    hs_chapters = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "goods categories"

    def chapters(self) -> frozenset[str]:
        """Return the tariff chapters usual for this category; empty means no rule."""
        return frozenset(part for part in self.hs_chapters.split(";") if part)


class HsChapter(CodedName):
    """A chapter of the Harmonized System: the first two digits of every tariff code."""

    code = models.CharField(max_length=2, primary_key=True)
    section = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"),
                name="hs_chapter_two_digits",
                violation_error_message=_("A tariff chapter has two digits."),
            ),
        ]


class ModusOperandi(CodedName):
    """A way infringing goods are moved or hidden, in the shared register of codes."""

    code = models.CharField(max_length=8, primary_key=True)
    group = models.CharField(max_length=20)
    description = models.CharField(max_length=300, blank=True)
    indicators = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "modus operandi"


class Destination(CodedName):
    """A country or territory goods go to, under the reviewed names of our list and no library's default."""

    code = models.CharField(max_length=2, primary_key=True)
    short_zh_hans = models.CharField(max_length=20, blank=True)
    short_zh_hant = models.CharField(max_length=20, blank=True)
    short_en = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="destination_st3",
                violation_error_message=_("A destination code has two capital letters."),
            ),
        ]

    def short(self, language: str | None = None) -> str:
        """Return the short name for tables, or the full one where none is curated."""
        code = (language or get_language() or "en").replace("-", "_").lower()
        found = getattr(self, f"short_{code}" if code in {"zh_hans", "zh_hant"} else "short_en")
        return str(found or self.name(language))
