"""Tasks of the worker for releases."""

from procrastinate.contrib.django import app

from yuegang.exchange.release import actions

EVERY_HOUR = "17 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="release.tell_overdue", queueing_lock="release.tell_overdue")
def tell_overdue(timestamp: int) -> int:
    """Remind of urgent releases that were not ratified in time, once a day each."""
    return actions.tell_overdue()
