"""Every write of rights."""

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.rights.models import Right


@transaction.atomic
def save_right(right: Right, officer: Officer | None) -> Right:
    """Record or correct a right with its search text; raises ValidationError with the broken rule."""
    is_new = right._state.adding
    right.fill_search_text()
    right.full_clean()
    right.save()
    record(officer, "right.record" if is_new else "right.correct", f"rights.right:{right.id}")
    return right
