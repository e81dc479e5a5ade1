"""Mail what is due: one message per officer, saying that something happened, never what."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from yuegang.base import clock
from yuegang.notices import access
from yuegang.notices.models import Notice, Rhythm
from yuegang.notices.wording import subject

logger = logging.getLogger(__name__)

MORNING = time(8, 30)  # product study C.5
MONDAY = 0
TOO_OLD = timedelta(days=14)  # an older notice is found in the office, not in the mail


def mail_due(now: datetime | None = None) -> int:
    """Mail every officer whose notices are due; returns how many messages were handed to the mail backend.

    What was read in the office already is not mailed. A failed message is tried again at the next run.
    """
    moment = now or clock.now()
    fresh = Notice.objects.filter(mailed_at=None, read_at=None, created_at__gte=moment - TOO_OLD)
    recipients = fresh.filter(recipient__is_active=True).values_list("recipient", flat=True).distinct()
    return sum(_mail_one(key, moment) for key in recipients.order_by("recipient"))


def _mail_one(key: UUID, now: datetime) -> int:
    officer = get_user_model().objects.get(pk=key)
    rhythms = access.rhythms_of(officer)
    try:
        with transaction.atomic():
            waiting = Notice.objects.select_for_update(skip_locked=True).filter(
                recipient=key, mailed_at=None, read_at=None, created_at__gte=now - TOO_OLD
            )
            due = [notice for notice in waiting if _is_due(notice, rhythms.get(notice.kind, Rhythm.NEVER), now)]
            if not due:
                return 0
            Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(mailed_at=now)
            _message(officer.email, officer.language, due).send()
    except OSError as fault:  # SMTPException is one: the transaction is undone and the next run tries again
        logger.warning("notice.mail_failed", extra={"officer": str(key), "fault": type(fault).__name__})
        return 0
    return 1


def _is_due(notice: Notice, rhythm: str, now: datetime) -> bool:
    if rhythm == Rhythm.NEVER:
        return False
    return rhythm == Rhythm.AT_ONCE or notice.created_at < last_digest(rhythm, now)


def last_digest(rhythm: str, now: datetime) -> datetime:
    """Return the latest moment, not after now, at which a daily or weekly digest goes out (08:30 at +08:00)."""
    today = now.astimezone(clock.BOTH_SIDES).date()
    moment = datetime.combine(today, MORNING, clock.BOTH_SIDES).astimezone(UTC)
    if moment > now:
        moment -= timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        local = moment.astimezone(clock.BOTH_SIDES)
        moment -= timedelta(days=(local.weekday() - MONDAY) % 7)
    return moment


def _message(address: str, language: str, due: Iterable[Notice]) -> EmailMessage:
    with translation.override(language):
        counts = Counter(subject(notice.kind, notice.params) for notice in due)
        context = {"counts": sorted(counts.items()), "office_url": settings.OFFICE_URL}
        total = sum(counts.values())
        return EmailMessage(
            subject=_("Yuegang: notices waiting (%(number)s)") % {"number": total},
            body=render_to_string("notices/mail.txt", context),
            to=[address],
        )
