"""Compare lists of names and spell names from the command line; no Django, no database.

`match QUERIES WATCH --kind person|company|brand --top K` and `romanise FILE --system SYSTEM --variants N` print one
JSON line per line of the first file, in its order.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from yuegang import numba_cache
from yuegang.engine.lexicon.folding import han_only
from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.lexicon.spell import Speller
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.brands import brand_matcher
from yuegang.engine.matching.explain import Reasons
from yuegang.engine.matching.firms import FirmIndex, Lexicon, shipped_rows
from yuegang.engine.matching.names import NameIndex

COMPILED = numba_cache.FOLDER  # imported first: numba reads it when the engine is imported
MOST_HITS = 50
Answer = Callable[[str, int], list[dict[str, object]]]


def read_names(path: Path) -> list[str]:
    """Return the lines of a plain or gzipped UTF-8 file, without their line ends; empty lines stay."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
    lines = text.split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def person_answers(watch: Sequence[str]) -> Answer:
    """Return the function that finds persons in a list."""
    index, reasons = NameIndex([w.strip("\r") for w in watch], shipped_romanisation()), Reasons(shipped_tables())

    def answer(query: str, top: int) -> list[dict[str, object]]:
        return [
            {"name": watch[f.place], "score": round(f.score, 6), "evidence": reasons.evidence(f)}
            for f in index.search(query, top)
        ]

    return answer


def firm_answers(watch: Sequence[str]) -> Answer:
    """Return the function that finds firms in a list."""
    folds = {ord(c.character): c.fold for c in shipped_tables().characters if c.character != c.fold}
    index = FirmIndex(watch, Lexicon(shipped_rows(), shipped_romanisation()), folds)

    def answer(query: str, top: int) -> list[dict[str, object]]:
        return [
            {
                "name": watch[hit.place],
                "score": round(hit.score, 6),
                "evidence": [{"query": a, "entry": b, "weight": round(w, 2)} for a, b, w in hit.agreeing],
            }
            for hit in index.search(query, top)
        ]

    return answer


def brand_answers(watch: Sequence[str]) -> Answer:
    """Return the function that finds the marks a seller's keyword means."""
    matcher = brand_matcher(watch)

    def answer(query: str, top: int) -> list[dict[str, object]]:
        return [
            {"name": hit.name, "score": hit.score, "evidence": list(hit.evidence)} for hit in matcher.search(query, top)
        ]

    return answer


ANSWERS = {"person": person_answers, "company": firm_answers, "brand": brand_answers}


def answers(queries: Sequence[str], watch: Sequence[str], kind: str, top: int) -> Iterator[str]:
    """Yield one JSON line per query."""
    answer = ANSWERS[kind](watch)
    for query in queries:
        hits = answer(query, top) if query.strip() else []
        yield json.dumps({"query": query, "hits": hits}, ensure_ascii=False)


def spellings(names: Sequence[str], system: str, variants: int) -> Iterator[str]:
    """Yield one JSON line per name: spellings of each character and of the whole, with weights."""
    speller = Speller(shipped_tables(), system)
    for name in names:
        characters = [
            {"character": c, "spellings": [_weighted(*s) for s in speller.character(c, variants)]}
            for c in han_only(name)
        ]
        whole = [_weighted(*s) for s in speller.name(name, variants)]
        line = {"name": name, "system": system, "spellings": whole, "characters": characters}
        yield json.dumps(line, ensure_ascii=False)


def _weighted(spelling: str, weight: float) -> dict[str, object]:
    return {"spelling": spelling, "weight": round(weight, 6)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    match = commands.add_parser("match", help="find the lines of one list in another, across scripts")
    match.add_argument("queries", type=Path)
    match.add_argument("watch", type=Path)
    match.add_argument("--kind", choices=tuple(ANSWERS), required=True)
    match.add_argument("--top", type=int, default=10)
    romanise = commands.add_parser("romanise", help="spell Chinese names in one system")
    romanise.add_argument("file", type=Path)
    romanise.add_argument("--system", choices=("hk", "pinyin", "wade-giles", "macao"), required=True)
    romanise.add_argument("--variants", type=int, default=5)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command; return the exit status, 2 for wrong arguments."""
    options = _parser().parse_args(argv)
    if options.command == "romanise":
        lines = spellings(read_names(options.file), options.system, max(1, options.variants))
    else:
        top = min(max(1, options.top), MOST_HITS)
        lines = answers(read_names(options.queries), read_names(options.watch), options.kind, top)
    for line in lines:
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
