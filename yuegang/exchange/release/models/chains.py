"""Who signs, in which order, before something leaves a unit."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

ANY = "*"  # stands for every kind, or every receiving unit
MOST_STEPS = 4  # architecture, "One lead, end to end", 2


class _Steps(Func):
    function = "jsonb_array_length"
    output_field = models.IntegerField()


class ReleaseChain(models.Model):
    """The signatures between the author and the other side for one kind and pair of units: steps of role and unit."""

    kind = models.CharField(max_length=32)
    from_unit = models.CharField(max_length=40)
    to_unit = models.CharField(max_length=40, default=ANY)
    steps = models.JSONField()  # [{"role": "signer", "unit_code": "CUS-53/GEN"}, …]

    class Meta:
        ordering = ("from_unit", "kind", "to_unit")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_unit", "to_unit"],
                name="release_chain_once",
                violation_error_message=_("There is already a chain for this kind and these units."),
            ),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(_Steps(F("steps")), Value(1)))
                & Q(LessThanOrEqual(_Steps(F("steps")), Value(MOST_STEPS))),
                name="release_chain_steps",
                violation_error_message=_("A chain has one to four signatures."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_unit} {self.to_unit}"
