"""A number that grows with each change of our own side, so that what was remembered before is not shown after."""

from django.core.cache import cache
from django.db import transaction

KEY = "enforcement-leads-turn"


def turn() -> int:
    """Return the present number."""
    return int(cache.get(KEY, 0))


def changed() -> None:
    """Let it grow once the present transaction is done."""
    transaction.on_commit(lambda: cache.set(KEY, turn() + 1, None))
