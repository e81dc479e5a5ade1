"""What a kind that goes through the release provides, beyond what the exchange itself asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast
from uuid import UUID

from yuegang.accounts.models import Officer
from yuegang.base.models import StoredFile
from yuegang.exchange.errors import Refused
from yuegang.exchange.handlers import KindHandler, handler_of
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release.errors import ReleaseRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Say where a draft is to go and who wrote it; item_ver: the version that would leave."""

    item_ver: int
    from_unit: str
    to_unit: str
    marking: str
    ref: str = ""
    authors: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Name one picture of a draft and its caption, which passes the gate like any text."""

    stored: StoredFile
    caption: str = ""


class Releasable(KindHandler, Protocol):
    """What the release asks of a kind."""

    def draft(self, item_id: UUID) -> Draft:
        """Return where the draft is to go."""

    def compose(self, item_id: UUID) -> Mapping[str, object]:
        """Return every field of the draft, whether it may leave or not."""

    def free_texts(self, item_id: UUID) -> Sequence[tuple[str, str]]:
        """Return the texts people wrote in sentences, by pointer, as in compose."""

    def images(self, item_id: UUID) -> Sequence[Picture]:
        """Return the pictures of the draft."""

    def released(self, item_id: UUID, entry: OutboxEntry, officer: Officer) -> None:
        """Note that the item left; in the transaction of the entry."""

    def returned(self, item_id: UUID, officer: Officer) -> None:
        """Let the author write again after a return or a withdrawal; in its transaction."""

    def title(self, item_id: UUID) -> str:
        """Return one line that says what the item is, in the reader's language."""

    def url(self, item_id: UUID) -> str:
        """Return the page of the item."""


def releasable(kind: str) -> Releasable:
    """Return the handler of a kind that goes through the release; raises ReleaseRefused "release.kind"."""
    try:
        handler = handler_of(kind)
    except Refused as error:
        raise ReleaseRefused("release.kind", kind) from error
    if not handler.schema.releasable:
        raise ReleaseRefused("release.kind", kind)
    return cast(Releasable, handler)  # settings name it; a kind with a releasable schema has these methods
