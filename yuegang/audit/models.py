"""Who did or read what: rows that are only ever added, and chained by the sealer."""

from django.db import models
from django.db.models import Q

from yuegang.base import clock


class AuditEntry(models.Model):
    """One act or reading; a trigger refuses every change except sealing it once (0002)."""

    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=64, db_index=True)  # an officer's id, or a word for a part of the system
    verb = models.CharField(max_length=60, db_index=True)
    target = models.CharField(max_length=120, db_index=True)
    case = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    prev = models.CharField(max_length=71, null=True, editable=False)  # noqa: DJ001  null until sealed
    digest = models.CharField(max_length=71, null=True, editable=False)  # noqa: DJ001  null until sealed
    sealed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "audit entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"),
                name="audit_verb_form",
                violation_error_message="A verb is dotted small letters, such as lead.read.",
            ),
            models.CheckConstraint(
                condition=Q(seq=None, prev=None, digest=None, sealed_at=None)
                | Q(seq__gte=1, prev__isnull=False, digest__isnull=False, sealed_at__isnull=False),
                name="audit_sealed_whole",
                violation_error_message="An entry is sealed in all four columns or in none.",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["id"], name="audit_unsealed", condition=Q(seq=None)),
        ]
