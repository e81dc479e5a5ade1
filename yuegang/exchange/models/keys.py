"""Public keys of all nodes, and the requests already seen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class RosterKey(models.Model):
    """A public key of a node or of one of its units; private keys are never in the database."""

    class Use(models.TextChoices):
        """What a key may be used for."""

        SIGN = "sign", _("Signs the log")
        SEAL = "seal", _("Opens messages to a unit")
        HTTP = "http", _("Signs requests")

    node = models.CharField(max_length=40)
    unit = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=128, unique=True)
    suite = models.CharField(max_length=16)
    use = models.CharField(max_length=4, choices=Use.choices)
    public = models.BinaryField()
    valid_from = models.DateTimeField()
    not_after = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(not_after__gt=F("valid_from")),
                name="roster_key_validity",
                violation_error_message=_("A key ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(reason=""),
                name="roster_key_reason",
                violation_error_message=_("A revoked key names the reason."),
            ),
            models.CheckConstraint(
                condition=(Q(use="seal") & ~Q(unit="")) | (Q(use__in=["sign", "http"]) & Q(unit="")),
                name="roster_key_use",
                violation_error_message=_("Sealing keys belong to a unit, the others to the node."),
            ),
        ]
        indexes = [models.Index(fields=["node", "use", "unit"], name="roster_key_lookup")]


class SeenNonce(models.Model):
    """The nonce of a signed request, kept until the request would be too old anyway."""

    key_id = models.CharField(max_length=128)
    nonce = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_id", "nonce"], name="seen_nonce_once")]
