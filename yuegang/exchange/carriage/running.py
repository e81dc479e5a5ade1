"""The worker's part: make a parcel, take a volume in; both may be run again."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yuegang.audit.actions import record
from yuegang.base import clock, jobs
from yuegang.base.models import JobProgress
from yuegang.exchange.carriage import making, taking
from yuegang.exchange.carriage.models import Parcel
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel

State = Parcel.State


def folder_of(parcel: Parcel) -> Path:
    """Return where the volumes of a parcel lie."""
    return settings.FILES_ROOT / "carriage" / str(parcel.pk)


def upload_of(parcel: Parcel) -> Path:
    """Return where the volume that came lies until it is taken in."""
    return folder_of(parcel) / "volume.tar"


def make(parcel: Parcel) -> None:
    """Write the volumes of an ordered parcel and note what they hold."""
    channel = parcel.channel
    shutil.rmtree(folder_of(parcel), ignore_errors=True)
    made = making.write_volumes(channel, _after(parcel), parcel.limit, folder_of(parcel))
    with transaction.atomic():
        for name in ("entries", "blobs", "since", "until", "head_size", "head_root"):
            setattr(parcel, name, getattr(made, name))
        if made.entries:
            parcel.first, parcel.last = made.volumes[0].first, made.volumes[-1].last
        parcel.volumes = [volume.row() for volume in made.volumes]
        parcel.state, parcel.ended_at = State.READY, clock.now()
        parcel.save()
        detail = {"entries": made.entries, "digests": [volume.digest for volume in made.volumes]}
        record("worker", "parcel.made", f"carriage.parcel:{parcel.pk}", detail=detail)


def take(parcel: Parcel) -> None:
    """Apply an uploaded volume and note what it brought; the upload is then thrown away."""
    path = upload_of(parcel)
    found = taking.take_volume(parcel.channel, path, own_keystore().load(), path.with_name("blobs"))
    with transaction.atomic():
        for name in (
            "first",
            "last",
            "entries",
            "taken",
            "blobs",
            "head_size",
            "head_root",
            "rule",
            "expected",
            "found",
        ):
            setattr(parcel, name, getattr(found, name))
        parcel.state, parcel.ended_at = State.STOPPED if found.rule else State.TAKEN, clock.now()
        parcel.save()
        detail = {"taken": found.taken, "rule": found.rule}
        record("worker", "parcel.taken", f"carriage.parcel:{parcel.pk}", detail=detail)
    shutil.rmtree(folder_of(parcel), ignore_errors=True)
    clear_confirmed(parcel.channel)


def clear_confirmed(channel: Channel) -> None:
    """Throw away the volumes of what the other side confirmed: the log keeps the entries, no medium is needed."""
    channel.refresh_from_db()
    ready = Parcel.objects.filter(channel=channel, is_outgoing=True, state=State.READY, last__gt=0)
    for parcel in ready.filter(last__lte=channel.peer_has):
        shutil.rmtree(folder_of(parcel), ignore_errors=True)
        Parcel.objects.filter(pk=parcel.pk).update(state=State.ARRIVED)


def _after(parcel: Parcel) -> int:
    """Return the place after which a parcel begins: what the other side has, or what earlier parcels hold."""
    confirmed = parcel.channel.peer_has
    if not parcel.only_new:
        return confirmed
    earlier = Parcel.objects.filter(channel=parcel.channel, is_outgoing=True, state=State.READY)
    return max(confirmed, earlier.aggregate(last=Max("last"))["last"] or 0)


def _run_make(job: JobProgress) -> None:
    _ordered(job, make)


def _run_take(job: JobProgress) -> None:
    _ordered(job, take)


def _ordered(job: JobProgress, step: Callable[[Parcel], None]) -> None:
    parcel = Parcel.objects.select_related("channel").get(pk=job.argument)
    if parcel.state == State.ORDERED:
        step(parcel)
    jobs.step(job)


MAKE = jobs.JobKind(_("Make a parcel"), _run_make)
TAKE = jobs.JobKind(_("Take a parcel in"), _run_take)
