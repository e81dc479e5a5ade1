"""The worker's half of the public site: validate what visitors wrote, audit it, tell who keeps the contacts."""

from uuid import UUID

from django.urls import reverse

from yuegang.accounts import access as accounts
from yuegang.audit import actions as audit
from yuegang.notices import actions as notices
from yuegang.parties import access as parties
from yuegang.portal.models import ContactReport


def take_in_contact_report(object_id: UUID) -> str:
    """Write the rest of a contact report and return the rule that refuses it, or nothing.

    Raises ValidationError if the row does not hold what the form would have let through.
    """
    report = ContactReport.objects.filter(pk=object_id).first()
    if report is None:
        return "row.absent"
    report.full_clean()
    target = f"portal.contactreport:{report.id}"
    audit.record("portal", "contact.report", target, detail={"agency": report.agency_id, "what": report.what})
    keepers = {officer for role in parties.CONFIRMING for officer in accounts.officers_with(role)}
    params = {"agency": report.agency_id, "what": report.what}
    notices.notify(keepers, "contact.reported", params=params, url=reverse("desk:reports"))
    return ""
