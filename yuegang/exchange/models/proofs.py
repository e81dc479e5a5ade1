"""What both nodes can show each other later: signed heads, receipts, encrypted files."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.models.log import Channel


class SignedHead(models.Model):
    """The first signed head seen for each size of a log, ours or the peer's: two roots for one size prove a fork."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="heads")
    ours = models.BooleanField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=71)
    head = models.BinaryField()
    signature = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "ours", "size"], name="signed_head_once")]


class Receipt(models.Model):
    """A range of a log that the other node has durably: `ours` when this node received it."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="receipts")
    ours = models.BooleanField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    rejected = models.JSONField(default=list)  # [{"seq", "rule"}]
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")),
                name="receipt_range",
                violation_error_message=_("A receipt covers a range of the log."),
            ),
        ]
        indexes = [models.Index(fields=["channel", "ours", "first"], name="receipt_lookup")]


class Blob(models.Model):
    """A file in its encrypted form, named by the digest of the ciphertext; the key is inside the sealed body."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="blobs")
    outgoing = models.BooleanField()
    digest = models.CharField(max_length=71)
    size = models.PositiveBigIntegerField()
    complete = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "outgoing", "digest"], name="blob_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^sha256:[0-9a-f]{64}$"), name="blob_digest"),
        ]
