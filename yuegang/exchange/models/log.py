"""The two logs of each channel: what this node sends, what it received, and where both stand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.engine.protocol.fields import NO_DIGEST


class Channel(models.Model):
    """The exchange with one peer node: how far its log was read, what it said last, what stands in the way."""

    peer = models.CharField(max_length=40, unique=True)
    url = models.URLField(max_length=200, blank=True)
    certificate = models.TextField(blank=True)  # PEM; the peer's TLS certificate and no other is trusted
    cursor = models.BigIntegerField(default=0)
    last = models.CharField(max_length=71, default=NO_DIGEST)
    frontier = models.JSONField(default=dict)  # RFC 6962 peaks of the peer's log up to the cursor
    peer_head_size = models.BigIntegerField(default=0)
    peer_head_at = models.DateTimeField(null=True)
    peer_next_at = models.DateTimeField(null=True)  # when the peer promised its next head
    receipted_to = models.BigIntegerField(default=0)
    peer_has = models.BigIntegerField(default=0)
    halted_reason = models.CharField(max_length=64, blank=True)
    last_contact_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    last_error_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    gaps = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cursor__gte=0) & Q(receipted_to__gte=0) & Q(peer_has__gte=0),
                name="channel_counts",
                violation_error_message=_("A position in a log is not negative."),
            ),
        ]


class LogState(models.Model):
    """The end of the log this node keeps for one peer, with the head signed last."""

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="log")
    size = models.BigIntegerField(default=0)
    last = models.CharField(max_length=71, default=NO_DIGEST)
    last_ts = models.DateTimeField(null=True)
    frontier = models.JSONField(default=dict)
    head = models.BinaryField(default=b"")
    signature = models.BinaryField(default=b"")
    head_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=0), name="log_state_size")]


SEAL = ("seq", "header", "digest", "signature", "sealed_at")
SEALED = Q(**{f"{column}__isnull": False for column in SEAL})
UNSEALED = Q(**{f"{column}__isnull": True for column in SEAL})


class OutboxEntry(models.Model):
    """One message to a peer: written unsealed with the business change, made an entry of the log by the sealer."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="outbox")
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField()
    item_ver = models.PositiveIntegerField()
    from_unit = models.CharField(max_length=64, blank=True)
    to_unit = models.CharField(max_length=64, blank=True)
    body = models.BinaryField(null=True)  # as it travels; null after erasure
    enc = models.CharField(max_length=8, choices=[("none", "none"), ("hpke", "hpke")])
    enc_key = models.CharField(max_length=128, blank=True)
    marking = models.CharField(max_length=16)
    blobs = models.JSONField(default=list)
    obligation = models.JSONField(null=True)
    ref = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    seq = models.BigIntegerField(null=True)
    header = models.BinaryField(null=True)
    digest = models.CharField(max_length=71, null=True)  # noqa: DJ001  null says "not sealed", as in the other four
    signature = models.BinaryField(null=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "seq"],
                name="outbox_seq",
                violation_error_message=_("A place in the log is taken once."),
            ),
            models.UniqueConstraint(
                fields=["channel", "kind", "item_id", "item_ver"],
                name="outbox_item",
                violation_error_message=_("This version of the item was already sent."),
            ),
            models.CheckConstraint(
                condition=SEALED | UNSEALED,
                name="outbox_sealed_whole",
                violation_error_message=_("An entry is sealed as a whole or not at all."),
            ),
            models.CheckConstraint(
                condition=Q(seq__isnull=False) | Q(body__isnull=False),
                name="outbox_unsealed_body",
                violation_error_message=_("Only the body of a sealed entry can be erased."),
            ),
            models.CheckConstraint(
                condition=Q(enc="none", enc_key="") | (Q(enc="hpke") & ~Q(enc_key="")),
                name="outbox_encryption",
                violation_error_message=_("An encrypted body names the key it is sealed to."),
            ),
            models.CheckConstraint(condition=Q(item_ver__gte=1), name="outbox_item_ver"),
        ]
        indexes = [
            models.Index(fields=["channel", "id"], name="outbox_unsealed", condition=Q(seq__isnull=True)),
            models.Index(fields=["item_id"], name="outbox_item_id"),
        ]


class InboxEntry(models.Model):
    """One verified entry of a peer's log and what became of it here; only its state may change."""

    class State(models.TextChoices):
        """What became of an entry that arrived."""

        APPLIED = "applied", _("Applied")
        REJECTED = "rejected", _("Rejected")
        WAITING = "waiting", _("Waits for files")
        SEALED = "sealed", _("For an officer")

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="inbox")
    seq = models.BigIntegerField()
    header = models.BinaryField()
    signature = models.BinaryField()
    digest = models.CharField(max_length=71)
    body = models.BinaryField(null=True)
    kind = models.CharField(max_length=32)
    item_id = models.UUIDField(null=True)  # null when the header cannot be read further than its place
    item_ver = models.PositiveIntegerField()
    ref = models.CharField(max_length=36, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    rule = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "seq"], name="inbox_seq", violation_error_message=_("An entry arrives once.")
            ),
            models.UniqueConstraint(
                fields=["channel", "kind", "item_id", "item_ver"],
                condition=~Q(state="rejected"),
                name="inbox_item",
                violation_error_message=_("This version of the item already arrived."),
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") ^ Q(rule=""),
                name="inbox_rule",
                violation_error_message=_("A refused entry names the rule, others name none."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "rejected", "waiting", "sealed"]), name="inbox_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "seq"], name="inbox_open", condition=~Q(state="applied")),
            models.Index(fields=["item_id"], name="inbox_item_id"),
        ]


class Conflict(models.Model):
    """Two things a peer signed that cannot both be true, kept byte by byte for people to look at."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="conflicts")
    rule = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    ours = models.BinaryField()  # what was accepted before
    theirs = models.BinaryField()  # what arrived now
    evidence = models.JSONField(default=dict)
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "rule", "seq", "theirs"], name="conflict_once"),
        ]
