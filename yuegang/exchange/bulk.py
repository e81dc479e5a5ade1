"""Write many rows at once: PostgreSQL's COPY and arrays, since one statement per entry would cap the exchange."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import psycopg
from django.db import connection

from yuegang.base.bulk import copy_in, raw

INBOX_COLUMNS = (
    "channel_id",
    "seq",
    "header",
    "signature",
    "digest",
    "body",
    "kind",
    "item_id",
    "item_ver",
    "ref",
    "state",
    "rule",
    "place",
    "received_at",
)

_SEAL = """
UPDATE exchange_outboxentry o
SET seq = u.seq, header = u.header, digest = u.digest, signature = u.signature, sealed_at = %t
FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[], %t::text[], %b::bytea[]) AS u(id, seq, header, digest, signature)
WHERE o.id = u.id AND o.seq IS NULL
"""


def insert_inbox(rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of INBOX_COLUMNS in the present transaction; raises IntegrityError as a plain insert does."""
    copy_in("exchange_inboxentry", INBOX_COLUMNS, rows)


def seal_rows(columns: Sequence[Sequence[object]], at: datetime) -> int:
    """Give outbox rows their places: columns id, seq, header, digest, signature. Return how many rows were unsealed."""
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(raw())
        return cursor.execute(_SEAL, [at, *(list(column) for column in columns)]).rowcount
