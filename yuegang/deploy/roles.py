"""Create a node's database and its roles, as the superuser: one owner, one role per zone."""

import secrets
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


def new_passwords() -> dict[str, str]:
    """Draw a password for the owner and for each zone."""
    return {role: secrets.token_urlsafe(24) for role in (*ZONES, OWNER)}


def exists(connection: psycopg.Connection[tuple[object, ...]], names: Names, called: str = "") -> bool:
    """Return whether the node's database is there."""
    query = "select 1 from pg_database where datname = %s"
    return connection.execute(query, [called or names.database]).fetchone() is not None


def create_roles(
    connection: psycopg.Connection[tuple[object, ...]], names: Names, passwords: Mapping[str, str]
) -> None:
    """Make or renew the node's roles; nobody inherits from anybody.

    connection: the superuser's, in autocommit. passwords: by zone, `owner` among them; without one nobody logs in.
    """
    for zone in (OWNER, *ZONES):
        role = sql.Identifier(names.role(zone))
        found = connection.execute("select 1 from pg_roles where rolname = %s", [names.role(zone)]).fetchone()
        if not found:
            connection.execute(sql.SQL("create role {}").format(role))
        options = "login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
        secret = sql.Literal(passwords.get(zone))
        connection.execute(sql.SQL("alter role {} " + options + " password {}").format(role, secret))
        for name, value in ZONE_SETTINGS.get(zone, {}).items():
            setting = sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(name), sql.Literal(value))
            connection.execute(setting)


def create_database(connection: psycopg.Connection[tuple[object, ...]], names: Names, called: str = "") -> None:
    """Make the node's database if it is missing, and let only its own roles in.

    connection: the superuser's, in autocommit. called: another name than the node's, while a backup is restored.
    """
    name = called or names.database
    database, owner = sql.Identifier(name), sql.Identifier(names.role(OWNER))
    if not exists(connection, names, called):
        connection.execute(sql.SQL("create database {} owner {}").format(database, owner))
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    for zone in (OWNER, *ZONES):
        role = sql.Identifier(names.role(zone))
        connection.execute(sql.SQL("grant connect on database {} to {}").format(database, role))
