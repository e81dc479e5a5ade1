"""Read workbooks and text tables: find the sheet and the header row, then give the rows as text."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils import get_column_letter

from yuegang.base.files.containers import decode_csv
from yuegang.base.files.kinds import XLSX
from yuegang.base.imports.errors import ImportRefused
from yuegang.base.imports.kinds import Column
from yuegang.base.imports.parsers import key_of

HEADER_DEPTH = 20  # rows in which a header is looked for: titles and notes often stand above it
ROW_LIMIT = 20_000
COLUMN_LIMIT = 200
SAMPLES = 3

Row = tuple[int, list[str]]  # the row number of the sheet, from 1, and its cells as text


@dataclass(frozen=True)
class Layout:
    """Where the table stands: sheet, header row, header texts by column position from 0, and what matched."""

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, int]
    rows: int


def as_text(value: object) -> str:
    """Return a cell's value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, int) and abs(value) >= 10**15:
        return f"{value:.14e}"
    return str(value).strip()


def read_sheets(content: bytes, media_type: str) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield each sheet's name and rows; rows are read only as far as they are taken."""
    if media_type != XLSX:
        yield "", _csv_rows(content)
        return
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # writers lie about the size of a sheet
            yield sheet.title, _sheet_rows(sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _sheet_rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        if len(row) > COLUMN_LIMIT and any(value is not None for value in row[COLUMN_LIMIT:]):
            raise ImportRefused("sheet.columns", limit=COLUMN_LIMIT)
        yield number, [as_text(value) for value in row[:COLUMN_LIMIT]]


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = decode_csv(content)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if len(row) > COLUMN_LIMIT:
            raise ImportRefused("sheet.columns", limit=COLUMN_LIMIT)
        yield number, [cell.strip() for cell in row]


def detect(content: bytes, media_type: str, columns: Sequence[Column], limit: int = ROW_LIMIT) -> Layout:
    """Find the sheet and row whose cells match most of the columns' titles in any language.

    A table of unknown headers is taken too, with nothing matched. Raises ImportRefused that says what was found.
    """
    known = known_titles(columns)
    best: tuple[int, str, int, list[str]] | None = None
    seen: list[str] = []
    for name, rows in read_sheets(content, media_type):
        found = best_header(rows, known)
        seen.append(f"{name or 'CSV'}: {', '.join(found[1][:6]) if found else '—'}")
        if found and (best is None or _matches(found[1], known) > best[0]):
            best = (_matches(found[1], known), name, found[0], found[1])
    if best is None:
        raise ImportRefused("sheet.header", found="; ".join(seen)[:300] or "—")
    _matched, sheet, header_row, headers = best
    return _layout(table_rows(content, media_type, sheet, header_row, limit), (sheet, header_row, headers), known)


def best_header(rows: Iterator[Row], known: Mapping[str, str]) -> Row | None:
    """Return the row among the first HEADER_DEPTH with most known titles, else the first with two cells of words."""
    candidates = [
        (number, cells)
        for number, cells in _first(rows, HEADER_DEPTH)
        if sum(1 for cell in cells if cell and not cell[0].isdigit()) >= 2
    ]
    return max(candidates, key=lambda row: (_matches(row[1], known), -row[0]), default=None)


def _first(rows: Iterator[Row], count: int) -> Iterator[Row]:
    for row in rows:
        if row[0] > count:
            return
        yield row


def known_titles(columns: Sequence[Column]) -> dict[str, str]:
    """Return column keys by every header that means them."""
    return {
        key_of(word): column.key for column in columns for word in (*column.titles.values(), *column.also, column.key)
    }


def _matches(cells: Sequence[str], known: Mapping[str, str]) -> int:
    return len({known[key_of(cell)] for cell in cells if key_of(cell) in known})


def _layout(rows: Iterator[Row], place: tuple[str, int, list[str]], known: Mapping[str, str]) -> Layout:
    sheet, header_row, headers = place
    while headers and not headers[-1]:
        headers = headers[:-1]
    samples: list[tuple[str, ...]] = []
    count = 0
    for _number, cells in rows:
        count += 1
        if count <= SAMPLES:
            samples.append(tuple((cells + [""] * len(headers))[: len(headers)]))
    if not count:
        raise ImportRefused("sheet.empty", found=f"{sheet or 'CSV'}: {', '.join(headers[:6])}")
    mapping: dict[str, int] = {}
    for position, header in enumerate(headers):
        key = known.get(key_of(header))
        if key is not None and key not in mapping:
            mapping[key] = position
    return Layout(sheet, header_row, tuple(headers), tuple(samples), mapping, count)


def table_rows(content: bytes, media_type: str, sheet: str, header_row: int, limit: int = ROW_LIMIT) -> Iterator[Row]:
    """Yield the rows under the header that hold anything; raises ImportRefused beyond the limit."""
    count = 0
    for name, rows in read_sheets(content, media_type):
        if name != sheet:
            continue
        for number, cells in rows:
            if number <= header_row or not any(cells):
                continue
            count += 1
            if count > limit:
                raise ImportRefused("sheet.rows", found=f"> {limit}", limit=limit)
            yield number, cells
        return


def letter_of(position: int) -> str:
    """Return the letters over a column, from its position from 0."""
    return get_column_letter(position + 1)
