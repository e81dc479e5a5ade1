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
