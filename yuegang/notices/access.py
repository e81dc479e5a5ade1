"""The only door to what an officer was told."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from yuegang.notices.models import Notice, NoticeSetting


def notices_of(officer: AbstractBaseUser) -> QuerySet[Notice]:
    """Return an officer's notices, newest first."""
    return Notice.objects.filter(recipient=officer.pk)


def unread_count(officer: AbstractBaseUser) -> int:
    """Return how many notices an officer has not read."""
    return notices_of(officer).filter(read_at=None).count()


def rhythms_of(officer: AbstractBaseUser) -> dict[str, str]:
    """Return the rhythm of every kind for an officer: the chosen one, else the kind's own."""
    chosen = dict(NoticeSetting.objects.filter(officer=officer.pk).values_list("kind", "rhythm"))
    return {kind: chosen.get(kind, entry.rhythm) for kind, entry in settings.NOTICE_KINDS.items()}


def nav_count(officer: AbstractBaseUser) -> int:
    """Return the counter beside the entry of the rail."""
    return unread_count(officer)
