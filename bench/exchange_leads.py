"""Leads for the exchange bench: enough of them that each is acknowledged once."""

from uuid import UUID, uuid5

from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.enforcement.models import Lead
from yuegang.enforcement.tests import world

SPACE = UUID("6b1f4a52-7f4e-4a8e-9d3c-0c9be1f7a001")  # any constant: both nodes name the same leads
TOGETHER = 1000


def lead_id(number: int) -> UUID:
    """Return the id of a lead by number, the same on both nodes."""
    return uuid5(SPACE, str(number))


def make_leads(count: int, *, incoming: bool, units: tuple[str, str]) -> Officer:
    """Make parties, an officer and stub leads from the first unit to the second; return the officer."""
    world.make_parties()
    origin, to_unit = units
    own = to_unit if incoming else origin
    for start in range(0, count, TOGETHER):
        rows = (_lead(number, incoming, units) for number in range(start, min(count, start + TOGETHER)))
        Lead.objects.bulk_create(rows)
    return world.make_officer("bench", own, "officer", "liaison")


def _lead(number: int, incoming: bool, units: tuple[str, str]) -> Lead:
    origin, to_unit = units
    now = clock.now()
    return Lead(
        id=lead_id(number),
        number=f"HK-2026-{number:07d}",
        item_ver=1,
        is_incoming=incoming,
        form=Lead.Form.STUB,
        stub_channel=Lead.StubChannel.PAPER,
        stub_date=now.date(),
        stub_reference=str(number),
        status=Lead.Status.SENT,
        origin_unit_id=origin,
        to_unit_id=to_unit,
        own_agency=(to_unit if incoming else origin).partition("/")[0],
        ip_type="trade_mark",
        released_at=now,
    )
