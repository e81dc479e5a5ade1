"""Fifty thousand leads as years of work leave them: most are closed, a few are owed, some are drafts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from yuegang.base import clock
from yuegang.deploy.demo.sheets import lead_sheet
from yuegang.enforcement.models import Lead
from yuegang.enforcement.search_text import fill_search_text

SPACE = UUID("6b1f4a52-7f4e-4a8e-9d3c-0c9be1f7a002")  # any constant: the same leads at every run
TOGETHER = 1000
OWN = ("CUS-53/GEN", "CUS-51/GEN", "CUS-52/GEN", "GACC-GD/GEN")
OTHER = "HK-CED/IPIB"
NODES = ("gd-customs", "hk-customs")
BETWEEN = timedelta(minutes=30)  # 50,000 leads in not quite three years
OPEN_SHARE = 25  # one in so many is open
DRAFT_SHARE = 400


def fill(count: int) -> None:
    """Write so many leads."""
    for start in range(0, count, TOGETHER):
        Lead.objects.bulk_create(_leads(range(start, min(count, start + TOGETHER))))


def _leads(numbers: range) -> Iterator[Lead]:
    now = clock.now()
    for number in numbers:
        lead = _lead(number, now - BETWEEN * number)
        fill_search_text(lead)
        yield lead


def _lead(number: int, at: datetime) -> Lead:
    """Return a lead by number; 0 is the newest."""
    is_incoming = number % 3 == 0
    own = OWN[number % len(OWN)]
    facts = dict(lead_sheet(number, *(reversed(NODES) if is_incoming else NODES)))
    facts["to_unit_id"] = own if is_incoming else facts.pop("to_unit")
    facts.pop("to_unit", None)
    codes = ("goods_category", "loading_port", "control_port", "destination")
    facts |= {f"{name}_id": facts.pop(name) for name in codes}
    return Lead(
        id=uuid5(SPACE, str(number)),
        is_incoming=is_incoming,
        origin_unit_id=OTHER if is_incoming else own,
        own_agency=own.partition("/")[0],
        container=f"YGDU {number:06d} {number % 10}",
        created_at=at,
        updated_at=at,
        **facts,
        **_state(number, at, "HK" if is_incoming else "GD"),
    )


def _state(number: int, at: datetime, side: str) -> dict[str, object]:
    if number % DRAFT_SHARE == 1:
        return {"status": "draft"}
    due = (at + timedelta(days=30)).date()
    crossed: dict[str, object] = {
        "number": f"{side}-{at.year}-{number:06d}", "item_ver": 1, "released_at": at, "feedback_by": due,
        "acknowledge_by": (at + timedelta(days=1)).date(), "due_calendar": "CN" if side == "HK" else "HK",
    }  # fmt: skip
    if number % OPEN_SHARE == 0:
        return crossed | {"status": "sent", "feedback_by": (clock.now() + timedelta(days=number % 40 - 5)).date()}
    later = at + timedelta(days=number % 35)
    return crossed | {"status": "closed", "acknowledged_at": later, "answered_at": later, "closed_at": later}
