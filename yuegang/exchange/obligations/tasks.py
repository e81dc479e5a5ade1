"""Tasks of the worker for obligations."""

from procrastinate.contrib.django import app

from yuegang.exchange.obligations import reminding

EVERY_HOUR = "27 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="obligations.remind", queueing_lock="obligations.remind")
def remind(timestamp: int) -> int:
    """Remind our own side of what it owes, each step once."""
    return reminding.remind()
