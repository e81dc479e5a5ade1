"""Screen lines against entries: `screen_table` is the one unit, on one machine as on many."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.explain import Reasons
from yuegang.engine.matching.firms import FirmWeigher, Lexicon, shipped_rows

from .evidence import Comparer, Verdict
from .index import Index, Part
from .limits import MANY, Thresholds
from .names import Line, NameWeigher
from .schema import HITS, LINES, EntryKind, conform
from .weights import shipped_weights

Row = Mapping[str, str | None]


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
    rows, comparer = table.to_pylist(), shipped_comparer()
    for part in index.parts:
        mentions = part.mentions([row["goods"] or "" for row in rows])
        for line, row in enumerate(rows):
            for place in range(part.size):
                if not index.is_hidden(part, place):
                    verdict = comparer.compare(row, part.entry(place), mentions.get((line, place), ()))
                    limits = index.thresholds(part.list_of(place))
                    if verdict.score >= limits.shown and verdict.speaking:
                        yield _hit(line, (part, place), verdict, limits)


def _hit(line: int, at: tuple[Part, int], verdict: Verdict, limits: Thresholds) -> Hit:
    part, place = at
    others = part.others(place)
    alone = verdict.speaking == {"name"} and part.entry(place).kind == EntryKind.PERSON and others >= MANY
    evidence: Sequence[Line] = (*verdict.evidence, {"group": "name", "others": others, "weight": 0.0})
    text = json.dumps(evidence if others else verdict.evidence, ensure_ascii=False)
    return Hit(line, part.identity(place), verdict.score, verdict.score >= limits.alert and not alone, text)
