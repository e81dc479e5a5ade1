"""Wake the sealer and the waiting requests through PostgreSQL, and wait to be woken.

The notice goes out right after the commit, on its own: NOTIFY inside a transaction takes one lock for the whole
cluster until the commit is on disk, which would make all writers wait for each other.
"""

import logging
import time
from functools import partial

import psycopg
from django.db import DatabaseError, connection, transaction

logger = logging.getLogger(__name__)

OUTBOX = "exchange_outbox"  # payload: peer; there is something to seal
SEALED = "exchange_sealed"  # payload: peer; there is something to read


def after_commit(name: str, payload: str) -> None:
    """Notify once the present transaction is committed; a lost notice only costs the poll interval."""
    transaction.on_commit(partial(_notify, name, payload), robust=True)


def _notify(name: str, payload: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [name, payload])
    except DatabaseError:
        logger.warning("wake.lost", extra={"channel": name})


def listen(name: str) -> None:
    """Let the present connection hear a name; call `deafen` before the connection goes back to its pool."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {name}")  # one of the constants above


def deafen() -> None:
    """Stop hearing."""
    with connection.cursor() as cursor:
        cursor.execute("UNLISTEN *")


def wait(seconds: float) -> bool:
    """Wait until a notice arrives on the present connection; say whether one did.

    Raises psycopg.OperationalError when the server goes away.
    """
    raw: psycopg.Connection[tuple[object, ...]] = connection.connection
    deadline = time.monotonic() + seconds
    for _notice in raw.notifies(timeout=max(0.0, deadline - time.monotonic()), stop_after=1):
        return True
    return False
