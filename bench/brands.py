"""Measure brand matching on real sellers' keywords: which mark does a keyword stand for?

Needs the collected keywords (a folder with brand_seller_keywords_dev.tsv and brands_dev.tsv). Nothing is fitted on
them except by eye when the rules were written: figures of a held-out list may be lower.
    python -m bench.brands FOLDER [--distractors 20000] [--bare] [--misses] [--lines 100000]
"""

import argparse
import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path

from yuegang.engine.matching.brands.aliases import AliasLexicon, shipped
from yuegang.engine.matching.brands.folding import key
from yuegang.engine.matching.brands.marks import parts
from yuegang.engine.matching.brands.matcher import BrandMatcher
from yuegang.engine.matching.brands.scanner import BrandScanner

MARKS = 100_000
BATCH = 10_000  # lines scanned as one text


def table(path: Path) -> list[list[str]]:
    """Return the rows of a table without its heading; spaces in cells are data."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def watch_list(folder: Path, brands: Sequence[str], distractors: int) -> list[str]:
    """Return the marks of the keywords, other marks that are none of them, and firms' short names as filling."""
    known = {part.text for brand in brands for part in parts(brand)}
    others = [f"{row[1]}/{row[0]}" for row in table(folder / "brands_dev.tsv")]
    fresh = [each for each in others if not known & {part.text for part in parts(each)}]
    with gzip.open(folder / "distractors_cn_company_short.txt.gz", "rt", encoding="utf-8") as lines:
        filling = [line.strip() for _, line in zip(range(distractors), lines, strict=False)]
    return [*brands, *fresh, *(each for each in filling if key(each) not in known)]


def kind_of(brand: str, keyword: str) -> str:
    """Say how the keyword hides the mark, before any matching."""
    folded = key(keyword).replace("*", "")
    texts = [part.text for part in parts(brand)]
    if keyword.strip() in brand and folded in texts:
        return "literal"
    if folded in texts and "*" not in key(keyword):
        return "folded"
    whole = key(brand)
    if folded in whole:
        return "fragment 3+" if len(folded) > 2 else "fragment 1-2"
    return "slang"


def calibration(matcher: BrandMatcher, pairs: Sequence[Sequence[str]]) -> dict[str, tuple[int, float]]:
    """Return, by tenth of the best hit's score, how many keywords fell there and how many of them were right."""
    tally: dict[str, list[int]] = {}
    for brand, keyword in pairs:
        for hit in matcher.search(keyword, 1):
            row = tally.setdefault(f"{min(int(hit.score * 10), 9) / 10:.1f}", [0, 0])
            row[0], row[1] = row[0] + 1, row[1] + (hit.name == brand)
    return {tenth: (n, round(right / n, 2)) for tenth, (n, right) in sorted(tally.items())}


def measure(matcher: BrandMatcher, pairs: Sequence[Sequence[str]], misses: bool) -> dict[str, dict[str, float]]:
    """Return top-1 (a tie is a miss) and recall at 10 by kind of keyword."""
    tally: dict[str, list[int]] = {}
    for brand, keyword in pairs:
        hits = matcher.search(keyword, 10)
        first = bool(hits) and hits[0].name == brand and (len(hits) < 2 or hits[1].score < hits[0].score)
        within = brand in [hit.name for hit in hits]
        for kind in (kind_of(brand, keyword), "all"):
            row = tally.setdefault(kind, [0, 0, 0])
            row[0], row[1], row[2] = row[0] + 1, row[1] + first, row[2] + within
        if misses and not first:
            print(f"{brand}\t{keyword!r}\t{[(hit.name, hit.score) for hit in hits[:3]]}")
    return {
        kind: {"n": n, "top1": round(one / n, 3), "recall10": round(ten / n, 3)}
        for kind, (n, one, ten) in sorted(tally.items())
    }


def speed(folder: Path, marks: int, count: int) -> dict[str, float]:
    """Return lines per second of goods text against so many marks, on one thread.

    Lines are made of firms' names and goods words; one in ten names a mark under watch.
    """
    with gzip.open(folder / "distractors_cn_company_short.txt.gz", "rt", encoding="utf-8") as names:
        watch = [name.strip() for _, name in zip(range(marks), names, strict=False)]
    scanner = BrandScanner(watch, AliasLexicon())
    goods = (
        "塑料玩具 plastic toys 10 pcs",
        "手袋 leather handbag, new",
        "electronic parts IC 电子零件",
        "女装鞋 ladies shoes",
    )
    lines = [f"{goods[n % 4]} {watch[n * 7 % len(watch)] if n % 10 == 0 else ''} CTN {n}" for n in range(count)]
    scanner.scan(lines[:100])
    started, found = time.perf_counter(), 0
    for first in range(0, count, BATCH):
        found += len(scanner.scan(lines[first : first + BATCH]))
    return {"lines_per_s": round(count / (time.perf_counter() - started)), "lines": count, "mentions": found}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--distractors", type=int, default=20_000)
    parser.add_argument("--bare", action="store_true", help="without the shipped lexicon")
    parser.add_argument("--lines", type=int, default=0, help="measure the speed of goods text instead")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    if options.lines:
        print(json.dumps(speed(options.folder, MARKS, options.lines)))
        return
    pairs = table(options.folder / "brand_seller_keywords_dev.tsv")
    watch = watch_list(options.folder, list(dict.fromkeys(row[0] for row in pairs)), options.distractors)
    matcher = BrandMatcher(watch, AliasLexicon() if options.bare else shipped())
    matcher.search("warm up", 1)
    started = time.perf_counter()
    found = measure(matcher, pairs, options.misses)
    seconds = (time.perf_counter() - started) / len(pairs)
    for kind, row in found.items():
        print(f"{kind:14} {row['n']:5} {row['top1']:7.3f} {row['recall10']:7.3f}")
    calibrated = calibration(matcher, pairs)
    for tenth, (n, right) in calibrated.items():
        print(f"score {tenth}+ {n:5} keywords, right {right:.2f}")
    print(json.dumps({"marks": len(watch), "bare": options.bare, "ms_per_query": round(1000 * seconds, 1), **found}))


if __name__ == "__main__":
    main()
