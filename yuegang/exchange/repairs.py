"""What a person orders about a channel; the worker does it, because only its role may write the logs."""

from django.db import transaction
from procrastinate.contrib.django import app

from yuegang.accounts.models import Officer
from yuegang.audit.actions import record
from yuegang.exchange.errors import NotAllowed
from yuegang.exchange.models import Channel, InboxEntry

APPLY_AGAIN = "exchange.apply_again"
RESUME = "exchange.resume"


def order_again(officer: Officer, channel: Channel, seq: int) -> None:
    """Let the worker apply a refused entry once more; raises NotAllowed "inbox.state"."""
    with transaction.atomic():
        row = InboxEntry.objects.filter(channel=channel, seq=seq, state=InboxEntry.State.REJECTED).first()
        if row is None:
            raise NotAllowed("inbox.state", str(seq))
        record(officer, "entry.again", f"exchange.inboxentry:{channel.peer}/{seq}", detail={"rule": row.rule})
        app.configure_task(APPLY_AGAIN).defer(inbox_id=row.pk)


def order_resume(officer: Officer, channel: Channel) -> None:
    """Let the worker read a halted channel again; the evidence stays. Raises NotAllowed "channel.running"."""
    if not channel.halted_reason:
        raise NotAllowed("channel.running", channel.peer)
    with transaction.atomic():
        detail = {"rule": channel.halted_reason}
        record(officer, "channel.resume", f"exchange.channel:{channel.peer}", detail=detail)
        app.configure_task(RESUME).defer(channel_id=channel.pk, rule=channel.halted_reason)
