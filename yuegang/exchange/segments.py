"""Read a piece of our log as the bytes that travel: a pure function of the cursor asked for."""

import psycopg
from django.db import connection

from yuegang.base.bulk import raw
from yuegang.engine.protocol.entry import Entry
from yuegang.engine.protocol.head import SignedHead
from yuegang.engine.protocol.segment import write_segment
from yuegang.exchange.errors import ExchangeError
from yuegang.exchange.models import Channel, LogState

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
  FROM exchange_outboxentry WHERE channel_id = %s AND seq > %s AND seq <= %s) page
WHERE before <= %s ORDER BY seq
"""


def segment_for(channel: Channel, *, after: int, limit: int) -> bytes:
    """Return up to `limit` sealed entries after a place, then the head; raises ExchangeError "log.no_head"."""
    head, size = head_for(channel)
    upto = min(size, after + min(limit, PAGE))
    rows: list[tuple[bytes, bytes, bytes | None]] = []
    if upto > after:
        with connection.wrap_database_errors:
            cursor = psycopg.Cursor(raw())
            rows = cursor.execute(_PAGE, [channel.pk, after, upto, PAGE_BYTES], binary=True).fetchall()
    return write_segment([Entry(*row) for row in rows], head)
