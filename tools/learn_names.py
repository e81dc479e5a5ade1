"""Rebuild the shipped tables of names from real pairs: `python -m tools.learn_names FOLDER`.

FOLDER holds the lists of ../shared/data/names. What is written are figures: readings, rule weights and counts.
"""

import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import learn_rules
from tools.learn_characters import characters, count_characters, fold_table
from yuegang.engine.lexicon.folding import latin
from yuegang.engine.lexicon.tables import Character, Tables, write_weights

Pair = tuple[str, list[str]]
OUT = Path(__file__).parent.parent / "yuegang" / "engine" / "lexicon" / "tables"
RULE_MASS = 3.0  # pseudo-counts the rules of a reading weigh against counts
KEEP_UNRULED = 1.5  # a spelling no rule allows is kept when seen more than once


def read_lines(path: Path) -> list[str]:
    """Return the lines of a plain or gzipped list without empty ones."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [line for line in data.decode().split("\n") if line]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated list as mappings."""
    head, *lines = read_lines(path)
    return [dict(zip(head.split("\t"), line.split("\t"), strict=False)) for line in lines]


def tokens(text: str) -> list[str]:
    """Return the Latin words of a text, in lower case."""
    return [t for t in re.split(r"[^a-z]+", latin(text).replace("'", "")) if t]


@dataclass(frozen=True)
class Source:
    """Rows with a Chinese and a Latin name of the three lists."""

    persons: Sequence[tuple[str, str]]
    companies: Sequence[tuple[str, str]]
    streets: Sequence[tuple[str, str]]

    def without(self, held: set[str]) -> "Source":
        """Return the source without held-back persons and firms whose name opens with one."""
        firms = [(z, e) for z, e in self.companies if z[:3] not in held and z[:2] not in held and z[:4] not in held]
        return Source([(z, e) for z, e in self.persons if z not in held], firms, self.streets)


def read_source(folder: Path) -> Source:
    """Read the bilingual lists of a folder."""
    names = ("persons_dev.tsv", "companies_hk_dev.tsv.gz", "streets_dev.tsv")
    lists = [[(row["zh"], row["en"]) for row in read_rows(folder / name)] for name in names]
    return Source(*lists)


def pairs(source: Source) -> list[Pair]:
    """Return every aligned guess: characters and as many Latin words."""
    found = []
    for zh, en in source.persons:
        words = tokens(en)
        found += [(zh, words[s : s + len(zh)]) for s in range(len(words) - len(zh) + 1)]
    for zh, en in (*source.companies, *source.streets):
        words, opening = tokens(en), re.match(r"[\u4e00-\u9fff]{2,3}", zh)
        for size in (3, 2):
            enough = opening and len(opening.group()) >= size and len(words) > size - (size == 3)
            if enough and all(2 <= len(w) <= 6 for w in words[:size]):
                found.append((zh[:size], words[:size]))
    return found


class Learner:
    """Count which spelling a reading and a character take, where the rest of the name already agrees."""

    def __init__(self, table: Iterable[Character], rules: Iterable[learn_rules.Row]) -> None:
        self.readings = {c.character: c.jyutping for c in table}
        self.folds = {c.character: c.fold for c in table}
        self.rules: dict[str, dict[str, float]] = defaultdict(dict)
        for system, reading, spelling, weight in rules:
            if system == "hk":
                self.rules[reading][spelling] = weight
        self.table = {r: dict(d) for r, d in self.rules.items()}
        self.characters: dict[str, Counter[str]] = {}

    def _known(self, character: str, word: str) -> bool:
        return any(self.table.get(r, {}).get(word, 0) > 0 for r, _ in self.readings.get(character, ()))

    def round(self, aligned: Sequence[Pair]) -> None:
        """Run one round of expectation and maximisation."""
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        chars: dict[str, Counter[str]] = defaultdict(Counter)
        for zh, words in aligned:
            known = [self._known(c, w) for c, w in zip(zh, words, strict=True)]
            if sum(known) < max(1, len(known) - 1):
                continue
            for c, w, sure in zip(zh, words, known, strict=True):
                readings = self.readings.get(c, ())
                posterior = {r: p * max(self.table.get(r, {}).get(w, 0), 1e-4) for r, p in readings}
                total = sum(posterior.values())
                for r, p in posterior.items():
                    counts[r][w] += p / total
                if sure or len(zh) > 2:
                    chars[self.folds[c]][w] += 1
        self._settle(counts)
        self.characters = chars

    def _settle(self, counts: Mapping[str, Mapping[str, float]]) -> None:
        for reading in {*self.rules, *counts}:
            row = {s: RULE_MASS * w for s, w in self.rules.get(reading, {}).items()}
            for spelling, n in counts.get(reading, {}).items():
                if spelling in row or n >= KEEP_UNRULED:
                    row[spelling] = row.get(spelling, 0.0) + n
            total = sum(row.values())
            self.table[reading] = {s: w / total for s, w in row.items()}


def surname_counts(folder: Path, folds: dict[int, str]) -> list[tuple[str, str, str, float]]:
    """Return what the list of surnames attests, as counts of one and a half, per system."""
    columns = {"hongkong": "hk", "macao": "macao", "taiwan": "wade-giles", "mainland": "pinyin"}
    found = []
    for row in read_rows(folder / "surname_romanisations.tsv"):
        if len(row.get("zh_sim", "")) == 1:
            for column, system in columns.items():
                for spelling in re.findall(r"[a-z]+", latin(row.get(column, ""))):
                    found.append((system, row["zh_sim"].translate(folds), spelling, 1.5))
    return found


@dataclass(frozen=True)
class Ground:
    """What does not depend on the pairs: characters, rules, surnames; built once for many folds."""

    characters: tuple[Character, ...]
    rules: tuple[learn_rules.Row, ...]
    surnames: tuple[tuple[str, str, str, float], ...]


def ground(folder: Path, source: Source) -> Ground:
    """Build the table of characters and the rules."""
    folds = fold_table()
    lists = ("distractors_persons_zh_historical.txt.gz", "distractors_persons_zh_hk_candidates.txt.gz")
    names = count_characters((n for part in lists for n in read_lines(folder / part)), folds)
    local = count_characters((zh[1:3] for zh, en in source.companies if len(tokens(en)) >= 3), folds)
    table = tuple(characters(names, local))
    jyutping = {r for c in table for r, _ in c.jyutping}
    mandarin = {r for c in table for r, _ in c.pinyin}
    return Ground(table, tuple(learn_rules.rows(jyutping, mandarin)), tuple(surname_counts(folder, folds)))


def learn(base: Ground, source: Source, rounds: int = 2) -> Tables:
    """Return the tables learnt from a source."""
    learner, aligned = Learner(base.characters, base.rules), pairs(source)
    for _ in range(rounds):
        learner.round(aligned)
    spellings = [row for row in base.rules if row[0] != "hk"]
    spellings += [("hk", r, s, w) for r, d in learner.table.items() for s, w in d.items()]
    counts: dict[tuple[str, str, str], float] = defaultdict(float)
    counts.update({(s, f, spelt): n for s, f, spelt, n in base.surnames})
    ruled = {s for system, _, s, _ in spellings if system == "hk"}
    for character, row in learner.characters.items():
        for spelling, n in row.items():
            if n >= 2 or spelling in ruled:
                counts[("hk", character, spelling)] += n
    return Tables(base.characters, tuple(sorted(spellings)), tuple((*k, n) for k, n in sorted(counts.items())))


def _write(name: str, head: str, lines: Iterable[str]) -> None:
    (OUT / name).write_text("\n".join([head, *lines]) + "\n")


def write(tables: Tables) -> None:
    """Write the three tables where the engine ships them."""
    quads = {"spellings.tsv": tables.spellings, "counts.tsv": tables.counts}
    _write(
        "characters.tsv",
        "character\tfold\tjyutping\tpinyin\tnames\thong_kong",
        (
            "\t".join(
                (
                    c.character,
                    c.fold,
                    write_weights(c.jyutping),
                    write_weights(c.pinyin),
                    f"{c.names:g}",
                    f"{c.hong_kong:g}",
                )
            )
            for c in tables.characters
        ),
    )
    for name, rows in quads.items():
        _write(name, "system\tkey\tspelling\tweight", (f"{a}\t{b}\t{c}\t{w:.4g}" for a, b, c, w in rows))


if __name__ == "__main__":
    lists = Path(sys.argv[1])
    pairs_read = read_source(lists)
    write(learn(ground(lists, pairs_read), pairs_read))
