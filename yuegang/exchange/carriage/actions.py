"""What a liaison officer orders: a parcel to be made, a volume to be taken in; the worker does it."""

import os
from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.urls import reverse

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.base import jobs
from yuegang.base.files.actions import plain_name
from yuegang.base.models import JobProgress
from yuegang.exchange.carriage import running, volumes
from yuegang.exchange.carriage.models import Parcel
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.models import Channel

LARGEST = 5 * 2**30  # bytes of one volume: a DVD and a little
BLOCK = 512  # bytes of a block of a tape archive


class Upload(Protocol):
    """What a form's file field gives."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]:
        """Return the content piece by piece."""
        ...


def order_parcel(officer: Officer, channel: Channel, *, limit: int, only_new: bool) -> JobProgress:
    """Ask the worker for a parcel of what the other side has not confirmed; in one transaction with its audit row."""
    with transaction.atomic():
        parcel = Parcel.objects.create(
            channel=channel, is_outgoing=True, limit=limit, only_new=only_new, made_by=str(officer.pk)
        )
        record(officer, "parcel.order", f"carriage.parcel:{parcel.pk}", detail={"peer": channel.peer})
        return _start("carriage.make", officer, parcel)


def take_upload(officer: Officer, channel: Channel, upload: Upload) -> JobProgress:
    """Keep an uploaded volume and ask the worker to take it in; raises NotAllowed "volume.size" or "volume.form"."""
    if upload.size is None or upload.size > LARGEST:
        raise NotAllowed("volume.size")
    parcel = Parcel(channel=channel, is_outgoing=False, name=plain_name(upload.name or ""), made_by=str(officer.pk))
    path = running.upload_of(parcel)
    path.parent.mkdir(parents=True, mode=0o700)
    with path.open("wb") as file:
        for piece in upload.chunks():
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as file:
        is_one = volumes.looks_like_one(file.read(BLOCK))
    if not is_one:
        path.unlink()
        path.parent.rmdir()
        raise NotAllowed("volume.form")
    with transaction.atomic():
        parcel.save(force_insert=True)
        record(officer, "parcel.upload", f"carriage.parcel:{parcel.pk}", detail={"peer": channel.peer})
        return _start("carriage.take", officer, parcel)


def _start(kind: str, officer: Officer, parcel: Parcel) -> JobProgress:
    shown = reverse("carriage:parcel", args=[parcel.pk])
    return jobs.start(kind, officer_id=officer.pk, argument=str(parcel.pk), total=1, result_url=shown)
