"""Who signs, in which order, before something leaves a unit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock

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


class ChainChange(models.Model):
    """A change of a chain that one person proposes and another puts in force; without steps the chain is taken out."""

    class State(models.TextChoices):
        """Where the change stands."""

        PROPOSED = "proposed", _("Proposed")
        IN_FORCE = "in_force", _("In force")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=32)
    from_unit = models.CharField(max_length=40)
    to_unit = models.CharField(max_length=40, default=ANY)
    steps = models.JSONField(default=list)  # as in ReleaseChain
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_unit", "to_unit"],
                condition=Q(state="proposed"),
                name="chain_change_once",
                violation_error_message=_("A change of this chain already waits for its second person."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "in_force", "dropped"]),
                name="chain_change_state",
                violation_error_message=_("This value is not in the list."),
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="chain_change_four_eyes",
                violation_error_message=_("Another person puts a change in force than the one who proposed it."),
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(_Steps(F("steps")), Value(MOST_STEPS))),
                name="chain_change_steps",
                violation_error_message=_("A chain has one to four signatures."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_unit} {self.to_unit}"
