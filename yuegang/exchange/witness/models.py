"""The daily ends of both nodes' audit chains, as each told the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.exchange.models import Channel


class AuditRoot(models.Model):
    """The end of an audit chain as one node told the other on a day; `ours` when this node told it.

    With `echoed` the row holds an end of our own chain that the peer signed back.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="audit_roots")
    ours = models.BooleanField()
    echoed = models.BooleanField(default=False)
    day = models.DateField()
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=71)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "ours", "echoed", "day"],
                name="audit_root_daily",
                violation_error_message=_("Each node tells the end of its audit chain once a day."),
            ),
            models.CheckConstraint(
                condition=models.Q(seq__gte=1) & models.Q(digest__regex=r"^sha256:[0-9a-f]{64}$"),
                name="audit_root_form",
                violation_error_message=_("The end of a chain is a number from 1 and a digest."),
            ),
        ]
