"""The worker's task of this room."""

from procrastinate.contrib.django import app

from yuegang.enforcement.actions import remind

EVERY_HOUR = "27 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="enforcement.remind", queueing_lock="enforcement.remind")
def remind_of_answers(timestamp: int) -> int:
    """Remind of answers that are due soon or overdue, once each."""
    return remind()
