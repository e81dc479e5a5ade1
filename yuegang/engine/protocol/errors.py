"""Name every refusal of the protocol: which rule, at which place.

Rule codes are stable and listed in docs/protocol.md, section 15. They are English and never translated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class ProtocolError(Exception):
    """Say that something received or about to be sent breaks a rule.

    rule: stable code such as "entry.signature". place: field name, JSON pointer or number, "" if the whole.
    detail: further facts for the journal, never message content.
    """

    def __init__(self, rule: str, place: str = "", detail: Mapping[str, object] | None = None) -> None:
        super().__init__(rule, place)
        self.rule = rule
        self.place = place
        self.detail: Mapping[str, object] = {} if detail is None else detail

    def __str__(self) -> str:
        return f"{self.rule} at {self.place}" if self.place else self.rule


class CanonicalError(ProtocolError):
    """Say that a value or its bytes are not canonical I-JSON."""


class SuiteError(ProtocolError):
    """Say that a cryptographic suite is unknown or a sealed text does not open."""


class EntryError(ProtocolError):
    """Say that one entry is not acceptable."""


class GapError(ProtocolError):
    """Say that the log does not continue where the cursor stands, or contradicts what was received."""


class HeadError(ProtocolError):
    """Say that a signed head is not acceptable or proves a forked log."""


class SegmentError(ProtocolError):
    """Say that the framing of a segment is broken."""


class ReceiptError(ProtocolError):
    """Say that a receipt is malformed or does not describe our own log."""


class OnwardError(ProtocolError):
    """Say that a grant is not acceptable, or does not let this copy pass."""


class RosterError(ProtocolError):
    """Say that no key of the roster may be used for this."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Hold one reason why the gate blocks: rule, JSON pointer, facts."""

    rule: str
    place: str
    detail: Mapping[str, object] = field(default_factory=dict)


class GateError(ProtocolError):
    """Say that an item may not leave, or that a received body is not allowed in; every reason is listed."""

    def __init__(self, rule: str, place: str = "", refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(rule, place)
        self.refusals = tuple(refusals)
