"""Write many rows at once: PostgreSQL's COPY and arrays, since one statement per entry would cap the exchange."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection
from django.db.utils import DatabaseErrorWrapper

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
_COPY = f"COPY exchange_inboxentry ({', '.join(INBOX_COLUMNS)}) FROM STDIN"

_SEAL = """
UPDATE exchange_outboxentry o
SET seq = u.seq, header = u.header, digest = u.digest, signature = u.signature, sealed_at = %t
FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[], %t::text[], %b::bytea[]) AS u(id, seq, header, digest, signature)
WHERE o.id = u.id AND o.seq IS NULL
"""


def insert_inbox(rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of INBOX_COLUMNS in the present transaction; raises IntegrityError as a plain insert does."""
    with _errors(), _raw().cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def seal_rows(columns: Sequence[Sequence[object]], at: datetime) -> int:
    """Give outbox rows their places: columns id, seq, header, digest, signature. Return how many rows were unsealed."""
    with _errors():
        cursor = psycopg.Cursor(_raw())
        return cursor.execute(_SEAL, [at, *(list(column) for column in columns)]).rowcount


def _raw() -> "psycopg.Connection[Any]":  # Any: rows are not read here
    """Return the driver's connection, which takes part in Django's transaction."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw


def _errors() -> DatabaseErrorWrapper:
    """Turn the driver's errors into Django's."""
    return connection.wrap_database_errors
