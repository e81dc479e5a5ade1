"""Lock the rows an action works on, through the one door of access."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from yuegang.accounts.models import Officer
from yuegang.enforcement import access
from yuegang.enforcement.models import Feedback, Lead


def locked_lead(officer: Officer, lead_id: UUID | str) -> Lead:
    """Return a lead the officer works on, locked; raises Lead.DoesNotExist when absent or not for this officer."""
    if not access.may_write(officer):
        raise Lead.DoesNotExist
    return access.leads_for(officer).select_for_update(of=("self",)).get(pk=lead_id)


def locked_feedback(officer: Officer, feedback_id: UUID | str) -> Feedback:
    """Return an answer of ours, locked; raises Feedback.DoesNotExist when absent or not for this officer."""
    if not access.may_write(officer):
        raise Feedback.DoesNotExist
    rows = Feedback.objects.filter(lead__in=access.leads_for(officer), is_incoming=False)
    return rows.select_for_update(of=("self",)).select_related("lead").get(pk=feedback_id)


def save_within_rules(row: Lead | Feedback, *, is_new: bool = False) -> None:
    """Save a row; a rule the database refuses comes back as the ValidationError that names it.

    The rules are asked one by one only when one is broken: each would cost a query at every save.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError:
        row.validate_constraints()
        raise


def target_of(row: Lead | Feedback) -> str:
    """Return how a row is named in the audit."""
    return f"{row._meta.label_lower}:{row.pk}"


def with_writer(writers: Sequence[UUID], officer: Officer) -> list[UUID]:
    """Return who wrote a draft with one more writer: none of them may sign it."""
    return list(dict.fromkeys([*writers, officer.pk]))
