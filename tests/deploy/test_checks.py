"""The system checks of the visible tables."""

import pytest
from pytest_django import Settings

from yuegang.deploy import checks


def rules(found: object) -> list[str]:
    assert isinstance(found, list)
    return [message.id for message in found]


@pytest.mark.parametrize(
    ("label", "privileges", "rule"),
    [
        ("parties.Nothing", {"SELECT"}, "deploy.E001"),
        ("parties.Side", {"SELECT", "DELETE"}, "deploy.E002"),
        ("audit.AuditEntry", {"INSERT"}, "deploy.E003"),
        ("accounts.Officer", {"SELECT"}, "deploy.E003"),
    ],
)
def test_a_wrong_portal_privilege_stops_the_start(
    settings: Settings, label: str, privileges: set[str], rule: str
) -> None:
    settings.PORTAL_GRANTS = {label: privileges}
    assert rules(checks.check_grants(None)) == [rule]


def test_production_names_its_hosts(settings: Settings) -> None:
    assert checks.check_production(None) == []
    settings.PRODUCTION, settings.ZONE = True, "office"
    assert rules(checks.check_production(None)) == ["deploy.E004"]
    settings.ALLOWED_HOSTS = ["*"]
    assert rules(checks.check_production(None)) == ["deploy.E005"]


def test_the_settings_that_ship_are_in_order() -> None:
    assert [message for check in checks.CHECKS for message in check(None)] == []
