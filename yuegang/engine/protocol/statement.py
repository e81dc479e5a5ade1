"""Make the monthly statement of two nodes: what stood open, done and late at one moment, and a digest of every line.

Both nodes compute the lines from what both have, so the digests are equal unless something is missing on one side.
Source: docs/protocol.md, 19.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .canonical import canonical, digest
from .obligation import ObligationState, Stage

DONE = (Stage.FULFILLED, Stage.REFUSED, Stage.WAIVED)
COLUMNS = ("open", "done", "late")


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """Hold one item at the moment of the statement."""

    kind: str
    item_id: str
    from_unit: str
    to_unit: str
    stage: str
    late: bool

    @classmethod
    def of(cls, item: tuple[str, str, str, str], state: ObligationState) -> "Line":
        """Return the line of an item (kind, id, sending unit, answering unit) in a state."""
        return cls(*item, state.stage.value, state.overdue)

    def text(self) -> str:
        """Return the line as it is kept in files: six values parted by tabs."""
        return "\t".join((self.kind, self.item_id, self.from_unit, self.to_unit, self.stage, str(int(self.late))))

    @classmethod
    def parse(cls, text: str) -> "Line":
        """Read a line back; raises ValueError."""
        parts = text.split("\t")
        if len(parts) != 6 or parts[5] not in ("0", "1"):
            raise ValueError(text[:80])
        kind, item_id, from_unit, to_unit, stage, late = parts
        return cls(kind, item_id, from_unit, to_unit, stage, late == "1")


@dataclass(frozen=True, slots=True)
class Count:
    """Hold the figures of one kind between two units; late ones are among the open."""

    kind: str
    from_unit: str
    to_unit: str
    open: int
    done: int
    late: int


def counts(lines: Iterable[Line]) -> tuple[Count, ...]:
    """Return the figures per kind and unit pair, in order."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for line in lines:
        row = found.setdefault((line.kind, line.from_unit, line.to_unit), dict.fromkeys(COLUMNS, 0))
        is_done = line.stage in DONE
        row["done"] += is_done
        row["open"] += not is_done
        row["late"] += line.late
    return tuple(Count(*pair, row["open"], row["done"], row["late"]) for pair, row in sorted(found.items()))


def digest_of(lines: Iterable[Line]) -> str:
    """Return the digest over every line in order: one item more, fewer or otherwise on one side changes it."""
    return digest(canonical([line.text() for line in sorted(lines)]))


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one item that stands otherwise on the two nodes; None where a node does not know it."""

    kind: str
    item_id: str
    ours: Line | None
    theirs: Line | None


def differences(ours: Sequence[Line], theirs: Sequence[Line]) -> tuple[Difference, ...]:
    """Return every item whose line differs, in order of kind and id."""
    here: Mapping[tuple[str, str], Line] = {(line.kind, line.item_id): line for line in ours}
    there: Mapping[tuple[str, str], Line] = {(line.kind, line.item_id): line for line in theirs}
    keys = sorted(here.keys() | there.keys())
    return tuple(Difference(*key, here.get(key), there.get(key)) for key in keys if here.get(key) != there.get(key))
