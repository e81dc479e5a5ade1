"""Keep contacts true: confirm them, keep the duty desks."""

from datetime import date

from django.db import transaction

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock
from yuegang.parties.models import Agency, DutyDesk, Unit


@transaction.atomic
def confirm_contacts(agency: Agency, source: str, *, by: Officer) -> None:
    """Record that a source confirmed an agency's contacts today; from now on the public sees them."""
    agency.confirmed_source = source
    agency.confirmed_on = clock.today()
    agency.full_clean()
    agency.save(update_fields=["confirmed_source", "confirmed_on"])
    record(by, "contact.confirm", f"parties.agency:{agency.code}", detail={"source": source})


@transaction.atomic
def keep_duty_desk(unit: Unit, *, phone: str, hours: str, note: str, by: Officer) -> DutyDesk:
    """Keep where a unit is reached at any hour, confirmed today."""
    today: date = clock.today()
    desk, _made = DutyDesk.objects.update_or_create(
        unit=unit, defaults={"phone": phone, "hours": hours, "note": note, "confirmed_on": today}
    )
    record(by, "duty_desk.keep", f"parties.unit:{unit.code}")
    return desk
