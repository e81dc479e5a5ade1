"""Measure firms, English to Chinese, on real register pairs held back from learning: `python -m bench.firms FOLDER`."""

import json
import random
import sys
import time
from pathlib import Path

from bench.names import Asked, figures
from tools.learn_characters import fold_table
from tools.learn_companies import learn_lexicon
from tools.learn_names import read_lines, read_source
from yuegang import numba_cache
from yuegang.engine.lexicon.firms import parse_firm
from yuegang.engine.lexicon.romanisation import shipped_romanisation
from yuegang.engine.matching.firms import FirmIndex, Lexicon

QUERIES, POOL = 400, 100_000


def main(folder: Path) -> None:
    """Learn without a tenth of the pairs, ask some of them among real distractors."""
    folds, pairs = fold_table(), list(read_source(folder).companies)
    random.Random(11).shuffle(pairs)
    cut = len(pairs) // 10
    held = {parse_firm(z, folds).key[:3] for z, _ in pairs[:cut]}
    taught = [p for p in pairs[cut:] if parse_firm(p[0], folds).key[:3] not in held]
    print(f"taught by {len(taught)} pairs that share no opening of three characters with those held back")
    lexicon = Lexicon(learn_lexicon(taught, folds), shipped_romanisation())
    pool = read_lines(folder / "distractors_hk_company_zh.txt.gz")[:POOL]
    gold = sorted({z for z, _ in pairs[:QUERIES]})
    places_of = set(gold)
    started = time.perf_counter()
    index = FirmIndex([*gold, *(n for n in pool if n not in places_of)], lexicon, folds)
    print(f"built {len(index.names)} in {time.perf_counter() - started:.1f} s, cache {numba_cache.FOLDER.name}")
    places = {name: i for i, name in enumerate(gold)}
    started = time.perf_counter()
    asked = [Asked(e, {places[z]}, [(h.place, h.score) for h in index.search(e, 50)]) for z, e in pairs[:QUERIES]]
    print(f"{(time.perf_counter() - started) / QUERIES * 1000:.1f} ms per query")
    print(json.dumps({"bench": "firms", **figures(asked)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
