"""Apply the visible tables of privileges of the settings to the database, as its owner, after each migrate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from yuegang.deploy.roles import ZONES, Names

EVERYTHING = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
JOBS = "procrastinate"
KINDS = ("TABLES", "SEQUENCES", "FUNCTIONS")
SECURED_ZONES = ("office", "worker")


@dataclass(frozen=True)
class Privileges:
    """What the settings grant: label of a model → privileges, by zone."""

    portal: Mapping[str, Iterable[str]]
    exchange: Mapping[str, Iterable[str]]
    office_limits: Mapping[str, Iterable[str]]
    worker_limits: Mapping[str, Iterable[str]]
    row_secured: Iterable[str]

    def by_table(self, zone: str) -> dict[str, frozenset[str]]:
        """Return table → privileges of one zone.

        Raises LookupError for a label that names no model.
        """
        if zone in ("portal", "exchange"):
            listed = self.portal if zone == "portal" else self.exchange
            return {table_of(label): frozenset(given) for label, given in listed.items()}
        limits = self.office_limits if zone == "office" else self.worker_limits
        found = {model._meta.db_table: EVERYTHING for model in _models()}
        return found | {table_of(label): frozenset(given) for label, given in limits.items()}


def table_of(label: str) -> str:
    """Return the table of a model; raises LookupError if there is none."""
    return str(apps.get_model(label)._meta.db_table)


def apply(connection: BaseDatabaseWrapper, names: Names, privileges: Privileges) -> None:
    """Take everything from the zones and from PUBLIC, then give what is listed; all or nothing.

    connection: the owner's.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements(names, privileges, _present(connection)):
            cursor.execute(statement)


def statements(names: Names, privileges: Privileges, present: frozenset[str]) -> list[str]:
    """Return the SQL in order; tables that are not in the database are left out."""
    zones = ", ".join(_quote(names.role(zone)) for zone in ZONES)
    found = ["REVOKE ALL ON SCHEMA public FROM PUBLIC", f"GRANT USAGE ON SCHEMA public TO {zones}"]
    for kind in KINDS:
        found.append(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {zones}")
        if kind == "FUNCTIONS":
            found.append(f"ALTER DEFAULT PRIVILEGES REVOKE ALL ON {kind} FROM PUBLIC")
    for zone in ZONES:
        role = _quote(names.role(zone))
        for table, given in sorted(privileges.by_table(zone).items()):
            if table in present and given:
                found.append(f"GRANT {', '.join(sorted(given))} ON {_quote(table)} TO {role}")
    found += _working_zones(names, present)
    for label in privileges.row_secured:
        found += _row_security(table_of(label), names)
    return found


def _working_zones(names: Names, present: frozenset[str]) -> list[str]:
    """Sequences and the functions of the job queue: the right to enqueue is the right to call any task."""
    roles = ", ".join(_quote(names.role(zone)) for zone in SECURED_ZONES)
    queue = [table for table in sorted(present) if table.startswith(JOBS)]
    return [
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {roles}",
        *[f"GRANT SELECT, INSERT, UPDATE, DELETE ON {_quote(table)} TO {roles}" for table in queue],
    ]


def _row_security(table: str, names: Names) -> list[str]:
    roles = ", ".join(_quote(names.role(zone)) for zone in SECURED_ZONES)
    quoted = _quote(table)
    return [
        f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS working_zones ON {quoted}",
        f"CREATE POLICY working_zones ON {quoted} TO {roles} USING (true) WITH CHECK (true)",
    ]


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.db_table.startswith(JOBS)
    ]


def _present(connection: BaseDatabaseWrapper) -> frozenset[str]:
    with connection.cursor() as cursor:
        return frozenset(connection.introspection.table_names(cursor))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
