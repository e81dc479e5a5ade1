"""Read the tables the learner wrote: characters with fold and readings, spellings of systems, counts of spellings.

All are tab-separated UTF-8 with one head line. The files hold figures and rules, never the lists they were learnt from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

SYSTEMS = {"hk": "jyutping", "macao": "jyutping", "yale": "jyutping", "jyutping": "jyutping",
           "pinyin": "pinyin", "wade-giles": "pinyin"}  # fmt: skip


@dataclass(frozen=True)
class Character:
    """A character: its folded form, Cantonese and Mandarin readings with weights, counts in names."""

    character: str
    fold: str
    jyutping: tuple[tuple[str, float], ...]
    pinyin: tuple[tuple[str, float], ...]
    names: float  # occurrences in lists of personal names, folded form
    hong_kong: float  # occurrences in names registered in Hong Kong, folded form


@dataclass(frozen=True)
class Tables:
    """All tables of names: (system, reading, spelling, weight) and (system, folded character, spelling, count)."""

    characters: tuple[Character, ...]
    spellings: tuple[tuple[str, str, str, float], ...]
    counts: tuple[tuple[str, str, str, float], ...]


def table_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the cells of each line below the head line."""
    for line in data.decode().split("\n")[1:]:
        if line:
            yield line.split("\t")


def _weights(cell: str) -> tuple[tuple[str, float], ...]:
    pairs = (part.partition(":") for part in cell.split())
    return tuple((reading, float(weight)) for reading, _, weight in pairs)


def write_weights(weights: Iterable[tuple[str, float]]) -> str:
    """Return readings and weights as one cell."""
    return " ".join(f"{reading}:{weight:.3g}" for reading, weight in weights)


def _quads(data: bytes) -> tuple[tuple[str, str, str, float], ...]:
    return tuple((a, b, c, float(w)) for a, b, c, w in table_rows(data))


def parse_tables(characters: bytes, spellings: bytes, counts: bytes) -> Tables:
    """Return the tables held in the bytes of their three files.

    Raises ValueError when a line has another number of cells than its head.
    """
    return Tables(
        characters=tuple(
            Character(c, f, _weights(j), _weights(p), float(n), float(h)) for c, f, j, p, n, h in table_rows(characters)
        ),
        spellings=_quads(spellings),
        counts=_quads(counts),
    )


def shipped(name: str) -> bytes:
    """Return the bytes of a table that ships with the engine; the one place that reads a file."""
    return resources.files(__package__).joinpath("tables", name).read_bytes()


@lru_cache(maxsize=1)
def shipped_tables() -> Tables:
    """Return the shipped tables of personal names."""
    return parse_tables(shipped("characters.tsv"), shipped("spellings.tsv"), shipped("counts.tsv"))
