"""The terms rates are made of: each is a condition on what both nodes have, and its words.

A lead counts in the period in which its first version was sealed, at +08:00. Nothing here looks at what only one node
knows (assignment, cases, notes), so the two nodes count the same.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock
from yuegang.enforcement.models import Feedback, Lead, Measure
from yuegang.enforcement.models.lead import Leads


@dataclass(frozen=True)
class Term:
    """A condition on a lead in words; the column of `with_terms` that holds it has the term's code."""

    words: Any  # lazy words
    condition: Q


TERMS: dict[str, Term] = {
    "received": Term(_("leads received"), Q()),
    "complete": Term(_("leads received and complete (not returned with a reason)"), ~Q(status=Lead.Status.REFUSED)),
    "acknowledged": Term(_("leads acknowledged"), Q(acknowledged_at__isnull=False)),
    "due": Term(
        _("leads whose agreed date has come or whose answer is there"),
        Q(feedback_by__isnull=False)
        & ~Q(status=Lead.Status.REFUSED)
        & (Q(answered_at__isnull=False) | Q(is_past=True)),
    ),
    "final": Term(_("of these, leads with a final answer"), Q(feedback_by__isnull=False, has_final=True)),
    "in_time": Term(
        _("of these, leads answered by the agreed date"),
        Q(feedback_by__isnull=False, answered_at__isnull=False, answered_at__date__lte=F("feedback_by")),
    ),
    "acted": Term(_("leads acted on (a measure was taken)"), Q(has_measure=True)),
    "found": Term(_("of these, leads where suspected goods were found"), Q(has_measure=True, has_found=True)),
}


def with_facts(leads: Leads) -> Leads:
    """Add to each lead what its answers say: has_final, has_measure, has_found; and whether its date is past."""
    sent = Feedback.objects.filter(lead=OuterRef("pk"), status=Feedback.Status.SENT)
    some = sent.exclude(measures__contains=[Measure.NONE])
    return leads.filter(released_at__isnull=False).annotate(
        has_final=Exists(sent.filter(stage=Feedback.Stage.FINAL)),
        has_measure=Exists(some),
        has_found=Exists(some.filter(result=Feedback.Result.FOUND)),
        is_past=Q(feedback_by__lt=clock.today()),
    )
