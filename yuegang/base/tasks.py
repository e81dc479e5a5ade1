"""Tasks of the worker: run a job, retry jobs of a killed worker, take in what the portal wrote."""

import logging
from datetime import timedelta

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yuegang.base import intake, jobs

logger = logging.getLogger(__name__)

HEARTBEAT_LIMIT = timedelta(seconds=30)  # a living worker writes its heartbeat every 10 s (stack.md 4)
EVERY_TEN_SECONDS = "* * * * * */10"
EVERY_TWO_SECONDS = "* * * * * */2"
EVERY_HOUR = "17 * * * *"
KEPT_HOURS = 24  # of ended jobs: the two-second task alone leaves 43,200 a day


@app.task(name=jobs.TASK)
def run_job(job_id: str) -> None:
    """Run one job of settings.JOB_KINDS."""
    jobs.run(job_id)


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="base.retry_stalled", queueing_lock="base.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Put jobs of dead workers back into the queue; the library prunes the worker but retries nothing."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_LIMIT.total_seconds()))
    for job in stalled:
        await manager.retry_job(job)
        logger.warning("job.retried", extra={"job": job.id, "task": job.task_name})
    return len(stalled)


@app.periodic(cron=EVERY_TWO_SECONDS)
@app.task(name="base.process_intake", queueing_lock="base.process_intake")
def process_intake(timestamp: int) -> int:
    """Validate what the portal wrote and write the rest."""
    return intake.take_in()


@app.periodic(cron=EVERY_HOUR)
@app.task(name="base.forget_ended_jobs", queueing_lock="base.forget_ended_jobs", pass_context=True)
async def forget_ended_jobs(context: JobContext, timestamp: int) -> None:
    """Remove ended jobs of the queue, failed ones too; what became of the work stands in JobProgress and the audit."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
