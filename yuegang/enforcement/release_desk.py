"""The way into the release chain, in one place."""

from django.utils.module_loading import import_string

from yuegang.accounts.models import Officer


def submit(kind: str, item_id: str, officer: Officer, *, urgent: bool = False) -> None:
    """Send an item into the release chain of its unit pair and kind, in the caller's transaction."""
    import_string("yuegang.exchange.release.submit")(kind, item_id, officer, urgent=urgent)
