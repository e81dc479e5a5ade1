"""Every write of screening: lists, entries, manifests, judgements; each leaves its audit row."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import clock, jobs
from yuegang.base.files import actions as files
from yuegang.base.files.kinds import CSV
from yuegang.base.models import JobProgress
from yuegang.screening import reading
from yuegang.screening.errors import ScreeningRefused
from yuegang.screening.models import Alias, Hit, Manifest, WatchEntry, WatchList

Judgement = Hit.Judgement
NAME_LENGTH = 160  # of Alias.name
PARTIES = ("consignor", "consignee")


@transaction.atomic
def add_list(watch_list: WatchList, officer: Officer) -> WatchList:
    """Open a list of the officer's agency; raises ValidationError with the broken rule."""
    watch_list.agency_code = officer.agency_code
    watch_list.full_clean()
    watch_list.save()
    record(officer, "watch_list.open", f"screening.watchlist:{watch_list.id}")
    return watch_list


@transaction.atomic
def add_entry(entry: WatchEntry, watch_list: WatchList, officer: Officer) -> WatchEntry:
    """Put an entry under watch; raises ValidationError with the broken rule."""
    entry.watch_list = watch_list
    entry.full_clean()
    entry.save()
    record(officer, "watch_entry.add", f"screening.watchentry:{entry.id}")
    return entry


@transaction.atomic
def withdraw_entry(entry: WatchEntry, officer: Officer) -> None:
    """Take an entry from under watch; its judged hits stay."""
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    record(officer, "watch_entry.withdraw", f"screening.watchentry:{entry.id}")


def take_in(upload: files.Upload, officer: Officer) -> Manifest:
    """Keep a manifest without natural persons' numbers; raises FileRefused or ImportRefused."""
    name = files.plain_name(str(upload.name or ""))
    cleaned = reading.clean(upload.read(files.LARGEST + 1), name)
    with transaction.atomic():
        kept = files.store_bytes(cleaned.content, name.rpartition(".")[0] + ".csv", allowed={CSV})
        manifest = Manifest.objects.create(
            agency_code=officer.agency_code,
            officer=officer,
            file=kept,
            headers=cleaned.headers,
            mapping=cleaned.mapping,
            refused_cells=cleaned.refused,
            refused_count=cleaned.refused_count,
            lines=cleaned.lines,
        )
        record(officer, "manifest.take_in", f"screening.manifest:{manifest.id}", detail={"lines": cleaned.lines})
    return manifest


def start(manifest: Manifest, mapping: Mapping[str, int] | None, officer: Officer) -> JobProgress:
    """Begin to screen with a new match of columns, or go on with the old one (None).

    Raises ScreeningRefused while it runs, when nothing is left, or when no column is matched.
    """
    with transaction.atomic():
        locked = Manifest.objects.select_for_update(of=("self",)).select_related("job").get(pk=manifest.pk)
        if locked.job is not None and not locked.job.has_ended:
            raise ScreeningRefused("manifest.running")
        if mapping is not None and dict(mapping) != locked.mapping:
            locked.mapping, locked.index_version = dict(mapping), ""
        if not locked.mapping:
            raise ScreeningRefused("mapping.nothing")
        address = reverse("screening:manifest", args=[locked.id])
        locked.job = jobs.start(
            "screening.manifest",
            officer_id=officer.id,
            argument=str(locked.id),
            total=locked.lines,
            result_url=address,
        )
        locked.save(update_fields=["mapping", "index_version", "job"])
        record(officer, "manifest.screen", f"screening.manifest:{locked.id}")
        return locked.job


def judge(hit: Hit, judgement: str, officer: Officer) -> None:
    """Say what a hit is; a confirmed party of another name becomes an alias. Raises ScreeningRefused if judged."""
    with transaction.atomic():
        locked = Hit.objects.select_for_update(of=("self",)).select_related("entry").get(pk=hit.pk)
        if locked.judgement != Judgement.OPEN:
            raise ScreeningRefused("hit.judged")
        locked.judgement, locked.judged_by, locked.judged_at = Judgement(judgement), officer, clock.now()
        locked.save(update_fields=["judgement", "judged_by", "judged_at"])
        if locked.judgement == Judgement.SAME:
            _learn(locked)
        record(officer, "hit.judge", f"screening.hit:{hit.id}", detail={"judgement": judgement})


def _learn(hit: Hit) -> None:
    """Keep the name of the party that agreed as another name of the entry."""
    parties = {part["field"] for part in hit.evidence if part["group"] == "name" and part.get("field") in PARTIES}
    name = str(hit.line.get(min(parties), "")).strip()[:NAME_LENGTH] if parties else ""
    if hit.entry is None or not name or name in {hit.entry.name, *hit.entry.other_names.splitlines()}:
        return
    if not Alias.objects.filter(entry=hit.entry, name=name).exists():
        Alias.objects.create(entry=hit.entry, name=name, hit=hit)


def undo(manifest: Manifest, officer: Officer) -> Hit:
    """Take back the officer's last judgement on a manifest and what was learnt; raises ScreeningRefused if none."""
    with transaction.atomic():
        own = manifest.hits.select_for_update(of=("self",)).filter(judged_by=officer)
        hit = own.order_by("-judged_at", "id").first()
        if hit is None:
            raise ScreeningRefused("hit.nothing")
        Alias.objects.filter(hit=hit).delete()
        hit.judgement, hit.judged_by, hit.judged_at = Judgement.OPEN, None, None
        hit.save(update_fields=["judgement", "judged_by", "judged_at"])
        record(officer, "hit.undo", f"screening.hit:{hit.id}")
        return hit
