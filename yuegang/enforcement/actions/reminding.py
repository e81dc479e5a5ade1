"""Remind our own side of the answers it owes; the other side is never told that anything is overdue."""

from django.db import transaction

from yuegang.base import clock
from yuegang.enforcement import river
from yuegang.enforcement.deadlines import due_soon
from yuegang.enforcement.models import Lead


@transaction.atomic
def remind() -> int:
    """Tell who works on a lead once that its answer is due in three working days, and once that it is overdue.

    Returns how many reminders were given.
    """
    given = 0
    today = clock.today()
    near = Lead.objects.select_for_update(skip_locked=True).filter(due_soon(), feedback_by__isnull=False)
    for lead in near.exclude(reminded=Lead.Reminded.OVERDUE):
        is_past = lead.feedback_by is not None and lead.feedback_by < today
        owed = Lead.Reminded.OVERDUE if is_past else Lead.Reminded.DUE
        if lead.reminded != owed:
            river.tell_desk(lead, f"feedback.{owed}")
            Lead.objects.filter(pk=lead.pk).update(reminded=owed)
            given += 1
    return given
