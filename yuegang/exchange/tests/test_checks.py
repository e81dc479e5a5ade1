"""A wrong table of kinds is found at start."""

import pytest
from django.conf import LazySettings

from yuegang.exchange.checks import check_handlers
from yuegang.exchange.tests.notes import NOTE


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({"note": "yuegang.exchange.tests.notes.NOTE"}, []),
        ({"note": "yuegang.exchange.nowhere.NOTE"}, ["exchange.E001"]),
        ({"other": "yuegang.exchange.tests.notes.NOTE"}, ["exchange.E002"]),
        ({"note": "yuegang.exchange.tests.test_checks.HALF"}, ["exchange.E003"]),
    ],
)
def test_each_kind_needs_its_handler(settings: LazySettings, table: dict[str, str], found: list[str]) -> None:
    settings.EXCHANGE_HANDLERS = table
    assert [message.id for message in check_handlers(None)] == found


class _Half:
    schema = NOTE.schema


HALF = _Half()
