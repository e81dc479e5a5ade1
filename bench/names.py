"""Measure names across scripts on real pairs, cross-validated: `python -m bench.names FOLDER [--folds 3]`.

Each fold learns its tables without the names it asks for. Prints a table and a JSON line.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.learn_names import ground, learn, read_lines, read_source
from yuegang.engine.lexicon.romanisation import Romanisation, compile_tables
from yuegang.engine.matching.names import NameIndex

Hits = list[tuple[int, float]]


@dataclass
class Asked:
    """One question: the hits it got and the places that are right."""

    query: str
    right: set[int]
    hits: Hits


def figures(asked: Sequence[Asked]) -> dict[str, float]:
    """Return top-1 (a tie loses), recall at 10, and recall at one false alert per query on average."""
    top1 = ten = 0
    right_scores, false_scores = [], []
    for question in asked:
        good = max((s for p, s in question.hits if p in question.right), default=None)
        wrong = [s for p, s in question.hits if p not in question.right]
        false_scores += wrong
        if good is not None:
            top1 += good > max(wrong, default=-99.0)
            ten += sum(s >= good for s in wrong) < 10
            right_scores.append(good)
    ordered = np.sort(np.array(false_scores))[::-1]
    threshold = ordered[len(asked)] if len(ordered) > len(asked) else -np.inf
    alert = sum(s > threshold for s in right_scores)
    n = len(asked)
    return {"queries": n, "top1": top1 / n, "r10": ten / n, "r1fp": alert / n, "threshold": float(threshold)}


def folds(names: Sequence[str], count: int) -> list[set[str]]:
    """Split names into folds, the same on every run."""
    distinct = sorted(set(names))
    random.Random(5).shuffle(distinct)
    return [set(distinct[i::count]) for i in range(count)]


def run(folder: Path, count: int, only: int, say: Callable[[str], None]) -> list[Asked]:
    """Ask every held-back Latin name against its fold's index of real names."""
    source = read_source(folder)
    base = ground(folder, source)
    pool = read_lines(folder / "distractors_persons_zh_historical.txt.gz")
    pool = random.Random(7).sample(pool, 100_000)
    asked: list[Asked] = []
    for held in folds([z for z, _ in source.persons], count)[:only]:
        romanisation = compile_tables(learn(base, source.without(held)))
        asked += ask([(z, e) for z, e in source.persons if z in held], pool, romanisation)
        say(f"fold done, {len(asked)} asked")
    return asked


def ask(questions: Sequence[tuple[str, str]], pool: Sequence[str], romanisation: Romanisation) -> list[Asked]:
    """Return what an index of the right names and a pool answers."""
    folded = {ord(c): chr_of(romanisation, i) for c, i in romanisation.characters.items()}
    gold = sorted({z for z, _ in questions})
    keys = {z.translate(folded) for z in gold}
    names = gold + [n for n in pool if n.translate(folded) not in keys]
    started = time.perf_counter()
    index = NameIndex(names, romanisation)
    print(f"built {len(names)} in {time.perf_counter() - started:.2f} s")
    places = {name: i for i, name in enumerate(gold)}
    index.search("CHAN TAI MAN", 10)
    started = time.perf_counter()
    asked = [Asked(e, {places[z]}, [(f.place, f.score) for f in index.search(e, 50)]) for z, e in questions]
    print(f"{len(questions)} queries, {(time.perf_counter() - started) / len(questions) * 1000:.2f} ms each")
    return asked


def chr_of(romanisation: Romanisation, number: int) -> str:
    """Return the folded character of a numbered one."""
    alphabet = list_characters(romanisation)
    return alphabet[int(romanisation.folds[number])]


_ALPHABETS: dict[int, list[str]] = {}


def list_characters(romanisation: Romanisation) -> list[str]:
    """Return the characters in the order of their numbers."""
    return _ALPHABETS.setdefault(id(romanisation), list(romanisation.characters))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int, default=3)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    answers = run(options.folder, options.folds, options.only, print)
    print(json.dumps({"bench": "names", **figures(answers)}))
    if options.misses:
        for a in answers:
            good = [i for i, (p, _) in enumerate(a.hits) if p in a.right]
            if not good or good[0] > 0:
                print(a.query, good, a.hits[:1], [h for h in a.hits if h[0] in a.right])
