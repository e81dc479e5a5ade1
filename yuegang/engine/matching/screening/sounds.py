"""Compile the lexicon into the arrays the kernel reads: folds, words, readings, bits of a spelling for a character."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.firms import LEGAL_WORDS
from yuegang.engine.lexicon.folding import is_han, latin
from yuegang.engine.lexicon.romanisation import (
    CANTONESE,
    MANDARIN,
    Cells,
    Romanisation,
    cells,
    multiply,
    shipped_romanisation,
)
from yuegang.engine.lexicon.tables import Tables, shipped_tables
from yuegang.engine.matching.firms import Lexicon, shipped_rows
from yuegang.engine.matching.symbols import TYPICAL

from .text import GAP, JOINER, LETTERS, hash_word

CODES = 0x33480  # code points that are looked up; the last Han extension ends below
READINGS, SPELT = 3, 6  # readings of a character and of a spelling that are tried
LEAST_READING, LEAST_SPELT = 0.08, 0.02  # share below which a reading is not tried
BIT = 1 / np.log(2)

Int32 = NDArray[np.int32]
Float32 = NDArray[np.float32]


class Sounds(NamedTuple):
    """Arrays of the lexicon, read only. Characters and words have numbers; -1 is none."""

    folds: NDArray[np.uint32]  # (CODES,) folded code point, GAP between words, JOINER inside one
    character: Int32  # (CODES,) number of a character
    folded: Int32  # (n_characters,) number of its folded form
    rarity: Float32  # (n_characters,) bits of an equal folded character in a personal name
    firm_rarity: Float32  # (n_characters,) bits of one in a firm's name
    slots: Int32  # open addressing over words
    hashes: NDArray[np.uint64]  # (n_words,)
    spelling: Int32  # (n_words,) number of the spelling a word is
    legal: NDArray[np.bool_]  # (n_words,) legal forms and articles
    word_rarity: Float32  # (n_words + 1,) bits of an equal word in a firm's name, the last for unknown ones
    spelling_rarity: Float32  # (n_spellings,) bits of an equal spelling
    most: Float32  # (2, n_spellings) the best bits any character gives a spelling
    starts: Int32  # (2, n_characters + 1) cells of a character, by family
    columns: Int32  # (2, n_cells) spellings
    bits: Float32  # (2, n_cells)
    read: Int32  # (2, n_characters, READINGS) readings of a character, likeliest first
    spelt: Int32  # (2, n_spellings, SPELT) readings of a spelling, likeliest first
    crossed: Int32  # (n_spellings, SPELT) Cantonese readings of a Mandarin spelling
    suffixes: NDArray[np.uint32]  # (n, 6) folded endings of firms, the longest first, 0 after the end
    places: NDArray[np.uint32]  # (n, 4) folded places that open a firm's name


def _code_points(tables: Tables, numbers: Mapping[str, int]) -> tuple[NDArray[np.uint32], Int32]:
    folds = np.full(CODES, GAP, np.uint32)
    for code in (*range(0x30, 0x3000), *range(0xFF00, 0xFFF0)):
        plain = latin(chr(code))
        if plain and plain[0].isalnum() and (plain[0].isascii() or not unicodedata.combining(plain[0])):
            folds[code] = ord(plain[0])
    folds[[0x27, 0x2019, 0x60, 0x2E]] = JOINER
    character = np.full(CODES, -1, np.int32)
    for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, CODES), 0x3007):
        if is_han(chr(code)):
            plain = unicodedata.normalize("NFKC", chr(code))
            folds[code] = ord(plain[0])
            character[code] = numbers.get(plain[0], -1)
    for row in tables.characters:
        folds[ord(row.character)] = ord(row.fold[0])
    return folds, character


def _top(matrix: Cells, count: int, least: float) -> Int32:
    """Return the columns of the largest values of each row, with -1 behind the last."""
    rows = np.repeat(np.arange(len(matrix.start) - 1), np.diff(matrix.start))
    order = np.lexsort((-matrix.value, rows))
    rank = np.arange(len(order)) - matrix.start[rows[order]]
    totals = np.maximum(np.bincount(rows, weights=matrix.value, minlength=len(matrix.start) - 1), 1e-12)
    kept = (rank < count) & (matrix.value[order] / totals[rows[order]] >= least)
    top = np.full((len(matrix.start) - 1, count), -1, np.int32)
    top[rows[order][kept], rank[kept]] = matrix.column[order][kept]
    return top


def _readings(tables: Tables, field: str) -> tuple[Cells, int]:
    names = sorted({reading for c in tables.characters for reading, _ in getattr(c, field)})
    numbers = {reading: number for number, reading in enumerate(names)}
    triples = [(i, numbers[r], w) for i, c in enumerate(tables.characters) for r, w in getattr(c, field)]
    at, columns, weights = (np.array(x) for x in zip(*triples, strict=True))
    made = cells(at.astype(np.int64), columns.astype(np.int64), weights, (len(tables.characters), len(names)))
    return made, len(names)


def _weighted(matrix: Cells, frequency: NDArray[np.float64]) -> Cells:
    return Cells(matrix.start, matrix.column, matrix.value * frequency[matrix.column])


def _said(r: Romanisation) -> tuple[Float32, Int32, Int32, Float32]:
    """Return the best bits of each spelling, and the cells of characters: starts, spellings, bits."""
    most = np.zeros((2, len(r.words)), np.float32)
    starts, columns, bits = [], [], []
    for family in (CANTONESE, MANDARIN):
        matrix = r.families[family].by_character
        nats = np.log(matrix.value / r.background[matrix.column])
        if family == CANTONESE:
            nats += TYPICAL * np.repeat(r.typical, np.diff(matrix.start))
        np.maximum.at(most[family], matrix.column, (nats * BIT).astype(np.float32))
        starts.append(matrix.start)
        columns.append(matrix.column)
        bits.append(nats * BIT)
    return (
        most,
        np.stack(starts).astype(np.int32),
        np.stack(columns).astype(np.int32),
        np.stack(bits).astype(np.float32),
    )


def _slots(hashes: NDArray[np.uint64]) -> Int32:
    slots = np.full(1 << (2 * len(hashes)).bit_length(), -1, np.int32)
    for number, value in enumerate(hashes.tolist()):
        at = value & (len(slots) - 1)
        while slots[at] >= 0:
            at = (at + 1) & (len(slots) - 1)
        slots[at] = number
    return slots


def _endings(texts: Iterable[str], width: int) -> NDArray[np.uint32]:
    made = [[*map(ord, text), *[0] * (width - len(text))] for text in sorted(texts, key=lambda t: (-len(t), t))]
    return np.array(made, np.uint32)


SUFFIXES = ("有限责任公司", "有限公司", "公司", "股份", "控股", "集团", "厂")
PLACES = ("香港", "中国", "广东省", "广东", "深圳市", "深圳", "广州市", "广州", "澳门")


def compile_sounds(tables: Tables, r: Romanisation, lexicon: Lexicon) -> Sounds:
    """Return the arrays of the tables and of a lexicon of firms."""
    folds, character = _code_points(tables, r.characters)
    words: Sequence[str] = sorted({*r.spellings, *lexicon.words, *LEGAL_WORDS})
    hashes = np.array([hash_word(np.frombuffer(word.encode("utf-32-le"), np.uint32)) for word in words], np.uint64)
    read, spelt = [], []
    for family, field in ((CANTONESE, "jyutping"), (MANDARIN, "pinyin")):
        readings, width = _readings(tables, field)
        read.append(_top(readings, READINGS, LEAST_READING))
        spelling = _weighted(r.families[family].by_spelling, r.frequency)
        spelt.append(_top(multiply(spelling, readings, width), SPELT, LEAST_SPELT))
    cantonese, width = _readings(tables, "jyutping")
    crossed = multiply(_weighted(r.families[MANDARIN].by_spelling, r.frequency), cantonese, width)
    most, starts, columns, bits = _said(r)
    unknown = lexicon.rarity("\0")
    made = Sounds(
        folds=folds,
        character=character,
        folded=r.folds.astype(np.int32),
        rarity=(np.log(1 / r.frequency[r.folds]) * BIT).astype(np.float32),
        firm_rarity=(np.array([lexicon.rarity(c) for c in r.characters])[r.folds] * BIT).astype(np.float32),
        slots=_slots(hashes),
        hashes=hashes,
        spelling=np.array([r.spellings.get(word, -1) for word in words], np.int32),
        legal=np.array([word in LEGAL_WORDS for word in words], np.bool_),
        word_rarity=(np.array([*map(lexicon.rarity, words), unknown]) * BIT).astype(np.float32),
        spelling_rarity=(-np.log(r.background) * BIT).astype(np.float32),
        most=most,
        starts=starts,
        columns=columns,
        bits=bits,
        read=np.stack(read),
        spelt=np.stack(spelt),
        crossed=_top(crossed, SPELT, LEAST_SPELT),
        suffixes=_endings(SUFFIXES, LETTERS),
        places=_endings(PLACES, LETTERS),
    )
    for array in made:
        array.flags.writeable = False
    return made


@lru_cache(maxsize=1)
def shipped_sounds() -> Sounds:
    """Return the arrays of the shipped tables."""
    romanisation = shipped_romanisation()
    return compile_sounds(shipped_tables(), romanisation, Lexicon(shipped_rows(), romanisation))
