"""The rows of a preview as the page shows them: same cells as in the file, each error under its row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from yuegang.base.imports.errors import sentence
from yuegang.base.imports.kinds import Column, ImportKind
from yuegang.base.imports.sheets import letter_of
from yuegang.base.models import ImportRow, ImportRun

State = ImportRow.State


@dataclass(frozen=True)
class Head:
    """A column of the sheet: its letter and header in the file, our title and class."""

    letter: str
    header: str
    title: str
    mark: str


@dataclass(frozen=True)
class Cell:
    """A cell: the text, the value it replaces, and its class name: bad, warn, chg or nothing."""

    text: str
    before: str
    style: str
    is_number: bool


@dataclass(frozen=True)
class Why:
    """An error under a row: the cell's name, the sentence, the text as it stands and a repair to offer."""

    cell: str
    key: str
    words: str
    text: str
    suggest: str
    same: int


@dataclass(frozen=True)
class Line:
    """A row of the preview."""

    number: int
    state: str
    cells: list[Cell]
    errors: list[Why]
    can_be_corrected: bool


def columns_of(run: ImportRun, kind: ImportKind) -> list[tuple[int, Column]]:
    """Return the matched columns in the order of the sheet."""
    known = {column.key: column for column in kind.columns}
    pairs = [(int(position), known[key]) for key, position in run.mapping.items() if key in known]
    return sorted(pairs, key=lambda pair: pair[0])


def heads(run: ImportRun, kind: ImportKind) -> list[Head]:
    """Return the two head rows of the sheet."""
    language = get_language() or "en"
    titles = {header["position"]: header["title"] for header in run.headers}
    return [
        Head(letter_of(position), str(titles.get(position, "")), column.titles[language], column.letter)
        for position, column in columns_of(run, kind)
    ]


def lines(run: ImportRun, kind: ImportKind, rows: Sequence[ImportRow]) -> list[Line]:
    """Return the rows of one page."""
    columns = columns_of(run, kind)
    texts = _wrong_texts(run)
    return [
        Line(
            row.number,
            row.state,
            [_cell(row, column) for _position, column in columns],
            [_why(row, key, columns, texts) for key in row.errors],
            run.state == ImportRun.State.PREVIEWED and row.state == State.ERROR,
        )
        for row in rows
    ]


def _cell(row: ImportRow, column: Column) -> Cell:
    language = get_language() or "en"
    key = column.key
    style = ""
    if key in row.errors:
        style = "warn" if row.state == State.SKIPPED else "bad"
    elif key in row.before:
        style = "chg"
    shown = column.show(row.cells[key], language) if key in row.cells else str(row.raw.get(key, ""))
    before = column.show(str(row.before[key]), language) if key in row.before else ""
    return Cell(shown, before, style, column.is_number)


def _wrong_texts(run: ImportRun) -> dict[tuple[str, str], int]:
    """Count how often each wrong text stands in the run, to offer one repair for all."""
    found: dict[tuple[str, str], int] = {}
    for raw, errors in run.rows.filter(state=State.ERROR).values_list("raw", "errors"):
        for key in errors:
            pair = (key, str(raw.get(key, "")))
            found[pair] = found.get(pair, 0) + 1
    return found


def _why(row: ImportRow, key: str, columns: Sequence[tuple[int, Column]], texts: dict[tuple[str, str], int]) -> Why:
    position = next((position for position, column in columns if column.key == key), None)
    error = row.errors[key]
    text = str(row.raw.get(key, ""))
    return Why(
        cell="" if position is None else f"{letter_of(position)}{row.number}",
        key=key,
        words=sentence(error["rule"], error["detail"]),
        text=text,
        suggest=str(error.get("suggest", "")),
        same=texts.get((key, text), 0) if text else 0,
    )


def shown_rows(run: ImportRun, show: str) -> "QuerySet[ImportRow]":
    """Return the rows of a chip: all, around (errors with the rows before and after) or one state."""
    rows = run.rows.all()
    if show == "around":
        numbers = list(rows.filter(state=State.ERROR).values_list("number", flat=True))
        return rows.filter(number__in={number + step for number in numbers for step in (-1, 0, 1)})
    return rows.filter(state=show) if show in State.values else rows


def titles(kind: ImportKind, keys: Sequence[str]) -> str:
    """Return the titles of columns in the reader's language, for a sentence."""
    language = get_language() or "en"
    return ", ".join(column.titles[language] for column in kind.columns if column.key in keys)
