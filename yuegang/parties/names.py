"""Columns for curated names in three languages; names are looked up, never converted."""

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("zh_hans", "zh_hant", "en")


def language_column(language: str | None = None) -> str:
    """Return the column suffix of a language code (the active language by default)."""
    code = (language or get_language() or "en").replace("-", "_").lower()
    return code if code in LANGUAGES else "en"


class NamedInThree(models.Model):
    """Columns for a short coded name in the three languages, curated and never converted."""

    zh_hans = models.CharField(max_length=160)
    zh_hant = models.CharField(max_length=160)
    en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def name(self, language: str | None = None) -> str:
        """Return the name in a language code (the active one by default)."""
        return str(getattr(self, language_column(language)))


class ShortNamedInThree(NamedInThree):
    """Adds the short names that tables and chips use."""

    short_zh_hans = models.CharField(max_length=60, blank=True)
    short_zh_hant = models.CharField(max_length=60, blank=True)
    short_en = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def short(self, language: str | None = None) -> str:
        """Return the short name, or the full one where no short one is curated."""
        return str(getattr(self, f"short_{language_column(language)}") or self.name(language))
