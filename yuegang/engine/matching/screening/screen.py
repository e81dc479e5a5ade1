"""Screen lines against entries: `screen_table` is the one unit, on one machine as on many."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.brands.scanner import Mention
from yuegang.engine.matching.explain import Reasons
from yuegang.engine.matching.firms import FirmWeigher, Lexicon, shipped_rows

from .arrays import Arrays, Int32, Text, longest, text_of
from .evidence import Comparer
from .index import Index, Named, Part
from .limits import MANY
from .names import Line, NameWeigher
from .probe import Bits, probe, queue_space, work_space
from .schema import HITS, LINES, TEXT_COLUMNS, EntryKind, conform
from .sounds import Sounds, shipped_sounds
from .store import Store
from .weights import shipped_weights

Row = Mapping[str, str | None]
Numbers = NDArray[np.int64]
Ground = tuple[Arrays, Store, Sounds, NDArray[np.float32]]
ROOM = 1 << 14  # candidates of one line


@dataclass(frozen=True, slots=True)
class Hit:
    """One line that may mean one entry."""

    line: int
    entry: str
    score: float
    is_alert: bool
    evidence: str


@cache
def shipped_comparer() -> Comparer:
    """Return the comparer of the shipped tables."""
    tables, romanisation = shipped_tables(), shipped_romanisation()
    folds = {ord(c.character): c.fold for c in tables.characters if c.character != c.fold}
    firms = FirmWeigher(Lexicon(shipped_rows(), romanisation))
    return Comparer(shipped_weights(), NameWeigher(romanisation, Reasons(tables)), firms, folds)


def screen_table(lines: pa.Table, index: Index) -> pa.Table:
    """Return the hits of lines (schema LINES) against an index, by line, best first (schema HITS).

    Raises ValueError when line_id is absent or null.
    """
    table = conform(lines, LINES).combine_chunks()
    hits = sorted(_hits(table, index), key=lambda hit: (hit.line, -hit.score, hit.entry))
    ids = table["line_id"].take(pa.array([hit.line for hit in hits], pa.int64()))
    columns = [
        ids.combine_chunks() if len(ids) else pa.array([], pa.string()),
        pa.array([hit.entry for hit in hits], pa.string()),
        pa.array([hit.score for hit in hits], pa.float64()),
        pa.array([hit.is_alert for hit in hits], pa.bool_()),
        pa.array([hit.evidence for hit in hits], pa.string()),
    ]
    return pa.table(columns, schema=HITS)


def _hits(table: pa.Table, index: Index) -> Iterator[Hit]:
    texts = tuple(text_of(table[column]) for column in TEXT_COLUMNS)
    goods = pc.fill_null(table["goods"], "").to_pylist()
    for part in index.parts:
        named = part.marks.named(goods)
        lines, entries = _candidates(texts, named, part, index)
        wanted = np.unique(lines)
        rows = dict(zip(wanted.tolist(), table.take(pa.array(wanted)).to_pylist(), strict=True))
        for line, place in zip(lines.tolist(), entries.tolist(), strict=True):
            if not index.is_hidden(part, place):
                hit = _weigh(line, rows[line], (part, place), _mentions(named.get(line, {}), part, place), index)
                if hit is not None:
                    yield hit


def _mentions(named: Mapping[int, Sequence[Mention]], part: Part, place: int) -> list[Mention]:
    if not named:
        return []
    marks = part.marks_of(place)
    return [
        mention
        for mark, found in named.items()
        if mark in marks or place in part.marks.rights.get(mark, ())
        for mention in found
    ]


def _candidates(texts: Sequence[Text], named: Named, part: Part, index: Index) -> tuple[Numbers, Numbers]:
    """Return (line, entry) of what may reach its threshold, each once, in order."""
    count = len(texts[0][1]) - 1
    floors = np.array([index.thresholds(name).shown for name in part.lists], np.float32)
    sizes = np.array([len(named.get(line, ())) for line in range(count)]) if named else np.zeros(count, np.int64)
    first = np.append(0, np.cumsum(sizes)).astype(np.int32)
    marks = np.array([mark for line in sorted(named) for mark in named[line]], np.int32)
    rights = [(line, entry) for line in named for mark in named[line] for entry in part.marks.rights.get(mark, ())]
    pairs = [np.array(rights, np.int64).reshape(-1, 2)]
    if part.size:
        ground = (part.arrays, part.store, shipped_sounds(), floors)
        lowest = float(floors[part.named_lists].min(initial=np.inf))
        pairs += _probe(texts, (marks, first), ground, lowest)
    found = np.unique(np.concatenate(pairs), axis=0)
    return found[:, 0], found[:, 1]


def _probe(texts: Sequence[Text], marks: tuple[Int32, Int32], ground: Ground, lowest: float) -> Iterator[Numbers]:
    data, offsets = tuple(text[0] for text in texts), tuple(text[1] for text in texts)
    size = max(map(longest, texts))
    bits = _bits(lowest)
    work = (work_space(size), bits, queue_space(), np.zeros(ROOM, np.int32))
    lines, entries, row = np.zeros(4 * ROOM, np.int64), np.zeros(4 * ROOM, np.int64), 0
    while row < len(offsets[0]) - 1:
        row, made = probe((data, offsets), marks, ground, work, (lines, entries, row))
        yield np.stack([lines[:made], entries[:made]], axis=1)


def _bits(lowest: float) -> Bits:
    weigh = shipped_weights().of
    return Bits(
        unit=weigh("address", "unit"),
        number=weigh("address", "number"),
        differs=weigh("name", "differs"),
        equal=weigh("identifier", "equal"),
        near=weigh("identifier", "near"),
        brand=weigh("brand", "mentioned"),
        route=weigh("route", "same"),
        lowest=lowest,
    )


def _weigh(line: int, row: Row, at: tuple[Part, int], mentions: Sequence[Mention], index: Index) -> Hit | None:
    part, place = at
    entry = part.entry(place)
    verdict = shipped_comparer().compare(row, entry, mentions)
    limits = index.thresholds(part.list_of(place))
    if verdict.score < limits.shown or not verdict.speaking:
        return None
    others = part.others(place) if "name" in verdict.speaking else 0
    alone = verdict.speaking == {"name"} and entry.kind == EntryKind.PERSON and others >= MANY
    evidence: Sequence[Line] = (*verdict.evidence, {"group": "name", "others": others, "weight": 0.0})
    text = json.dumps(evidence if others else verdict.evidence, ensure_ascii=False)
    return Hit(line, part.identity(place), verdict.score, verdict.score >= limits.alert and not alone, text)
