"""Compile the tables into arrays: P(spelling | character) in each family of systems, and background frequencies.

A family holds systems one name may mix: Cantonese (Hong Kong, Macao, Yale, Jyutping) and Mandarin (Pinyin, Wade-Giles).
P(s | c) = sum over readings r of P(r | c) P(s | r), then corrected by the counts of the character itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .tables import Character, Tables, shipped_tables

CANTONESE, MANDARIN = 0, 1
FAMILIES: tuple[Mapping[str, float], ...] = (
    {"hk": 0.88, "macao": 0.06, "yale": 0.03, "jyutping": 0.03},
    {"pinyin": 0.85, "wade-giles": 0.15},
)
PRIOR = (0.6, 0.4)  # how often a Latin name is spelt by a family
COUNT_MASS = 3.0  # pseudo-counts the readings weigh against the counts of a character
LEAK = 0.03  # share of syllables a name spells in the other family
RARE = 2.0  # a count added to every character, so that an unseen one stays possible
FLOOR = 1e-5  # no background frequency is lower

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """A sparse matrix in coordinates, sorted by row: `start[row] : start[row + 1]` are its columns and values."""

    start: Ints
    column: Ints
    value: Floats

    def row(self, index: int) -> tuple[Ints, Floats]:
        """Return the columns and the values of a row."""
        a, b = self.start[index], self.start[index + 1]
        return self.column[a:b], self.value[a:b]


def cells(rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int]) -> Cells:
    """Return the sparse matrix of a shape; equal coordinates are summed."""
    keys, inverse = np.unique(rows * shape[1] + columns, return_inverse=True)
    summed = np.bincount(inverse, weights=values, minlength=len(keys)).astype(np.float64)
    start = np.searchsorted(keys, np.arange(shape[0] + 1) * shape[1])
    return Cells(start.astype(np.int64), keys % shape[1], summed)


def multiply(left: Cells, right: Cells, width: int) -> Cells:
    """Return the product of two sparse matrices; `width` is the number of columns of the right one."""
    sizes = (right.start[1:] - right.start[:-1])[left.column]
    rows = np.repeat(np.arange(len(left.start) - 1), np.diff(left.start))
    offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = np.repeat(right.start[left.column], sizes) + offsets
    values = np.repeat(left.value, sizes) * right.value[at]
    return cells(np.repeat(rows, sizes), right.column[at], values, (len(left.start) - 1, width))


def transpose(matrix: Cells, width: int) -> Cells:
    """Return the transposed matrix; `width` is the number of columns of the given one."""
    rows = np.repeat(np.arange(len(matrix.start) - 1), np.diff(matrix.start))
    return cells(matrix.column, rows, matrix.value, (width, len(matrix.start) - 1))


@dataclass(frozen=True)
class Family:
    """One family: rows are characters and columns spellings in `by_character`, the other way in `by_spelling`."""

    by_character: Cells
    by_spelling: Cells
    background: Floats  # (n_spellings,)


@dataclass(frozen=True)
class Romanisation:
    """Characters and spellings with numbers, and what each family says of them."""

    characters: Mapping[str, int]
    spellings: Mapping[str, int]
    words: Sequence[str]
    folds: Ints  # (n_characters,) number of the folded character
    frequency: Floats  # (n_characters,) share of the folded character in personal names
    typical: Floats  # (n_characters,) log of its share in Hong Kong names over that share
    families: tuple[Family, ...]
    background: Floats  # (n_spellings,) over all families

    def probability(self, family: int, character: str, spelling: str) -> float:
        """Return P(spelling | character) in a family; 0 for what is unknown."""
        row, column = self.characters.get(character), self.spellings.get(spelling)
        if row is None or column is None:
            return 0.0
        columns, values = self.families[family].by_character.row(row)
        found = np.nonzero(columns == column)[0]
        return float(values[found[0]]) if len(found) else 0.0


def _spelt(tables: Tables, systems: Mapping[str, float], spellings: Mapping[str, int]) -> tuple[dict[str, int], Cells]:
    rows = [(r, s, w * systems[system]) for system, r, s, w in tables.spellings if system in systems]
    readings = {r: i for i, r in enumerate(sorted({r for r, _, _ in rows}))}
    at = np.array([readings[r] for r, _, _ in rows], np.int64)
    columns = np.array([spellings[s] for _, s, _ in rows], np.int64)
    return readings, cells(at, columns, np.array([w for _, _, w in rows]), (len(readings), len(spellings)))


def _read(characters: Sequence[Character], field: str, readings: Mapping[str, int]) -> Cells:
    triples = [(i, readings[r], w) for i, c in enumerate(characters) for r, w in getattr(c, field) if r in readings]
    at, columns, weights = (np.array(x) for x in zip(*triples, strict=True))
    return cells(at.astype(np.int64), columns.astype(np.int64), weights, (len(characters), len(readings)))


def _counted(
    tables: Tables, systems: Mapping[str, float], numbers: Mapping[str, int], spellings: Mapping[str, int]
) -> Cells:
    rows = [(numbers[c], spellings[s], n) for system, c, s, n in tables.counts if system in systems and c in numbers]
    at, columns, weights = (np.array(x) for x in zip(*rows, strict=True))
    return cells(at.astype(np.int64), columns.astype(np.int64), weights, (len(numbers), len(spellings)))


def _blend(ruled: Cells, counted: Cells, folds: Ints, width: int) -> Cells:
    """Return (count + mass * rule) / (total + mass) for every character, counts being those of its folded form."""
    identity = Cells(np.arange(len(folds) + 1, dtype=np.int64), folds, np.ones(len(folds)))
    own = multiply(identity, counted, width)
    totals = np.add.reduceat(np.append(own.value, 0.0), own.start[:-1]) * (np.diff(own.start) > 0)
    shares = [np.repeat(1.0 / (totals + COUNT_MASS), np.diff(m.start)) for m in (ruled, own)]
    at = [np.repeat(np.arange(len(folds)), np.diff(m.start)) for m in (ruled, own)]
    values = np.concatenate([ruled.value * COUNT_MASS * shares[0], own.value * shares[1]])
    return cells(np.concatenate(at), np.concatenate([ruled.column, own.column]), values, (len(folds), width))


def _family(tables: Tables, index: int, maps: tuple[Mapping[str, int], Mapping[str, int]], folds: Ints) -> Cells:
    systems, (numbers, spellings) = FAMILIES[index], maps
    readings, spelt = _spelt(tables, systems, spellings)
    field = "jyutping" if index == CANTONESE else "pinyin"
    ruled = multiply(_read(tables.characters, field, readings), spelt, len(spellings))
    return _blend(ruled, _counted(tables, systems, numbers, spellings), folds, len(spellings))


def _leak(matrix: Cells, other: Cells, width: int) -> Cells:
    """Let a share of the other family in: CHIANG Lai-wan spells one word in Mandarin and two in Cantonese."""
    at = [np.repeat(np.arange(len(m.start) - 1), np.diff(m.start)) for m in (matrix, other)]
    values = np.concatenate([(1 - LEAK) * matrix.value, LEAK * other.value])
    columns = np.concatenate([matrix.column, other.column])
    return cells(np.concatenate(at), columns, values, (len(matrix.start) - 1, width))


def _background(matrix: Cells, frequency: Floats, width: int) -> Floats:
    weights = np.repeat(frequency, np.diff(matrix.start)) * matrix.value
    return np.bincount(matrix.column, weights=weights, minlength=width).astype(np.float64)


def compile_tables(tables: Tables) -> Romanisation:
    """Return the arrays of the tables."""
    characters = {c.character: i for i, c in enumerate(tables.characters)}
    words = sorted({s for _, _, s, _ in (*tables.spellings, *tables.counts)})
    spellings = {s: i for i, s in enumerate(words)}
    folds = np.array([characters.get(c.fold, i) for i, c in enumerate(tables.characters)], np.int64)
    names = np.array([c.names for c in tables.characters]) + RARE
    local = np.array([c.hong_kong for c in tables.characters]) + RARE
    plain = folds == np.arange(len(folds))
    frequency = names / names[plain].sum()
    typical = np.log(local / local[plain].sum() / frequency)
    own = [_family(tables, index, (characters, spellings), folds) for index in (CANTONESE, MANDARIN)]
    families = []
    for matrix in (_leak(own[0], own[1], len(words)), _leak(own[1], own[0], len(words))):
        background = _background(matrix, np.where(plain, frequency, 0.0), len(words))
        families.append(Family(matrix, transpose(matrix, len(words)), background))
    mixed = sum((p * f.background for p, f in zip(PRIOR, families, strict=True)), np.zeros(len(words)))
    return Romanisation(
        characters, spellings, words, folds, frequency, typical, tuple(families), np.maximum(mixed, FLOOR)
    )


@lru_cache(maxsize=1)
def shipped_romanisation() -> Romanisation:
    """Return the arrays of the shipped tables."""
    return compile_tables(shipped_tables())
