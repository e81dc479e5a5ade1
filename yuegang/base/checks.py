"""System checks at start: a true clock in production, and no dotted path of the settings that leads nowhere."""

from collections.abc import Iterator, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

TABLES = (
    "EXCHANGE_HANDLERS",
    "IMPORT_KINDS",
    "JOB_KINDS",
    "INTAKE_KINDS",
    "FACT_LOADERS",
    "SEARCH_SOURCES",
    "OFFICE_GUARD",
)


def check_clock(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Refuse a moved clock in production (base.E001)."""
    if settings.PRODUCTION and settings.CLOCK_OFFSET:
        hint = "Remove CLOCK_OFFSET: deadlines, signatures and the audit need the true time."
        return [Error("CLOCK_OFFSET is set in production.", hint=hint, id="base.E001")]
    return []


def check_paths(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Refuse a dotted path that does not resolve (base.E002), named with its table."""
    return [
        Error(f"{table}: {path} does not resolve ({problem}).", id="base.E002")
        for table in TABLES
        for path in paths_of(table)
        if (problem := _problem(path))
    ]


def paths_of(table: str) -> Iterator[str]:
    """Yield the dotted paths of a table of the settings: a mapping's values, a list's items, or the one path."""
    value = getattr(settings, table)
    if isinstance(value, str):
        yield value
    else:
        yield from value.values() if hasattr(value, "values") else value


def _problem(path: str) -> str:
    """Return why a path does not resolve, or nothing."""
    try:
        import_string(path)
    except ImportError as error:
        return str(error)
    return ""
