"""Write the register of assessments; only data protection does."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import Assessment


@transaction.atomic
def enter_assessment(
    officer: Officer, reference: str, covers: Sequence[str], *, recipient_node: str, expires_on: date
) -> Assessment:
    """Enter an assessment; covers: kind and pointer joined ("lead/persons"), all of one kind.

    Raises ReleaseRefused "release.not_yours" for any other role; ValidationError for a broken rule.
    """
    _require_data_protection(officer)
    assessment = Assessment(
        reference=reference,
        scope=covers[0].partition("/")[0],
        fields=["/" + one.partition("/")[2] for one in covers],
        recipient_node=recipient_node,
        expires_on=expires_on,
        entered_by=officer,
    )
    assessment.full_clean()
    assessment.save()
    detail = {"fields": assessment.fields, "recipient": recipient_node, "until": expires_on.isoformat()}
    audit.record(officer, "assessment.enter", f"exchange.assessment:{reference}", detail=detail)
    return assessment


@transaction.atomic
def withdraw_assessment(officer: Officer, assessment: Assessment) -> None:
    """End an assessment now; what left under it stays on record."""
    _require_data_protection(officer)
    if assessment.withdrawn_at is None:
        assessment.withdrawn_at = clock.now()
        assessment.save(update_fields=["withdrawn_at"])
        audit.record(officer, "assessment.withdraw", f"exchange.assessment:{assessment.reference}")


def _require_data_protection(officer: Officer) -> None:
    if Role.DATA_PROTECTION not in officer.roles:
        raise ReleaseRefused("release.not_yours")
