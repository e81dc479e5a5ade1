"""Promises of background jobs: progress, end, stop, once after the commit, retried after a crash."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from yuegang.base import jobs, tasks
from yuegang.base.jobs import JobKind
from yuegang.base.models import JobProgress

pytestmark = pytest.mark.django_db
ALICE = UUID(int=1)


def count_to_three(job: JobProgress) -> None:
    jobs.set_total(job, 3)
    for _number in range(5):
        jobs.stop_if_cancelled(job)
        jobs.step(job, message="counting")
        if job.argument == "stop" and _number == 1:
            jobs.cancel(job)


def break_down(job: JobProgress) -> None:
    raise ZeroDivisionError


COUNT = JobKind(_("Import"), count_to_three)
BREAK = JobKind(_("Import"), break_down)


@pytest.fixture(autouse=True)
def kinds(settings: Settings) -> None:
    settings.JOB_KINDS = {"count": f"{__name__}.COUNT", "break": f"{__name__}.BREAK"}


def after(job: JobProgress) -> JobProgress:
    jobs.run(job.id)
    return JobProgress.objects.get(pk=job.id)


def test_a_job_counts_its_pieces_and_never_beyond_its_total() -> None:
    ended = after(jobs.start("count", officer_id=ALICE))
    assert (ended.state, ended.done, ended.total, ended.message) == ("done", 3, 3, "counting")


def test_a_job_that_breaks_says_so() -> None:
    job = jobs.start("break", officer_id=ALICE)
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.id)
    assert JobProgress.objects.get(pk=job.id).state == "failed"


def test_a_job_stops_between_pieces_when_asked() -> None:
    ended = after(jobs.start("count", officer_id=ALICE, argument="stop"))
    assert (ended.state, ended.done) == ("cancelled", 2)


def test_a_job_stopped_before_it_began_never_begins() -> None:
    job = jobs.start("count", officer_id=ALICE)
    jobs.cancel(job)
    assert jobs.cancelled(job)
    ended = after(job)
    assert (ended.state, ended.done) == ("cancelled", 0)


def test_an_ended_job_is_not_run_again() -> None:
    job = after(jobs.start("count", officer_id=ALICE))
    JobProgress.objects.filter(pk=job.pk).update(done=0)
    assert after(job).done == 0


def test_a_job_is_queued_in_the_callers_transaction() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        jobs.start("count", officer_id=ALICE)
        raise KeyError
    assert not ProcrastinateJob.objects.exists()
    job = jobs.start("count", officer_id=ALICE)
    queued = ProcrastinateJob.objects.get()
    assert (queued.task_name, queued.args) == ("base.run_job", {"job_id": str(job.id)})


def test_another_officers_job_looks_absent() -> None:
    job = jobs.start("count", officer_id=ALICE)
    assert jobs.job_for(ALICE, job.id) == job
    for officer, wanted in ((uuid4(), job.id), (ALICE, uuid4())):
        with pytest.raises(Http404):
            jobs.job_for(officer, wanted)


def test_the_task_runs_the_job() -> None:
    job = jobs.start("count", officer_id=ALICE)
    tasks.run_job(job_id=str(job.id))
    assert JobProgress.objects.get(pk=job.id).state == "done"


class StalledManager:
    """Stands for the queue of a worker that was killed in the middle of two jobs."""

    def __init__(self) -> None:
        self.retried: list[int] = []

    async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[Any]:
        assert seconds_since_heartbeat == 30
        return [SimpleNamespace(id=7, task_name="a"), SimpleNamespace(id=8, task_name="b")]

    async def delete_old_jobs(self, *, nb_hours: int, **_states: bool) -> None:
        self.retried.append(nb_hours)

    async def retry_job(self, job: Any) -> None:
        self.retried.append(job.id)


def test_jobs_of_a_killed_worker_are_put_back() -> None:
    manager = StalledManager()
    context: Any = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    assert asyncio.run(tasks.retry_stalled(context, 0)) == 2
    assert manager.retried == [7, 8]


def test_ended_jobs_are_forgotten_after_a_day() -> None:
    manager = StalledManager()
    context: Any = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    asyncio.run(tasks.forget_ended_jobs(context, 0))
    assert manager.retried == [24]


def test_the_intake_task_takes_in() -> None:
    assert tasks.process_intake(timestamp=0) == 0
