"""The worker's task of this room."""

from procrastinate.contrib.django import app

from yuegang.notices.mailing import mail_due

EVERY_MINUTE = "* * * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="notices.mail_due", queueing_lock="notices.mail_due")
def mail_notices(timestamp: int) -> int:
    """Mail the notices that are due."""
    return mail_due()
