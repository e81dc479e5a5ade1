"""Read manifests and watch entries from files, and keep a built index as files that are mapped, not read."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from yuegang import numba_cache
from yuegang.engine.matching.screening import Part, build
from yuegang.engine.matching.screening.arrays import Arrays
from yuegang.engine.matching.screening.entries import clean_entries, content_hash
from yuegang.engine.matching.screening.schema import LINES, conform
from yuegang.engine.matching.screening.store import Store

COMPILED = numba_cache.FOLDER  # imported first: numba reads it when the engine is imported


class ScreenFileError(ValueError):
    """Say which file cannot be used and why."""


def read_table(path: Path) -> pa.Table:
    """Return the rows of a Parquet, CSV or Excel file; cells of the latter two are text.

    Raises ScreenFileError for another kind of file.
    """
    if path.suffix == ".parquet":
        return pa.parquet.read_table(path)
    if path.suffix == ".csv":
        with path.open("rb") as file:
            names = file.readline().decode("utf-8-sig").strip().split(",")
        types = {name.strip('"'): pa.string() for name in names}
        options = pa.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
        return pa.csv.read_csv(path, convert_options=options)
    if path.suffix == ".xlsx":
        return _sheet(path)
    raise ScreenFileError(f"{path.name}: neither .parquet, .csv nor .xlsx")


def _sheet(path: Path) -> pa.Table:
    with contextlib.closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    if not rows:
        raise ScreenFileError(f"{path.name}: the first sheet is empty")
    heads = [str(cell or "") for cell in rows[0]]
    cells = [[None if cell is None else str(cell) for cell in row] for row in rows[1:]]
    columns = list(zip(*cells, strict=True)) or [() for _ in heads]
    return pa.table({head: pa.array(column, pa.string()) for head, column in zip(heads, columns, strict=True)})


def read_lines(path: Path) -> pa.Table:
    """Return the lines of a manifest; without a column line_id they are named by the file and their place."""
    table = read_table(path)
    if "line_id" not in table.column_names:
        names = pa.array([f"{path.name}:{number}" for number in range(1, table.num_rows + 1)], pa.string())
        table = table.append_column("line_id", names)
    return conform(table, LINES)


def _arrays(part: Part) -> Iterator[tuple[str, NDArray[Any]]]:  # Any: of several types
    for group, arrays in (("arrays", part.arrays._asdict()), ("store", part.store._asdict())):
        for name, array in arrays.items():
            yield f"{group}-{name}", array


def save_part(part: Part, folder: Path) -> Path:
    """Write a part into a folder named by its version; the folder appears whole or not at all."""
    target = folder / part.version
    if target.exists():
        return target
    made = folder / f"{part.version}.{os.getpid()}.new"
    made.mkdir(parents=True)
    with pa.OSFile(str(made / "entries.arrow"), "wb") as file, pa.ipc.new_file(file, part.table.schema) as out:
        out.write_table(part.table.combine_chunks())
    for name, array in _arrays(part):
        np.save(made / f"{name}.npy", array)
    made.rename(target)
    return target


def load_part(folder: Path) -> Part:
    """Return a saved part; its arrays and texts are mapped from the files, so that processes share them."""
    with pa.memory_map(str(folder / "entries.arrow")) as file:
        table = pa.ipc.open_file(file).read_all()
    groups = [
        {name: np.asarray(np.load(folder / f"{group}-{name}.npy", mmap_mode="r")) for name in kind._fields}
        for group, kind in (("arrays", Arrays), ("store", Store))
    ]
    return Part(table, Arrays(**groups[0]), Store(**groups[1]), folder.name)


def part_of(entries: pa.Table, folder: Path) -> Path:
    """Return the folder of the part built from entries, built only if none of their content is there."""
    known = folder / content_hash(clean_entries(entries))
    return known if known.exists() else save_part(build(entries), folder)
