"""The way into the release chain, and what came out of it, in one place."""

from uuid import UUID

from yuegang.accounts.models import Officer
from yuegang.engine.protocol.schema import CLEARANCE
from yuegang.exchange.release import access, actions
from yuegang.exchange.release.clearance import preview
from yuegang.exchange.release.models import Release


def submit(kind: str, item_id: UUID, officer: Officer, *, urgent: bool = False) -> Release:
    """Send an item into the release chain of its unit pair and kind, in the caller's transaction."""
    return actions.submit(kind, item_id, officer, urgent=urgent)


def release_of(kind: str, item_id: UUID) -> Release | None:
    """Return the newest release of an item, for its page."""
    return access.of_item(kind, item_id)


def crossed_body(kind: str, item_id: UUID) -> dict[str, object]:
    """Return the fields that leave with the release now being finished, as the gate compiled them."""
    release = access.of_item(kind, item_id)
    if release is None:
        raise Release.DoesNotExist
    return {name: value for name, value in preview(release).compiled.body.items() if name != CLEARANCE}
