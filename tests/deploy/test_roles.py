"""The wrong doors: what each zone's role cannot do, tried by logging in as it."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from yuegang.base.embedded import Server
from yuegang.deploy import grants, roles
from yuegang.deploy.management.commands.grants import privileges
from yuegang.deploy.roles import ZONES, Names

TABLE_PRIVILEGES = """
select c.relname, p.name from pg_class c,
  unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(name)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  and (has_table_privilege(c.oid, p.name)
    or (p.name in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(c.oid, p.name)))
"""
CALLABLE = """
select count(*) from pg_proc
where pronamespace = 'public'::regnamespace and has_function_privilege(oid, 'EXECUTE')
"""
DRAWABLE = """
select count(*) from pg_class
where relnamespace = 'public'::regnamespace
  and case when relkind = 'S' then has_sequence_privilege(oid, 'USAGE') else false end
"""
PROBE = """
insert into accounts_officer (id, username, display_name, display_name_latin, email, agency_code, unit_code,
  language, density, single_keys, is_active, date_joined, password)
values (gen_random_uuid(), 'probe.one', 'x', '', 'p@x.test', 'A', 'A/B', 'en', 'normal', true, true, now(), '')
"""
pytestmark = pytest.mark.django_db
DENIED = psycopg.errors.InsufficientPrivilege


@dataclass(frozen=True)
class Doors:
    """A database with its roles; every zone's password is known to the test only."""

    server: Server
    names: Names
    database: str

    def url(self, zone: str, *, role: str = "", database: str = "") -> str:
        """Return the address that a zone's process is given, or one it makes up with its own password."""
        return self.server.url(database or self.database, role or self.names.role(zone), f"password of {zone}")

    def login(self, zone: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Log in as a zone, with the convenience settings switched off: only the grants stand."""
        found = psycopg.connect(self.url(zone), autocommit=True)
        found.execute("set default_transaction_read_only = off; set statement_timeout = 0")
        return found


@pytest.fixture(scope="module")
def doors(django_db_setup: None, django_db_blocker: DjangoDbBlocker, database_server: Server) -> Doors:
    """Give the test database its roles and privileges, for good: the other tests work as superuser."""
    names = Names("doors")
    with psycopg.connect(database_server.url(), autocommit=True) as superuser:
        roles.create_roles(superuser, names, {zone: f"password of {zone}" for zone in ("owner", *ZONES)})
        roles.create_database(superuser, names)
    with django_db_blocker.unblock():
        grants.apply(connection, names, privileges())
        database = connection.settings_dict["NAME"]
        with connection.cursor() as cursor:
            cursor.execute(f'revoke all on database "{database}" from public')
            for zone in ZONES:
                cursor.execute(f'grant connect on database "{database}" to {names.role(zone)}')
    return Doors(database_server, names, str(database))


@pytest.fixture
def portal(doors: Doors) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with doors.login("portal") as found:
        yield found


def refuses(door: "psycopg.Connection[tuple[object, ...]]", *statements: str) -> None:
    for statement in statements:
        with pytest.raises(DENIED):
            door.execute(statement.encode())


def reachable(door: "psycopg.Connection[tuple[object, ...]]") -> dict[str, set[str]]:
    """Return table → privileges that the logged-in role has, column privileges included."""
    rows = door.execute(TABLE_PRIVILEGES)
    found: dict[str, set[str]] = {}
    for table, privilege in rows:
        found.setdefault(str(table), set()).add(str(privilege))
    return found


@pytest.mark.parametrize("zone", ["portal", "exchange"])
def test_a_zone_reaches_exactly_the_tables_of_the_settings(doors: Doors, zone: str) -> None:
    listed = settings.PORTAL_GRANTS if zone == "portal" else settings.EXCHANGE_GRANTS
    with doors.login(zone) as door:
        assert reachable(door) == {grants.table_of(label): given for label, given in listed.items()}


@pytest.mark.parametrize("zone", ["portal", "exchange"])
def test_a_zone_calls_no_function_and_draws_no_number(doors: Doors, zone: str) -> None:
    with doors.login(zone) as door:
        assert door.execute(CALLABLE).fetchone() == (0,)
        assert door.execute(DRAWABLE).fetchone() == (0,)


def test_the_portal_neither_reads_officers_nor_jobs(portal: "psycopg.Connection[tuple[object, ...]]") -> None:
    refuses(
        portal,
        "select * from accounts_officer",
        "select * from procrastinate_jobs",
        "select * from django_session",
        "select * from exchange_outboxentry",
    )


def test_the_portal_neither_enqueues_nor_writes_audit_or_outbox(
    portal: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    refuses(
        portal,
        "insert into procrastinate_jobs (task_name, queue_name, args) values ('x', 'default', '{}')",
        "insert into audit_auditentry (verb) values ('x')",
        "insert into exchange_outboxentry (kind) values ('lead')",
        "select procrastinate_fetch_job_v2(null, null)",
    )


def test_the_portal_makes_nothing_and_leaves_nowhere(
    doors: Doors, portal: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    refuses(
        portal,
        "create table loot (a int)",
        "create temp table loot (a int)",
        "create function loot() returns int language sql as 'select 1'",
        "create schema loot",
        "select pg_read_file('/etc/passwd')",
        "select * from pg_authid",
        f"set role {doors.names.role('office')}",
        "set session authorization postgres",
    )


@pytest.mark.parametrize("role", ["doors_office", "doors_worker", "doors_owner", "postgres"])
def test_the_portal_s_password_opens_no_other_role(doors: Doors, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(doors.url("portal", role=role))


def test_another_node_s_database_is_closed(doors: Doors) -> None:
    other = Names("neighbour")
    with psycopg.connect(doors.server.url(), autocommit=True) as superuser:
        roles.create_roles(superuser, other, {zone: "x" for zone in ("owner", *ZONES)})
        roles.create_database(superuser, other)
    for zone in ZONES:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(doors.url(zone, database="neighbour"))


def test_officers_stay_unseen_even_after_a_mistaken_grant(doors: Doors) -> None:
    with psycopg.connect(doors.server.url(doors.database), autocommit=True) as superuser:
        superuser.execute("create role careless; grant select on accounts_officer to doors_portal")
        superuser.execute(PROBE)
        try:
            with doors.login("portal") as door:
                assert door.execute("select count(*) from accounts_officer").fetchone() == (0,)
            with doors.login("office") as door:
                assert door.execute("select count(*) > 0 from accounts_officer").fetchone() == (True,)
        finally:
            superuser.execute("revoke select on accounts_officer from doors_portal; drop role careless")
            superuser.execute("delete from accounts_officer where username = 'probe.one'")


@pytest.mark.parametrize("zone", ["office", "worker"])
def test_nobody_rewrites_the_audit_or_the_log(doors: Doors, zone: str) -> None:
    with doors.login(zone) as door:
        refuses(
            door,
            "delete from audit_auditentry",
            "update audit_auditentry set verb = 'x'",
            "truncate audit_auditentry",
            "delete from exchange_outboxentry",
            "update exchange_outboxentry set body = ''",
        )


def test_only_the_worker_seals(doors: Doors) -> None:
    sealing = "update audit_auditentry set sealed_at = now() where false"
    with doors.login("worker") as door:
        door.execute(sealing)
    with doors.login("office") as door:
        refuses(door, sealing)


def test_the_office_enqueues_jobs(doors: Doors) -> None:
    with doors.login("office") as door, door.transaction(force_rollback=True):
        door.execute(
            "select procrastinate_defer_jobs_v1(array[row('default', 'x', 0, null, null, '{}', null)]"
            "::procrastinate_job_to_defer_v1[])"
        )


def test_a_working_zone_reaches_every_table_but_those_closed_to_it(doors: Doors) -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for zone, limits in (("office", settings.OFFICE_LIMITS), ("worker", settings.WORKER_LIMITS)):
        closed = {grants.table_of(label) for label, given in limits.items() if not given}
        with doors.login(zone) as door:
            assert tables - set(reachable(door)) == closed
