"""Hold the fields of a header in the spelling of the wire, with their limits (docs/protocol.md, section 4)."""

from dataclasses import dataclass
from typing import Protocol

MAX_HEADER = 16_384  # bytes; protocol.md, 4
MAX_BODY = 1_048_576  # bytes that travel; protocol.md, 4
MAX_BLOBS = 64  # per entry; protocol.md, 4
CLEAR_KINDS = frozenset({"receipt", "target", "statement", "roster", "audit-root"})  # protocol.md, 4


@dataclass(frozen=True, slots=True)
class Blob:
    """Name a file by the digest and size in bytes of its ciphertext."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Obligation:
    """State the answer owed: the agreed target, its working days (0 if none) and their calendar."""

    target: str
    acknowledge_days: int
    feedback_days: int
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Hold the fields of one signed header, in the spelling of the wire."""

    sender: str
    receiver: str
    seq: int
    prev: str
    ts: str
    kind: str
    item_id: str
    item_ver: int
    from_unit: str
    to_unit: str
    body_digest: str
    body_size: int
    enc: str
    enc_key: str
    marking: str
    suite: str
    key: str
    blobs: tuple[Blob, ...] = ()
    obligation: Obligation | None = None
    ref: str = ""
    v: int = 1


@dataclass(frozen=True, slots=True)
class Chain:
    """Hold the chain fields of a header and the digest of its bytes."""

    sender: str
    receiver: str
    seq: int
    prev: str
    ts: str
    body_digest: str
    body_size: int
    suite: str
    key: str
    digest: str


class Address(Protocol):
    """Say what a sealed body is bound to; a Header is one."""

    @property
    def sender(self) -> str:
        """Return the sending node."""

    @property
    def receiver(self) -> str:
        """Return the receiving node."""

    @property
    def kind(self) -> str:
        """Return the kind of entry."""

    @property
    def item_id(self) -> str:
        """Return the item."""

    @property
    def item_ver(self) -> int:
        """Return the version of the item."""

    @property
    def to_unit(self) -> str:
        """Return the unit that may open the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyAddress:
    """Hold what a body is bound to before its header exists."""

    sender: str
    receiver: str
    kind: str
    item_id: str
    item_ver: int
    to_unit: str
