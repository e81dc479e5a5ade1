"""Create a node's database and its roles, as the superuser: one owner, one role per zone."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

ZONES = ("office", "portal", "exchange", "worker")
OWNER = "owner"
# A convenience for the role, not a wall: a client may switch it off. The grants are the wall.
ZONE_SETTINGS = {
    "portal": {"statement_timeout": "5s"},
    "exchange": {"statement_timeout": "60s"},
    "office": {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"},
}


@dataclass(frozen=True)
class Names:
    """The names of one node's database and roles."""

    database: str

    @classmethod
    def of(cls, node_code: str) -> "Names":
        """Return the names for a node: gd-customs has the database gd_customs."""
        return cls(node_code.replace("-", "_"))

    def role(self, zone: str) -> str:
        """Return the role of a zone or of the owner."""
        return f"{self.database}_{zone}"


def create_roles(
    connection: psycopg.Connection[tuple[object, ...]], names: Names, passwords: Mapping[str, str]
) -> None:
    """Make or renew the node's roles; nobody inherits from anybody.

    connection: the superuser's, in autocommit. passwords: by zone, `owner` among them.
    """
    for zone in (OWNER, *ZONES):
        role = sql.Identifier(names.role(zone))
        found = connection.execute("select 1 from pg_roles where rolname = %s", [names.role(zone)]).fetchone()
        if not found:
            connection.execute(sql.SQL("create role {}").format(role))
        options = "login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
        connection.execute(
            sql.SQL("alter role {} " + options + " password {}").format(role, sql.Literal(passwords[zone]))
        )
        for name, value in ZONE_SETTINGS.get(zone, {}).items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(name), sql.Literal(value))
            )


def create_database(
    connection: psycopg.Connection[tuple[object, ...]], names: Names, template: str | None = None
) -> None:
    """Make the node's database, empty or as a copy of a template, and let only its own roles in.

    connection: the superuser's, in autocommit.
    """
    database, owner = sql.Identifier(names.database), sql.Identifier(names.role(OWNER))
    found = connection.execute("select 1 from pg_database where datname = %s", [names.database]).fetchone()
    if not found:
        source = sql.SQL(" template {}").format(sql.Identifier(template)) if template else sql.SQL("")
        connection.execute(sql.SQL("create database {} owner {}").format(database, owner) + source)
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    for zone in (OWNER, *ZONES):
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(names.role(zone)))
        )
