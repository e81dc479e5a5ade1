"""How fresh the library is: what is past review, what lacks a script, how long changes took, what was not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import F, Q

from yuegang.base import clock
from yuegang.library.law import access, presenting
from yuegang.library.law.models import Note, Version, Work

REVIEWED_WITHIN = presenting.REVIEWED_WITHIN
SCRIPTS = {"HK": ("en", "zh-Hant"), "MO": ("zh-Hant",), "CN": ("zh-Hans",), "GD": ("zh-Hans",)}


@dataclass(frozen=True)
class Fresh:
    """What the freshness desk shows."""

    past_review: Sequence[Work]
    pending: Sequence[Work]
    loaded: int
    without_text: int
    lacking_script: Sequence[tuple[Work, str]]
    machine_notes: int
    notes: int
    median_days: int | None


def fresh() -> Fresh:
    """Return the state of the library today."""
    current = _current()
    works = {version.work_id: version.work for version in current}
    notes = Note.objects.count()
    newest = {version.work_id: version for version in access.newest_known()}
    return Fresh(
        past_review=_past_review(current),
        pending=_pending(list(newest.values())),
        loaded=len(works),
        without_text=Work.objects.filter(versions=None).count(),
        lacking_script=list(_lacking(current)),
        machine_notes=Note.objects.filter(hant_is_machine=True).count(),
        notes=notes,
        median_days=median_days(),
    )


def _current() -> list[Version]:
    today = clock.today()
    in_force = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gt=today))
    newest = {version.pk for version in access.newest_known()}
    found = Version.objects.filter(in_force).select_related("work").order_by("work__place", "work__ref")
    return [version for version in found if version.pk in newest]


def _past_review(current: Sequence[Version]) -> list[Work]:
    limit = clock.today() - REVIEWED_WITHIN
    return [each.work for each in current if max(each.checked_on, each.work.reviewed_on or each.checked_on) < limit]


def _pending(newest: Sequence[Version]) -> list[Work]:
    """Works whose newest known revision is in force while its text is not loaded."""
    starts: dict[int, list[Version]] = {}
    for version in newest:
        starts.setdefault(version.work_id, []).append(version)
    works = Work.objects.filter(pk__in=starts, newest_from__lte=clock.today()).order_by("place", "ref")
    return [work for work in works if work.newest_from and all(_is_older(each, work) for each in starts[work.pk])]


def _is_older(version: Version, work: Work) -> bool:
    return work.newest_from is not None and version.valid_to is not None and version.valid_to <= work.newest_from


def _lacking(current: Sequence[Version]) -> list[tuple[Work, str]]:
    """Works in force whose text lacks a language in which it is authentic."""
    there: dict[int, set[str]] = {}
    rows = Version.objects.filter(pk__in=[each.pk for each in current])
    for pk, language in rows.values_list("pk", "provisions__texts__language").distinct():
        there.setdefault(pk, set()).add(language)
    return [
        (each.work, presenting.LANGUAGES[language])
        for each in current
        for language in SCRIPTS.get(each.work.place, ())
        if language not in there.get(each.pk, set())
    ]


def median_days() -> int | None:
    """Return the median days from a version's first day to its publication here; None without a version of a year."""
    since = clock.now() - timedelta(days=365)
    rows = Version.objects.filter(known_from__gte=since, valid_from__gte=since.date())
    waits = [(known.date() - start).days for known, start in rows.values_list("known_from", F("valid_from"))]
    return int(median(waits)) if waits else None
