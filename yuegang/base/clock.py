"""The one clock: everything that asks for the time asks here, so that tests and demos can move it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BOTH_SIDES = ZoneInfo("Asia/Hong_Kong")  # both sides are at +08:00 without summer time (domain sheet C)


def now() -> datetime:
    """Return the present moment, aware, in UTC, moved by CLOCK_OFFSET seconds outside production."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET)


def moment() -> datetime:
    """Return now() cut to whole milliseconds: what a header on the wire can say, so that both nodes keep the same."""
    exact = now()
    return exact.replace(microsecond=exact.microsecond // 1000 * 1000)


def today() -> date:
    """Return the calendar day at +08:00, the day both sides read on the wall."""
    return now().astimezone(BOTH_SIDES).date()
