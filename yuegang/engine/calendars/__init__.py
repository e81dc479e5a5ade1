"""Count working days of the Mainland, Hong Kong and Macao under a named calendar version."""

from .calendar import Calendar, CalendarError, DayKind
from .table import read_calendars

__all__ = ["Calendar", "CalendarError", "DayKind", "read_calendars"]
