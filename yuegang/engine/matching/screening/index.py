"""Hold what lines are screened against: a base and deltas beside it, each a part built from one table of entries."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yuegang.engine.matching.brands.scanner import BrandScanner, Mention

from .arrays import COMPANY, Arrays, Int32, build_arrays
from .entries import clean_entries, content_hash, read_entry
from .evidence import Entry
from .limits import Limits, Thresholds
from .schema import EntryKind
from .sounds import shipped_sounds
from .store import Store

DEFAULT_LIST = ""
Named = Mapping[int, Mapping[int, Sequence[Mention]]]  # line: mark: where it stands


@dataclass(frozen=True)
class Marks:
    """The marks of a part: of rights, and those a person or firm trades in."""

    names: tuple[str, ...]
    rights: Mapping[int, Sequence[int]]  # mark: entries that are rights to it

    @cached_property
    def scanner(self) -> BrandScanner:
        """Return the scanner of the marks."""
        return BrandScanner(self.names)

    def named(self, goods: Sequence[str]) -> Named:
        """Return the marks found in goods texts."""
        if not self.names:
            return {}
        flat = [text.replace("\n", " ") for text in goods]
        found: dict[int, dict[int, list[Mention]]] = {}
        for mention in self.scanner.scan(flat, [True] * len(flat)):
            found.setdefault(mention.line, {}).setdefault(mention.mark, []).append(mention)
        return found


class Part:
    """The entries of one table, ready to be probed. `version` is the digest of its content."""

    def __init__(self, table: pa.Table, arrays: Arrays, store: Store, version: str) -> None:
        self.table, self.arrays, self.store, self.version = table, arrays, store, version
        self.size: int = table.num_rows
        self.lists: list[str] = _lists(table)
        self.named_lists = np.unique(arrays.lists[arrays.kinds <= COMPANY])  # lists that hold persons or firms
        self.entry = lru_cache(maxsize=1 << 14)(self._entry)

    def identity(self, place: int) -> str:
        """Return the identity of an entry."""
        return str(self.table["entry"][place].as_py())

    def _entry(self, place: int) -> Entry:
        return read_entry(self.table.slice(place, 1).to_pylist()[0], {})

    def list_of(self, place: int) -> str:
        """Return the list an entry belongs to."""
        return self.lists[int(self.arrays.lists[place])]

    def others(self, place: int) -> int:
        """Return how many other entries have a Chinese name of the same usual Cantonese reading."""
        return int(self.arrays.alike[place])

    @cached_property
    def marks(self) -> Marks:
        """Return the marks of the entries."""
        names, owners, _ = _marks(self.table)
        rights: dict[int, list[int]] = {}
        for mark, entry in owners:
            rights.setdefault(mark, []).append(entry)
        return Marks(tuple(names), rights)

    def marks_of(self, place: int) -> Sequence[int]:
        """Return the marks a person or firm trades in."""
        first, last = self.arrays.mark[place : place + 2].tolist()
        marks: list[int] = self.arrays.marks[first:last].tolist()
        return marks


def _lists(table: pa.Table) -> list[str]:
    return sorted(pc.unique(pc.fill_null(table["list"], DEFAULT_LIST)).to_pylist())


def _marks(table: pa.Table) -> tuple[list[str], list[tuple[int, int]], tuple[Int32, Int32]]:
    """Return the distinct marks, (mark, right) for each right, and the marks of other entries by entry."""
    numbers: dict[str, int] = {}
    is_right = pc.equal(table["kind"], EntryKind.RIGHT)
    rights = table.filter(is_right).select(["name", "aliases"]).to_pylist()
    places = np.flatnonzero(is_right.combine_chunks().to_numpy(zero_copy_only=False)).tolist()
    owners = [
        (numbers.setdefault(mark, len(numbers)), place)
        for place, row in zip(places, rights, strict=True)
        for mark in (row["name"], *(row["aliases"] or ()))
        if mark
    ]
    brands = table["brands"].combine_chunks()
    held = pc.if_else(is_right, pa.scalar(0), pc.fill_null(pc.list_value_length(brands), 0)).to_numpy()
    flat = [mark for mark in pc.list_flatten(brands).to_pylist()] if held.sum() else []
    kept = [numbers.setdefault(mark, len(numbers)) for mark in flat]
    first = np.append(0, np.cumsum(held)).astype(np.int32)
    return list(numbers), owners, (np.array(kept[: int(first[-1])], np.int32), first)


@dataclass(frozen=True)
class Index:
    """A base and its deltas. An entry of a later part takes the place of its namesake in an earlier one."""

    parts: tuple[Part, ...]
    withdrawn: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def _latest(self) -> dict[str, int]:
        later = enumerate(self.parts[1:], 1)
        return {identity: number for number, part in later for identity in part.table["entry"].to_pylist()}

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Return how many entries each list has, over all parts."""
        sizes: Counter[str] = Counter()
        for part in self.parts:
            for name, count in zip(part.lists, np.bincount(part.arrays.lists).tolist(), strict=True):
                sizes[name] += count
        return sizes

    def is_hidden(self, part: Part, place: int) -> bool:
        """Say whether an entry was withdrawn or stands anew in a later part."""
        if not self._latest and not self.withdrawn:
            return False
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
    table = clean_entries(entries)
    _, _, marks = _marks(table)
    arrays, store = build_arrays(table, marks, _lists(table), shipped_sounds())
    return Part(table, arrays, store, content_hash(table))
