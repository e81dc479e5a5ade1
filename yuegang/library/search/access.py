"""The door to questions that found nothing."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet

from yuegang.base import clock
from yuegang.library.search.models import Miss

RECENT = timedelta(days=90)


def misses() -> QuerySet[Miss, Any]:  # Any: rows of counted questions
    """Return the questions of the last 90 days that found nothing, the most frequent first."""
    recent = Miss.objects.filter(asked_at__gte=clock.now() - RECENT)
    counted = recent.values("folded").annotate(times=Count("pk"), last=Max("asked_at"), words=Max("words"))
    return counted.order_by("-times", "-last")
