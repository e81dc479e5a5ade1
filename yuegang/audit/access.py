"""The only door to audit entries: auditors read them all, others none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from yuegang.audit.models import AuditEntry
from yuegang.base import clock

AUDITOR = "auditor"


def may_audit(officer: Any) -> bool:  # Any: an officer or the anonymous user
    """Say whether somebody may read the audit entries."""
    return AUDITOR in getattr(officer, "roles", frozenset())


def entries_for(officer: Any) -> QuerySet[AuditEntry]:  # Any: as above
    """Return all entries for an auditor, none for anybody else, newest first."""
    return AuditEntry.objects.order_by("-id") if may_audit(officer) else AuditEntry.objects.none()


@dataclass(frozen=True)
class Asked:
    """What an auditor looks for; empty means everything."""

    target: str = ""
    actor: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


def narrowed(entries: QuerySet[AuditEntry], asked: Asked) -> QuerySet[AuditEntry]:
    """Return the entries that fit: target and verb by their beginning, actor by username or name, days inclusive."""
    if asked.target:
        entries = entries.filter(target__startswith=asked.target)
    if asked.verb:
        entries = entries.filter(verb__startswith=asked.verb)
    if asked.actor:
        entries = entries.filter(actor__in=actor_keys(asked.actor))
    if asked.since:
        entries = entries.filter(at__gte=start_of(asked.since))
    if asked.until:
        entries = entries.filter(at__lt=start_of(asked.until + timedelta(days=1)))
    return entries


def start_of(day: date) -> datetime:
    """Return the first moment of a day at +08:00, in UTC."""
    return datetime.combine(day, time.min, clock.BOTH_SIDES).astimezone(UTC)


def actor_keys(text: str) -> list[str]:
    """Return the keys of the officers whose username or name contains a text, and the text itself."""
    people = get_user_model().objects
    found = people.filter(username__icontains=text) | people.filter(display_name__icontains=text)
    return [text, *(str(key) for key in found.values_list("pk", flat=True))]


def actors_of(entries: list[AuditEntry]) -> Mapping[str, AbstractBaseUser]:
    """Return the officers who made some entries, by their key, in one query."""
    keys = {key for key in (_as_uuid(entry.actor) for entry in entries) if key is not None}
    return {str(found.pk): found for found in get_user_model().objects.filter(pk__in=keys)}


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def trail_of(target: str, limit: int) -> list[AuditEntry]:
    """Return the newest entries about one record."""
    return list(AuditEntry.objects.filter(target=target).order_by("-id")[:limit])
