"""Read a piece of our log as the bytes that travel: a pure function of the cursor asked for."""

import psycopg
from django.db import connection

from yuegang.base.bulk import raw
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.segment import write_segment
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.models import Channel, LogState
from yuegang.exchange.models import SignedHead as SignedHeadRow

PAGE = 1000  # most entries in one reply; docs/protocol.md
PAGE_BYTES = 8_388_608  # a reply ends after the entry that passes this size; docs/protocol.md


def head_for(channel: Channel) -> tuple[SignedHead, int]:
    """Return the head signed last and its size; raises ExchangeError "log.no_head" before the sealer's first run."""
    state = LogState.objects.filter(channel=channel).only("head", "signature", "size").first()
    if state is None or not state.head:
        raise ExchangeError("log.no_head", channel.peer)
    return SignedHead(bytes(state.head), bytes(state.signature)), state.size


# The sum of sizes is taken before any body is read, so that a page of large bodies costs no more than it shows.
_PAGE = """
SELECT header, signature, body FROM (
  SELECT seq, header, signature, body,
    sum(octet_length(header) + coalesce(octet_length(body), 0)) OVER (ORDER BY seq)
      - octet_length(header) - coalesce(octet_length(body), 0) AS before
  FROM {table} WHERE channel_id = %s AND seq > %s AND seq <= %s) page
WHERE before <= %s ORDER BY seq
"""
_SENT, _RECEIVED = (_PAGE.format(table=table) for table in ("exchange_outboxentry", "exchange_inboxentry"))


def segment_for(channel: Channel, *, after: int, limit: int) -> bytes:
    """Return up to `limit` sealed entries after a place, then the head; raises ExchangeError "log.no_head"."""
    head, size = head_for(channel)
    return write_segment(_entries(_SENT, channel, (after, min(size, after + min(limit, PAGE)))), head)


def received_from(channel: Channel, *, after: int, limit: int) -> bytes | None:
    """Return up to `limit` entries of the peer's own log as they came from it, then the longest head seen of it.

    None if there is no head yet.
    """
    head = SignedHeadRow.objects.filter(channel=channel, ours=False).order_by("-size").first()
    if head is None:
        return None
    entries = _entries(_RECEIVED, channel, (after, after + min(limit, PAGE)))
    return write_segment(entries, SignedHead(bytes(head.head), bytes(head.signature)))


def _entries(page: str, channel: Channel, span: tuple[int, int]) -> list[Entry]:
    after, upto = span
    if upto <= after:
        return []
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(raw())
        rows = cursor.execute(page.encode(), [channel.pk, after, upto, PAGE_BYTES], binary=True).fetchall()
    return [Entry(*row) for row in rows]
