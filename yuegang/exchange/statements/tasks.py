"""Tasks of the worker for statements."""

from procrastinate.contrib.django import app

from yuegang.exchange.statements import actions

EVERY_HOUR = "41 * * * *"  # the first hour of a month signs; later ones only what a halted channel kept back


@app.periodic(cron=EVERY_HOUR)
@app.task(name="statements.sign", queueing_lock="statements.sign")
def sign(timestamp: int) -> int:
    """Sign last month's statement for every peer that has none yet."""
    return actions.sign_all()
