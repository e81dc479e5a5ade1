"""What the public site writes: the visitor's row and its intake row, nothing else."""

from uuid import UUID

from django.db import IntegrityError, transaction

from yuegang.audit import actions as audit
from yuegang.base import clock, intake
from yuegang.portal.models import ContactReport


def leave_report(report: ContactReport, report_id: UUID) -> bool:
    """Insert a report and its intake row in one transaction; False if the same form was sent before."""
    report.id = report_id
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            intake.announce("contact_report", report.id)
    except IntegrityError:
        return False
    return True


def close_report(report: ContactReport, officer_id: UUID) -> None:
    """Mark a report as handled by an officer; one that is closed stays as it is."""
    with transaction.atomic():
        changed = ContactReport.objects.filter(pk=report.pk, handled_at=None).update(
            handled_at=clock.now(), handled_by=officer_id
        )
        if changed:
            target = f"portal.contactreport:{report.id}"
            audit.record(str(officer_id), "contact.close", target, detail={"agency": report.agency_id})
