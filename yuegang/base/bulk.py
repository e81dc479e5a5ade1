"""Add many rows by PostgreSQL's COPY in the present transaction: an INSERT of each would cap what a node takes in."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows of these columns; raises Django's IntegrityError as an insert does.

    table and columns are written into the statement as they stand: constants of the program, never input.
    """
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.wrap_database_errors, raw().cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def raw() -> "psycopg.Connection[Any]":  # Any: rows are not read here
    """Return the driver's connection, which takes part in Django's transaction."""
    connection.ensure_connection()
    found: psycopg.Connection[Any] = connection.connection
    return found
