"""Measure law search: recall@10, nDCG@10, the right statute in the first three, time per query, cost of the build.

    python -m bench.search [--laws PATH] [--queries FILE]

Prints a table by kind of query and one JSON line. Grades: 2 answers, 1 is closely related, unjudged is 0; judgements
whose provision the corpus does not hold are left out.
"""

import argparse
import json
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import log2
from pathlib import Path
from typing import Any

from yuegang.law_search import LawIndex, load

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
STATUTES = SHARED / "laws" / "statutes"
CORPUS = SHARED / "laws" / "corpus" / "mainland_statutes.jsonl.gz"
QUERIES = SHARED / "search_queries_dev.jsonl"
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over queries, each in [0, 1]."""

    queries: int
    recall: float
    ndcg: float
    statute: float


def judge(ranked: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float]:
    """Return recall@10, nDCG@10 (gain 2^grade - 1) and whether a statute that answers is in the first three."""
    first = ranked[:DEPTH]
    found = sum(key in grades for key in first) / len(grades)
    gained = sum((2 ** grades.get(key, 0) - 1) / log2(place + 2) for place, key in enumerate(first))
    ideal = sum(
        (2**grade - 1) / log2(place + 2) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:DEPTH])
    )
    best = max(grades.values())
    statutes = {key.split("#")[0] for key, grade in grades.items() if grade == best}
    return found, gained / ideal, float(any(key.split("#")[0] in statutes for key in ranked[:3]))


def questions(file: Path, index: LawIndex) -> list[dict[str, Any]]:
    """Return the queries with their grades, restricted to provisions the index holds."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["grades"] = {one["key"]: one["grade"] for one in row["relevant"] if one["key"] in index.keys}
    return [row for row in rows if row["grades"]]


def measure(index: LawIndex, file: Path) -> dict[str, Figures]:
    """Return the figures of all queries, of each style and of each tag."""
    kinds: dict[str, list[tuple[float, float, float]]] = {}
    for row in questions(file, index):
        result = judge([key for key, _ in index.search(row["query"], DEPTH)], row["grades"])
        for kind in ("all", row["style"], *row["tags"]):
            kinds.setdefault(kind, []).append(result)
    return {
        kind: Figures(len(rows), *(sum(column) / len(rows) for column in zip(*rows, strict=True)))
        for kind, rows in kinds.items()
    }


def times(index: LawIndex, file: Path, clock: Any) -> list[float]:  # clock: one of time's functions, in seconds
    """Return the milliseconds of each query, shortest first, after one round to warm up."""
    rows = questions(file, index)
    for row in rows:
        index.search(row["query"])
    spent = []
    for row in rows:
        start = clock()
        index.search(row["query"])
        spent.append((clock() - start) * 1000)
    return sorted(spent)


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, default=STATUTES)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    options = parser.parse_args()
    wall, processor = time.perf_counter(), time.process_time()
    index = load(options.laws)
    built = {"build_s": time.perf_counter() - wall, "build_processor_s": time.process_time() - processor}
    figures = measure(index, options.queries)
    print(f"{'kind':8}{'queries':>8}{'recall@10':>11}{'nDCG@10':>9}{'statute@3':>11}")
    for kind, row in figures.items():
        print(f"{kind:8}{row.queries:8}{row.recall:11.3f}{row.ndcg:9.3f}{row.statute:11.3f}")
    spent, busy = times(index, options.queries, time.perf_counter), times(index, options.queries, time.process_time)
    cost = {
        **built,
        "provisions": len(index.pages),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "p50_ms": spent[len(spent) // 2],
        "p99_ms": spent[int(len(spent) * 0.99)],
        "p99_processor_ms": busy[int(len(busy) * 0.99)],
    }
    print(
        json.dumps(
            {kind: asdict(row) for kind, row in figures.items()}
            | {name: round(value, 1) for name, value in cost.items()}
        )
    )


if __name__ == "__main__":
    main()
