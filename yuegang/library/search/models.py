"""Questions that found nothing: they tell which words the term table lacks."""

import uuid

from django.db import models
from django.db.models import Q

from yuegang.base import clock


class Miss(models.Model):
    """One question without a result; nothing about who asked is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # the portal's role may only insert
    words = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, db_index=True)
    language = models.CharField(max_length=8)
    is_public = models.BooleanField()
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-asked_at",)
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="search_miss_says_something")]

    def __str__(self) -> str:
        return self.words
