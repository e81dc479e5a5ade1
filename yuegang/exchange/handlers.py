"""What a room that exchanges a kind of message provides, and what it receives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from yuegang.base.models import StoredFile
from yuegang.engine.protocol.gate import KindSchema
from yuegang.exchange.errors import Refused

File = tuple[str, str, StoredFile]  # name, media type, kept file


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Hold one verified and opened message of a peer; ts is the signed time of sealing, aware."""

    kind: str
    item_id: str
    item_ver: int
    from_unit: str
    to_unit: str
    sender_node: str
    body: Mapping[str, object]
    marking: str
    obligation: Mapping[str, object] | None
    ref: str
    ts: datetime
    seq: int
    files: Sequence[File] = ()


class KindHandler(Protocol):
    """What the exchange itself asks of every kind; the release asks for more."""

    schema: KindSchema

    def apply(self, received: Received) -> None:
        """Take the message into this node; raises Refused to reject it, inside the exchange's savepoint."""


class BatchHandler(KindHandler, Protocol):
    """A kind that also takes many messages at once, for short messages that come by the thousand."""

    def apply_many(self, received: Sequence[Received]) -> None:
        """Do what `apply` would do for each in order; whatever it raises sends every one through `apply`."""


@cache
def handler_of(kind: str) -> KindHandler:
    """Return the handler of a kind from settings.EXCHANGE_HANDLERS; raises Refused "kind.unknown"."""
    path = settings.EXCHANGE_HANDLERS.get(kind)
    if path is None:
        raise Refused("kind.unknown", kind)
    return cast(KindHandler, import_string(path))  # the system check exchange.E001 proves every path
