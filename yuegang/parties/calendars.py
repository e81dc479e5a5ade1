"""The working-day calendars of the three places, read from the shipped table and kept until it changes."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from yuegang.engine.calendars import Calendar, read_calendars
from yuegang.parties import loading
from yuegang.parties.models import Unit

TABLE = "calendars.csv"


def calendars() -> Mapping[str, Calendar]:
    """Return the calendars by place: CN, HK, MO. Raises CalendarError for a table that is not sound."""
    stat = (loading.FACTS / TABLE).stat()
    return _read(stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2)
def _read(changed: int, size: int) -> Mapping[str, Calendar]:
    """Read the table; the arguments are the key of the cache: a new file is read anew."""
    return MappingProxyType(read_calendars(row for _line, row in loading.read_facts(TABLE)))


def calendar_of(unit: Unit) -> Calendar:
    """Return the calendar whose working days count for a unit."""
    return calendars()[unit.calendar]


def calendar_for(unit_code: str) -> Calendar:
    """Return the calendar of a unit by its code; raises Unit.DoesNotExist."""
    return calendars()[Unit.objects.values_list("calendar", flat=True).get(pk=unit_code)]
