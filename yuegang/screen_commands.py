"""Screen manifests from the command line; no Django, no database.

    ./run screen FILES... --watch ENTRIES --out FOLDER [--engine local|spark] [--csv]

Reads Excel, CSV and Parquet; writes hits.parquet (with --csv hits.csv too) into the folder. An interrupted run goes on
where it stopped when it is given again.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from yuegang.engine.matching.screening import HITS, Index, screen_table
from yuegang.screen_files import ScreenFileError, load_part, part_of, read_lines, read_table
from yuegang.screen_spark import NoSparkError, spark_hits

BATCH = 20_000  # lines of one call and of one file of the run


@cache
def loaded(folder: str) -> Index:
    """Return the index of a saved part, loaded once in each process."""
    return Index((load_part(Path(folder)),))


def screen_batches(batches: Iterable[pa.RecordBatch], folder: str) -> Iterator[pa.RecordBatch]:
    """Yield the hits of batches of lines against a saved index: what each worker of an engine runs."""
    for batch in batches:
        yield from screen_table(pa.Table.from_batches([batch]), loaded(folder)).to_batches()


def write_whole(table: pa.Table, path: Path) -> None:
    """Write a table so that the file is there whole or not at all."""
    new = path.with_suffix(f".{os.getpid()}.new")
    pa.parquet.write_table(table, new)
    new.replace(path)


def start_run(out: Path, files: Sequence[Path], version: str, engine: str) -> Path:
    """Return the folder of finished pieces. Raises ScreenFileError when it belongs to another run."""
    pieces = out / "pieces"
    pieces.mkdir(parents=True, exist_ok=True)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    wanted = json.dumps({"index": version, "files": digests, "engine": engine})
    note = out / "run.json"
    if note.exists() and note.read_text(encoding="utf-8") != wanted:
        raise ScreenFileError(f"{out}: holds a run of other files or another watch list; give another folder")
    note.write_text(wanted, encoding="utf-8")
    return pieces


def run_local(files: Sequence[Path], index: Path, pieces: Path, threads: int) -> list[Path]:
    """Screen files in pieces of BATCH lines; pieces that are there already are left alone."""
    done: list[Path] = []
    for number, path in enumerate(files):
        lines = read_lines(path)
        starts = range(0, lines.num_rows, BATCH)
        places = [pieces / f"{number:04}-{first:012}.parquet" for first in starts]
        waiting = [(first, place) for first, place in zip(starts, places, strict=True) if not place.exists()]

        def work(piece: tuple[int, Path], lines: pa.Table = lines) -> None:
            write_whole(screen_table(lines.slice(piece[0], BATCH), loaded(str(index))), piece[1])

        with ThreadPoolExecutor(threads) as workers:
            for count, _ in enumerate(workers.map(work, waiting), len(places) - len(waiting) + 1):
                sys.stderr.write(f"{path.name}: {min(count * BATCH, lines.num_rows)} of {lines.num_rows} lines\n")
        done += places
    return done


def run_spark(files: Sequence[Path], index: Path, pieces: Path, threads: int) -> list[Path]:
    """Screen files on Spark, one piece a file; pieces that are there already are left alone."""
    done: list[Path] = []
    for number, path in enumerate(files):
        place = pieces / f"{number:04}.parquet"
        if not place.exists():
            write_whole(spark_hits(read_lines(path), str(index), pieces.parent, threads), place)
        sys.stderr.write(f"{path.name}: done\n")
        done.append(place)
    return done


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = argparse.ArgumentParser(prog="run screen", description=__doc__)
    made.add_argument("files", type=Path, nargs="+")
    made.add_argument("--watch", type=Path, required=True, help="watch entries: Parquet, or Excel or CSV without lists")
    made.add_argument("--out", type=Path, required=True, help="folder of the hits and of the run's progress")
    made.add_argument("--engine", choices=("local", "spark"), default="local")
    made.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    made.add_argument("--csv", action="store_true", help="write hits.csv too")
    return made


def main(argv: Sequence[str]) -> int:
    """Run the command; return the exit status, 1 when a file or Spark cannot be used."""
    options = parser().parse_args([word for word in argv if word != "screen"])
    try:
        index = part_of(read_table(options.watch), options.out / "index")
        pieces = start_run(options.out, options.files, index.name, options.engine)
        engine = run_spark if options.engine == "spark" else run_local
        done = engine(options.files, index, pieces, options.threads)
    except (ScreenFileError, NoSparkError) as error:
        sys.stderr.write(f"run screen: {error}\n")
        return 1
    hits = pa.concat_tables([HITS.empty_table(), *map(pa.parquet.read_table, done)])
    write_whole(hits, options.out / "hits.parquet")
    if options.csv:
        pa.csv.write_csv(hits, options.out / "hits.csv")
    sys.stdout.write(f"{hits.num_rows} hits in {options.out / 'hits.parquet'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
