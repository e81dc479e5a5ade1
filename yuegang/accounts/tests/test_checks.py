import pytest
from pytest_django import Settings

from yuegang.accounts.checks import second_factor_key


@pytest.mark.parametrize(
    ("production", "zone", "key", "found"),
    [
        (True, "office", "", ["accounts.E001"]),
        (True, "manage", "", ["accounts.E001"]),
        (True, "portal", "", []),
        (True, "office", "a key", []),
        (False, "office", "", []),
    ],
)
def test_a_production_node_needs_a_key_for_second_factors(
    production: bool, zone: str, key: str, found: list[str], settings: Settings
) -> None:
    settings.PRODUCTION, settings.ZONE, settings.SECOND_FACTOR_KEY = production, zone, key
    assert [message.id for message in second_factor_key(None)] == found
