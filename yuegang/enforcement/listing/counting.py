"""How many leads each chip of the list holds, remembered for a moment: counting all of them is the dear part."""

from django.core.cache import cache
from django.db.models import Count, Q

from yuegang.accounts.models import Officer
from yuegang.enforcement import access
from yuegang.enforcement.listing import filters
from yuegang.enforcement.turn import turn

MOMENT = 5  # seconds; what our own side does is counted at once (see turn)


def chip_counts(officer: Officer) -> dict[str, int]:
    """Return how many of the leads an officer may read each chip holds, by the chip's key."""
    circle = "all" if access.sees_whole_node(officer) else officer.agency_code
    key = f"enforcement-chips-{circle}-{officer.unit_code}-{turn()}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = _count(officer)
        cache.set(key, known, MOMENT)
    return known


def _count(officer: Officer) -> dict[str, int]:
    wanted = {f"show_{key}": Count("pk", filter=where) for key, where in filters.shows(officer).items() if key}
    found = access.leads_for(officer).aggregate(show_=Count("pk"), **wanted)
    return {key.removeprefix("show_"): int(number) for key, number in found.items()}


def found_count(officer: Officer, where: Q, show: str, *, is_narrowed: bool) -> int:
    """Return how many leads the list finds; a chip alone was counted already."""
    counts = chip_counts(officer)
    if not is_narrowed and show in counts:
        return counts[show]
    return access.leads_for(officer).filter(where).count()
