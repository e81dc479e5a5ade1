"""Tell officers something, and let them choose what is mailed and what is read."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from yuegang.base import clock
from yuegang.notices.models import Notice, NoticeSetting, Rhythm

Recipient = AbstractBaseUser | UUID


def notify(
    officers: Iterable[Recipient], kind: str, *, params: Mapping[str, str | int] | None = None, url: str = ""
) -> int:
    """Tell each officer once, in the caller's transaction; returns how many were told.

    params: counts and codes for the kind's line, never content of a case. url: a page of this node.
    Raises ValueError for a kind that settings.NOTICE_KINDS does not hold.
    """
    if kind not in settings.NOTICE_KINDS:
        raise ValueError(f"unknown kind of notice: {kind}")
    keys = {officer if isinstance(officer, UUID) else officer.pk for officer in officers}
    made = Notice.objects.bulk_create(
        Notice(recipient_id=key, kind=kind, params=dict(params or {}), url=url) for key in sorted(keys)
    )
    return len(made)


def mark_read(officer: AbstractBaseUser, ids: Iterable[int]) -> int:
    """Mark an officer's own notices as read; returns how many changed."""
    return Notice.objects.filter(recipient=officer.pk, pk__in=list(ids), read_at=None).update(read_at=clock.now())


def mark_unread(officer: AbstractBaseUser, ids: Iterable[int]) -> int:
    """Mark an officer's own notices as unread; returns how many changed."""
    return Notice.objects.filter(recipient=officer.pk, pk__in=list(ids)).exclude(read_at=None).update(read_at=None)


def mark_all_read(officer: AbstractBaseUser) -> int:
    """Mark everything an officer was told as read; returns how many changed."""
    return Notice.objects.filter(recipient=officer.pk, read_at=None).update(read_at=clock.now())


@transaction.atomic
def choose_rhythms(officer: AbstractBaseUser, rhythms: Mapping[str, Rhythm]) -> None:
    """Keep how often each kind is mailed to an officer."""
    for kind, rhythm in rhythms.items():
        NoticeSetting.objects.update_or_create(officer_id=officer.pk, kind=kind, defaults={"rhythm": rhythm})
