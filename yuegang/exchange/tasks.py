"""Tasks of the worker for the exchange: what a person ordered about a channel."""

from procrastinate.contrib.django import app

from yuegang.exchange import repairs, waiting
from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.models import Channel, InboxEntry


@app.task(name=repairs.APPLY_AGAIN)
def apply_again(inbox_id: int) -> str:
    """Apply a refused entry once more, unless that was done meanwhile; return its state."""
    row = InboxEntry.objects.select_related("channel").get(pk=inbox_id)
    if row.state != InboxEntry.State.REJECTED:
        return row.state
    return waiting.apply_again(row, own_keystore().load()).state


@app.task(name=repairs.RESUME)
def resume(channel_id: int, rule: str) -> int:
    """Let a channel be read again if it still rests for the reason the person saw."""
    return Channel.objects.filter(pk=channel_id, halted_reason=rule).update(halted_reason="", last_error="")
