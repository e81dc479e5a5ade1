"""The only door from an officer to lists, manifests and hits: those of the officer's agency, for case officers."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yuegang.accounts.models import Officer
from yuegang.accounts.roles import Role
from yuegang.screening.models import Hit, Manifest, WatchEntry, WatchList

SCREENING_ROLES = (Role.OFFICER, Role.SIGNER, Role.LIAISON)
QUEUE = ("-is_alert", "-score", "line_number", "id")  # as judged: alerts first, heaviest first


def lists_for(officer: Officer) -> QuerySet[WatchList]:
    """Return the lists of the officer's agency."""
    return WatchList.objects.filter(agency_code=officer.agency_code).order_by("name")


def list_for(officer: Officer, list_id: UUID) -> WatchList:
    """Return one list; raises WatchList.DoesNotExist when it is absent or not for this officer."""
    return lists_for(officer).get(pk=list_id)


def entries_of(watch_list: WatchList) -> QuerySet[WatchEntry]:
    """Return the entries under watch on a list, with how often their hits were confirmed and refused."""
    return (
        watch_list.entries.filter(withdrawn_at=None)
        .annotate(
            hit_count=Count("hits"),
            same_count=Count("hits", filter=Q(hits__judgement=Hit.Judgement.SAME)),
            other_count=Count("hits", filter=Q(hits__judgement=Hit.Judgement.OTHER)),
        )
        .order_by("kind", "name", "id")
    )


def entry_for(officer: Officer, entry_id: UUID) -> WatchEntry:
    """Return one entry under watch; raises WatchEntry.DoesNotExist when it is absent or not for this officer."""
    return WatchEntry.objects.get(pk=entry_id, withdrawn_at=None, watch_list__in=lists_for(officer))


def manifests_for(officer: Officer) -> QuerySet[Manifest]:
    """Return the manifests of the officer's agency, the newest first."""
    found = Manifest.objects.filter(agency_code=officer.agency_code)
    return found.select_related("file", "officer", "job").order_by("-created_at")


def manifest_for(officer: Officer, manifest_id: UUID) -> Manifest:
    """Return one manifest; raises Manifest.DoesNotExist when it is absent or not for this officer."""
    return manifests_for(officer).get(pk=manifest_id)


def hits_of(manifest: Manifest) -> QuerySet[Hit]:
    """Return the hits of a manifest in the order they are judged."""
    return manifest.hits.select_related("entry__watch_list", "right", "judged_by").order_by(*QUEUE)


def hit_for(officer: Officer, hit_id: UUID) -> Hit:
    """Return one hit; raises Hit.DoesNotExist when it is absent or not for this officer."""
    found = Hit.objects.select_related("entry__watch_list", "right", "manifest__file", "judged_by")
    return found.get(pk=hit_id, manifest__agency_code=officer.agency_code)


def open_hits(manifest: Manifest) -> QuerySet[Hit]:
    """Return the hits nobody has judged, in order."""
    return hits_of(manifest).filter(judgement=Hit.Judgement.OPEN)


def nav_count(officer: Officer) -> int:
    """Return how many alerts of the agency nobody has judged."""
    waiting = Hit.objects.filter(is_alert=True, judgement=Hit.Judgement.OPEN)
    return waiting.filter(manifest__agency_code=officer.agency_code).count()
