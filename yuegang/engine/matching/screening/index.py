"""Hold what lines are screened against: a base and deltas beside it, each a part built from one table of entries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yuegang.engine.lexicon.folding import han_only
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.brands.scanner import BrandScanner, Mention

from .entries import clean_entries, content_hash, read_entry
from .evidence import Entry
from .limits import Limits, Thresholds
from .schema import EntryKind

DEFAULT_LIST = ""


class Part:
    """The entries of one table, ready to be probed. `version` is the digest of its content."""

    def __init__(self, table: pa.Table) -> None:
        self.table, self.version, self.size = table, content_hash(table), table.num_rows
        self.identities: Sequence[str] = table["entry"].to_pylist()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:  # Any: a row of a table
        """Return the rows of the entries."""
        rows: list[dict[str, Any]] = self.table.to_pylist()  # Any: as above
        return rows

    def identity(self, place: int) -> str:
        """Return the identity of an entry."""
        return self.identities[place]

    def entry(self, place: int) -> Entry:
        """Return an entry as it is compared."""
        return read_entry(self.rows[place], {})

    def list_of(self, place: int) -> str:
        """Return the list an entry belongs to."""
        return str(self.table["list"][place].as_py() or DEFAULT_LIST)

    @cached_property
    def _sounds(self) -> tuple[list[str], Counter[str]]:
        usual = {c.character: c.jyutping[0][0] for c in shipped_tables().characters if c.jyutping}
        keys = [" ".join(usual.get(c, c) for c in han_only(name or "")) for name in self.table["name"].to_pylist()]
        return keys, Counter(keys)

    def others(self, place: int) -> int:
        """Return how many other entries have a Chinese name of the same usual Cantonese reading."""
        keys, counts = self._sounds
        return counts[keys[place]] - 1 if keys[place] else 0

    @cached_property
    def _marks(self) -> tuple[BrandScanner, list[int]]:
        marks: list[str] = []
        owners: list[int] = []
        for place, row in enumerate(self.rows):
            own = [row["name"], *(row["aliases"] or ())] if row["kind"] == EntryKind.RIGHT else row["brands"] or ()
            marks += [mark for mark in own if mark]
            owners += [place] * (len(marks) - len(owners))
        return BrandScanner(marks), owners

    def mentions(self, goods: Sequence[str]) -> Mapping[tuple[int, int], Sequence[Mention]]:
        """Return the marks found in goods texts, by line and entry."""
        scanner, owners = self._marks
        found: dict[tuple[int, int], list[Mention]] = {}
        flat = [text.replace("\n", " ") for text in goods]
        for mention in scanner.scan(flat, [True] * len(flat)):
            found.setdefault((mention.line, owners[mention.mark]), []).append(mention)
        return found


@dataclass(frozen=True)
class Index:
    """A base and its deltas. An entry of a later part takes the place of its namesake in an earlier one."""

    parts: tuple[Part, ...]
    withdrawn: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def _latest(self) -> dict[str, int]:
        return {identity: number for number, part in enumerate(self.parts[1:], 1) for identity in part.identities}

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Return how many entries each list has, over all parts."""
        sizes: Counter[str] = Counter()
        for part in self.parts:
            for counted in pc.value_counts(pc.fill_null(part.table["list"], DEFAULT_LIST)).to_pylist():
                sizes[counted["values"]] += counted["counts"]
        return sizes

    def is_hidden(self, part: Part, place: int) -> bool:
        """Say whether an entry was withdrawn or stands anew in a later part."""
        identity = part.identity(place)
        return identity in self.withdrawn or self.parts[self._latest.get(identity, 0)] is not part

    def thresholds(self, name: str) -> Thresholds:
        """Return the thresholds of a list."""
        return self.limits.of(name, self.sizes[name])

    def with_delta(self, part: Part) -> "Index":
        """Return the index with one delta more."""
        return Index((*self.parts, part), self.withdrawn, self.limits)

    def without(self, identities: Iterable[str]) -> "Index":
        """Return the index without some entries."""
        return Index(self.parts, self.withdrawn | frozenset(identities), self.limits)


def build(entries: pa.Table) -> Part:
    """Return the part built from entries (schema ENTRIES); natural persons' numbers are left out first.

    Raises ValueError for an unknown kind of entry or identifier, or an entry given twice.
    """
    return Part(clean_entries(entries))
