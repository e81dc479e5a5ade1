"""Write the two registers: known persons, and assessments, which only data protection enters."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.audit import actions as audit
from yuegang.base import clock
from yuegang.exchange.release.actions import look_again
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.models import Assessment, KnownPerson
from yuegang.exchange.release.names import forms_of


@transaction.atomic
def add_person(name: str, officer: Officer) -> KnownPerson:
    """Put a name on the list and look for it in every draft on the desk; the audit names the row, not the person.

    Raises ValidationError for an empty name or one already on the list.
    """
    person = KnownPerson(name=name, forms=forms_of(name), added_by=officer)
    person.full_clean()
    person.save()
    audit.record(officer, "known_person.add", f"exchange.known_person:{person.pk}")
    look_again()
    return person


@transaction.atomic
def remove_person(person: KnownPerson, officer: Officer) -> None:
    """Take a name off the list."""
    audit.record(officer, "known_person.remove", f"exchange.known_person:{person.pk}")
    person.delete()
    look_again()


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
