"""Rows of the shared rooms: kept files, imports, jobs, saved filters, document numbers."""

import uuid

from django.db import models
from django.db.models import Q

from yuegang.base import clock


class StoredFile(models.Model):
    """A file kept once under the digest of its bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_digest"),
        ]
