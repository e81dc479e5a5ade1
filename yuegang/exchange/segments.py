"""Read a piece of our log as the bytes that travel: a pure function of the cursor asked for."""

from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.segment import write_segment
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.models import Channel, LogState, OutboxEntry

PAGE = 1000  # most entries in one reply; docs/protocol.md
PAGE_BYTES = 8_388_608  # a reply ends after the entry that passes this size; docs/protocol.md


def head_for(channel: Channel) -> tuple[SignedHead, int]:
    """Return the head signed last and its size; raises ExchangeError "log.no_head" before the sealer's first run."""
    state = LogState.objects.filter(channel=channel).only("head", "signature", "size").first()
    if state is None or not state.head:
        raise ExchangeError("log.no_head", channel.peer)
    return SignedHead(bytes(state.head), bytes(state.signature)), state.size


def segment_for(channel: Channel, *, after: int, limit: int) -> bytes:
    """Return up to `limit` sealed entries after a place, then the head; raises ExchangeError "log.no_head"."""
    head, size = head_for(channel)
    rows = (
        OutboxEntry.objects.filter(channel=channel, seq__gt=after, seq__lte=min(size, after + min(limit, PAGE)))
        .order_by("seq")
        .values_list("header", "signature", "body")
    )
    entries: list[Entry] = []
    total = 0
    for header, signature, body in rows.iterator(chunk_size=100):
        entry = Entry(bytes(header or b""), bytes(signature or b""), None if body is None else bytes(body))
        entries.append(entry)
        total += len(entry.header_bytes) + len(entry.body or b"")
        if total > PAGE_BYTES:
            break
    return write_segment(entries, head)
