"""Long work in the background, with a row that says how far it is and takes the wish to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.http import Http404
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from yuegang.base import clock
from yuegang.base.models import JobProgress

State = JobProgress.State
TASK = "base.run_job"


class Cancelled(Exception):
    """Raised by `stop_if_cancelled` inside a job whose officer asked to stop."""


@dataclass(frozen=True)
class JobKind:
    """What settings.JOB_KINDS names: the label of the job and the function that does it, safe to run twice."""

    label: Promise
    run: Callable[[JobProgress], None]


def kind_of(name: str) -> JobKind:
    """Return the job kind that settings.JOB_KINDS names."""
    return cast("JobKind", import_string(settings.JOB_KINDS[name]))


def start(kind: str, *, officer_id: UUID, argument: str = "", total: int = 0, result_url: str = "") -> JobProgress:
    """Ask for a job in the caller's transaction; the worker takes it after the commit.

    kind: a key of settings.JOB_KINDS; argument: what the job's function works on; result_url: page to show when done.
    """
    kind_of(kind)
    with transaction.atomic():
        job = JobProgress.objects.create(
            kind=kind, officer_id=officer_id, argument=argument, total=total, result_url=result_url
        )
        app.configure_task(TASK).defer(job_id=str(job.id))
    return job


def run(job_id: UUID | str) -> None:
    """Do a job that is not yet ended and write down how it ended; an error is written and raised again."""
    job = JobProgress.objects.get(pk=job_id)
    if job.has_ended:
        return
    if job.cancel_requested:
        finish(job, State.CANCELLED)
        return
    JobProgress.objects.filter(pk=job.pk).update(state=State.RUNNING, updated_at=clock.now())
    try:
        kind_of(job.kind).run(job)
    except Cancelled:
        finish(job, State.CANCELLED)
    except BaseException:
        finish(job, State.FAILED)
        raise
    else:
        finish(job, State.DONE)


def step(job: JobProgress, n: int = 1, message: str = "") -> None:
    """Add n finished pieces, never beyond the total; visible to the progress page at once outside a transaction."""
    values: dict[str, object] = {"done": Least(F("done") + n, F("total")), "updated_at": clock.now()}
    if message:
        values["message"] = message
    JobProgress.objects.filter(pk=job.pk).update(**values)


def set_total(job: JobProgress, total: int, done: int = 0) -> None:
    """Say how many pieces there are and how many an earlier run has done."""
    JobProgress.objects.filter(pk=job.pk).update(total=total, done=min(done, total), updated_at=clock.now())


def cancelled(job: JobProgress) -> bool:
    """Say whether the officer asked to stop."""
    return JobProgress.objects.filter(pk=job.pk, cancel_requested=True).exists()


def stop_if_cancelled(job: JobProgress) -> None:
    """Raise Cancelled if the officer asked to stop; call it between pieces."""
    if cancelled(job):
        raise Cancelled


def finish(job: JobProgress, state: JobProgress.State) -> None:
    """Write down how a job ended."""
    JobProgress.objects.filter(pk=job.pk).update(state=state, updated_at=clock.now())


def job_for(officer_id: UUID, job_id: UUID) -> JobProgress:
    """Return a job the officer asked for; another's, or none, is 404."""
    job = JobProgress.objects.filter(pk=job_id, officer_id=officer_id).first()
    if job is None:
        raise Http404
    return job


def cancel(job: JobProgress) -> None:
    """Ask a job to stop; one that has not begun never begins."""
    JobProgress.objects.filter(pk=job.pk).update(cancel_requested=True, updated_at=clock.now())
