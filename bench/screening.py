"""Measure the screening of manifests: speed against the size of the watch list, memory, single lines.

Needs the collected lists of names (FOLDER). Watch entries and lines are real names and recombinations of them, some
with address, plate and route; one line in 200 is a watch entry in another spelling.
    python -m bench.screening FOLDER [--entries 1000000] [--rights 100000] [--lines 400000] [--threads 2]
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tools.learn_names import read_lines, read_rows
from yuegang import numba_cache
from yuegang.engine.lexicon.spell import Speller
from yuegang.engine.lexicon.tables import shipped_tables
from yuegang.engine.matching.screening import ENTRIES, LINES, Index, Part, build, screen_table

BATCH = 20_000  # lines of one call
PLANTED = 200  # one line in so many means a watch entry
CURVE = (10_000, 100_000, 1_000_000)
Row = dict[str, Any]  # Any: a row of a table


@dataclass
class Pool:
    """Real names to draw from."""

    persons: Sequence[str]
    firms: Sequence[str]
    latin_firms: Sequence[str]
    marks: Sequence[str]
    streets: Sequence[tuple[str, str]]
    speller: Speller
    chance: random.Random

    def person(self) -> str:
        """Return a surname and a given name that occur, not always together."""
        return self.chance.choice(self.persons)[:1] + self.chance.choice(self.persons)[1:]

    def firm(self) -> str:
        """Return a firm made of two openings and an ending that occur, so that it is hardly ever one that exists."""
        if self.chance.random() < 0.3:
            first = self.chance.choice(self.latin_firms).split()[0]
            return f"{first} {self.chance.choice(self.latin_firms)}"
        one, other, last = (self.chance.choice(self.firms) for _ in range(3))
        return one[:2] + other[:2] + last[2:]

    def address(self, is_chinese: bool) -> str:
        """Return an address in a street that exists."""
        zh, en = self.chance.choice(self.streets)
        number, floor, unit = self.chance.randint(1, 300), self.chance.randint(1, 30), self.chance.randint(1, 12)
        return f"{zh}{number}號{floor}樓{unit}室" if is_chinese else f"Flat {unit}, {floor}/F, {number} {en}"

    def latin(self, name: str) -> str:
        """Return the likeliest Hong Kong spelling of a person."""
        spelt = [self.speller.character(c, 1) for c in name]
        return " ".join(s[0][0] if s else "x" for s in spelt).title()


def pool(folder: Path) -> Pool:
    """Read the lists of a folder."""
    streets = [(row["zh"], row["en"]) for row in read_rows(folder / "streets_dev.tsv")]
    return Pool(
        persons=[n for n in read_lines(folder / "distractors_persons_zh_historical.txt.gz") if 2 <= len(n) <= 3],
        firms=read_lines(folder / "distractors_hk_company_zh.txt.gz"),
        latin_firms=read_lines(folder / "distractors_hk_company_en.txt.gz"),
        marks=read_lines(folder / "distractors_cn_company_short.txt.gz"),
        streets=streets,
        speller=Speller(shipped_tables(), "hk"),
        chance=random.Random(3),
    )


def plate(chance: random.Random) -> str:
    """Return a plate of the Mainland."""
    return "粤B" + "".join(chance.choice("ACDEFGHJKLMNPRTUVWXY0123456789") for _ in range(5))


def watch_rows(names: Pool, count: int, rights: int) -> list[Row]:
    """Return persons and firms, three in ten with an address, one in ten with a plate; then rights."""
    rows: list[Row] = []
    for number in range(count):
        kind = "person" if number % 10 < 7 else "company"
        row: Row = {"entry": f"e{number}", "kind": kind, "list": "watch"}
        row["name"] = names.person() if kind == "person" else names.firm()
        if number % 10 in (0, 4, 8):
            row["address"] = names.address(True)
        if number % 10 == 1:
            row["identifiers"] = [{"kind": "mainland_plate", "text": plate(names.chance)}]
        rows.append(row)
    marks = dict.fromkeys(mark for mark in names.marks[: 2 * rights] if len(mark) > 3)
    rows += [
        {"entry": f"r{n}", "kind": "right", "list": "rights", "name": m} for n, m in enumerate(marks) if n < rights
    ]
    return rows


def line_rows(names: Pool, count: int, watch: Sequence[Row]) -> list[Row]:
    """Return lines of a manifest; one in PLANTED is a watch entry in Latin letters or with its number."""
    goods = (
        "塑料玩具 plastic toys",
        "手袋 leather handbag, new",
        "electronic parts IC 电子零件",
        "女装鞋 ladies shoes",
    )
    rows: list[Row] = []
    for number in range(count):
        zh = names.chance.random() < 0.5
        person = names.person()
        row: Row = {
            "line_id": str(number),
            "consignor": names.chance.choice(names.firms if zh else names.latin_firms),
            "consignee": (person if zh else names.latin(person)) if number % 2 else names.chance.choice(names.firms),
            "consignor_address": names.address(zh),
            "consignee_address": names.address(not zh),
            "goods": f"{goods[number % 4]} CTN {number}",
            "plate": plate(names.chance) if number % 3 == 0 else None,
            "container": f"TEMU{names.chance.randint(1000000, 9999999)}" if number % 3 == 1 else None,
        }
        if number % PLANTED == 0:
            meant = names.chance.choice(watch)
            row["consignee"] = names.latin(meant["name"]) if meant["kind"] == "person" else meant["name"]
            row["consignee_address"] = meant.get("address") or row["consignee_address"]
            row["plate"] = meant["identifiers"][0]["text"] if meant.get("identifiers") else row["plate"]
        if number % 50 == 7:
            row["goods"] = f"{names.chance.choice(names.marks[:100_000])} {row['goods']}"
        rows.append(row)
    return rows


def batches(table: pa.Table) -> list[pa.Table]:
    """Cut a table into calls."""
    return [table.slice(first, BATCH) for first in range(0, table.num_rows, BATCH)]


def timed(table: pa.Table, index: Index, threads: int) -> dict[str, float]:
    """Screen a table; return lines a second by the clock, and processor time a line."""
    clock, work = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as workers:
        hits = list(workers.map(lambda batch: screen_table(batch, index), batches(table)))
    seconds, spent = time.perf_counter() - clock, time.process_time() - work
    found = pa.concat_tables(hits)
    return {
        "lines_per_s": round(table.num_rows / seconds),
        "cpu_us_per_line": round(spent / table.num_rows * 1e6, 2),
        "hits": found.num_rows,
        "alerts": sum(found["is_alert"].to_pylist()),
    }


def singles(table: pa.Table, index: Index, count: int = 1000) -> dict[str, float]:
    """Screen lines one by one; return milliseconds."""
    spent = []
    for row in range(count):
        started = time.perf_counter()
        screen_table(table.slice(row, 1), index)
        spent.append(1000 * (time.perf_counter() - started))
    return {"p50_ms": round(float(np.median(spent)), 2), "p99_ms": round(float(np.percentile(spent, 99)), 2)}


def size_of(part: Part) -> float:
    """Return the megabytes of the arrays and the entries of a part."""
    arrays = (*part.arrays, *part.store)
    return round(float(sum(a.nbytes for a in arrays) + part.table.nbytes) / 1e6, 1)


def built(entries: pa.Table) -> tuple[Part, dict[str, float]]:
    """Build a part; return it, seconds by the clock and of the processor, and megabytes."""
    clock, work = time.perf_counter(), time.process_time()
    part = build(entries)
    seconds, spent = time.perf_counter() - clock, time.process_time() - work
    return part, {"build_s": round(seconds, 2), "build_cpu_s": round(spent, 2), "mb": size_of(part)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=CURVE[-1])
    parser.add_argument("--rights", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=400_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    names = pool(options.folder)
    rows = watch_rows(names, options.entries, options.rights)
    table = pa.Table.from_pylist(line_rows(names, options.lines, rows[: options.entries]), schema=LINES)
    watch = pa.Table.from_pylist(rows, schema=ENTRIES)
    build(watch.slice(0, 100))
    made: dict[str, Any] = {}  # Any: JSON
    _, made["names_only"] = built(watch.select(["entry", "kind", "list", "name"]).slice(0, options.entries))
    print("names only:", made["names_only"], numba_cache.FOLDER.name)
    index = Index(())
    for size in [size for size in CURVE if size < options.entries] + [options.entries]:
        part, cost = built(pa.concat_tables([watch.slice(0, size), watch.slice(options.entries)]))
        index = Index((part,))
        screen_table(table.slice(0, 100), index)
        asked = table.slice(0, options.lines if size == options.entries else BATCH * 2)
        made[str(size)] = {**cost, **timed(asked, index, options.threads)}
        print(f"{size:>9} entries and {options.rights} rights: {made[str(size)]}", flush=True)
    made["single"] = singles(table, index)
    made["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    print(made["single"], made["peak_mb"], "MB at most, sample data included")
    print(json.dumps({"bench": "screening", **made}))


if __name__ == "__main__":
    main()
