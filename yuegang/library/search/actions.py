"""Remember questions that found nothing."""

from django.core.cache import cache

from yuegang.engine.law.folding import fold
from yuegang.library.search.models import Miss

MOST_PER_HOUR = 500  # rows of one process; a flood of nonsense teaches nothing
HOUR = 3600  # seconds


def note_miss(words: str, language: str, *, is_public: bool) -> None:
    """Keep a question without result, unless very many came within the hour."""
    cache.add("search.misses", 0, HOUR)
    if words.strip() and cache.incr("search.misses") <= MOST_PER_HOUR:
        plain = words.strip()[:80]
        Miss.objects.create(words=plain, folded=fold(plain), language=language, is_public=is_public)
