"""Protected things a lead can name."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock


class Right(models.Model):
    """One right in one place: a Mainland mark and a Hong Kong mark are two rights."""

    class Kind(models.TextChoices):
        """Kinds of right officers meet."""

        TRADE_MARK = "trade_mark", _("Trade mark")
        COPYRIGHT = "copyright", _("Copyright")
        PATENT = "patent", _("Patent")
        DESIGN = "design", _("Design")
        INDICATION = "indication", _("Geographical indication")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    place = models.CharField(max_length=2, choices=[("CN", _("Mainland")), ("HK", _("Hong Kong")), ("MO", _("Macao"))])
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    holder_name = models.CharField(max_length=160)
    nice_classes = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    recordal_number = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place", "number"], name="right_number_once"),
        ]

    def __str__(self) -> str:
        return self.name
