"""Wrong combinations of settings are refused at start, by name."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from yuegang.base import checks


def test_the_settings_of_this_installation_resolve() -> None:
    assert checks.check_paths(None) == []


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ("IMPORT_KINDS", {"lead": "yuegang.nowhere.LEADS"}),
        ("EXCHANGE_HANDLERS", {"lead": "yuegang.base.clock.absent"}),
        ("FACT_LOADERS", ["nodots"]),
        ("OFFICE_GUARD", "yuegang.accounts.guards.nobody"),
    ],
)
def test_a_path_that_leads_nowhere_is_named_with_its_table(settings: Settings, table: str, value: Any) -> None:
    setattr(settings, table, value)
    [error] = checks.check_paths(None)
    assert error.id == "base.E002" and str(error.msg).startswith(f"{table}: ")


@pytest.mark.parametrize(("production", "offset", "found"), [(True, 60, 1), (True, 0, 0), (False, 60, 0)])
def test_a_moved_clock_is_refused_in_production(settings: Settings, production: bool, offset: int, found: int) -> None:
    settings.PRODUCTION, settings.CLOCK_OFFSET = production, offset
    assert [error.id for error in checks.check_clock(None)] == ["base.E001"] * found
