"""Work out what importing each row would do, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from yuegang.base import jobs
from yuegang.base.files.actions import content_of
from yuegang.base.imports import sheets
from yuegang.base.imports.errors import CellError
from yuegang.base.imports.kinds import Existing, ImportKind, Officer, kind_of
from yuegang.base.models import ImportRow, ImportRun, JobProgress

CHUNK = 500  # rows looked up and written at once
FORMULA_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
State = ImportRow.State


@dataclass
class Seen:
    """References already met in this file: the row number and the values under each."""

    rows: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)


def preview(run: ImportRun, officer: Officer, job: JobProgress | None = None) -> None:
    """Read the file anew and keep one ImportRow per row with its state; replaces an earlier preview.

    Raises ImportRefused if the sheet has too many rows.
    """
    kind = kind_of(run.kind)
    content = content_of(run.file)
    seen = Seen()
    with transaction.atomic():
        run.rows.all().delete()
        for chunk in _chunks(sheets.table_rows(content, run.file.media_type, run.sheet, run.header_row)):
            rows = [ImportRow(run=run, number=number, raw=_raw(run.mapping, cells)) for number, cells in chunk]
            evaluate(kind, rows, officer, seen)
            ImportRow.objects.bulk_create(rows)
            if job is not None:
                jobs.step(job, len(rows))
        run.state = ImportRun.State.PREVIEWED
        run.counts = count(run)
        run.save(update_fields=["state", "counts"])


def _chunks(rows: Iterable[sheets.Row]) -> Iterable[list[sheets.Row]]:
    chunk: list[sheets.Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _raw(mapping: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    return {key: cells[position] if position < len(cells) else "" for key, position in mapping.items()}


def evaluate(kind: ImportKind, rows: Sequence[ImportRow], officer: Officer, seen: Seen) -> None:
    """Give each row its cells, errors, state and target; `seen` remembers references across calls."""
    for row in rows:
        row.cells, row.errors = read_cells(kind, row.raw)
        row.reference = row.cells.get(kind.identity, "")
    references = [row.reference for row in rows if row.reference]
    existing = kind.find_existing(references, officer)
    for row in rows:
        _judge(row, kind, existing.get(row.reference))
        _compare_with_file(row, kind.identity, seen)


def read_cells(kind: ImportKind, raw: Mapping[str, str]) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
    """Parse the texts of a row; return its values and its errors, both by column key."""
    cells: dict[str, str] = {}
    errors: dict[str, dict[str, object]] = {}
    for column in kind.columns:
        text = raw.get(column.key, "")
        try:
            if text in FORMULA_ERRORS:
                raise CellError("cell.formula", found=text)
            if text:
                cells[column.key] = column.parse(text)
            elif column.required:
                raise CellError("cell.required")
        except CellError as error:
            errors[column.key] = error.as_json()
    if not errors:
        errors = {key: dict(error) for key, error in kind.check(cells).items()}
    return cells, errors


def _judge(row: ImportRow, kind: ImportKind, existing: Existing | None) -> None:
    row.target, row.before = None, {}
    row.state = State.ERROR if row.errors else State.NEW
    if existing is None or row.errors:
        return
    row.target = existing.target
    before = {key: existing.cells.get(key, "") for key in row.cells}
    row.before = {key: value for key, value in before.items() if value != row.cells[key]}
    row.state = State.CHANGED if row.before else State.SAME
    if row.before and existing.is_locked:
        row.errors = {kind.identity: CellError("row.locked").as_json()}
        row.state = State.ERROR


def _compare_with_file(row: ImportRow, identity: str, seen: Seen) -> None:
    """Leave out a repeated row; refuse a second row of one reference with other content."""
    reference = row.cells.get(identity)
    if not reference or row.state == State.ERROR:
        return
    first = seen.rows.setdefault(reference, (row.number, row.cells))
    if first[0] == row.number:
        return
    is_same = first[1] == row.cells
    rule = "row.repeated" if is_same else "row.duplicate"
    row.errors = {identity: CellError(rule, row=first[0]).as_json()}
    row.state = State.SKIPPED if is_same else State.ERROR


def count(run: ImportRun) -> dict[str, int]:
    """Return how many rows stand in each state, and how many can be imported."""
    states = list(run.rows.values_list("state", flat=True))
    counts = {state.value: states.count(state.value) for state in State}
    counts["importable"] = counts["new"] + counts["changed"]
    counts["total"] = len(states)
    return counts


def evaluate_again(run: ImportRun, row: ImportRow, officer: Officer) -> None:
    """Judge one corrected row against the file and the records, and count anew."""
    kind = kind_of(run.kind)
    seen = Seen()
    others = run.rows.exclude(pk=row.pk).exclude(state__in=[State.ERROR, State.SKIPPED])
    others = others.filter(**{f"raw__{kind.identity}": row.raw.get(kind.identity, "")})
    for number, cells in others.values_list("number", "cells"):
        seen.rows.setdefault(cells.get(kind.identity, ""), (number, cells))
    evaluate(kind, [row], officer, seen)
    row.save()
    run.counts = count(run)
    run.save(update_fields=["counts"])
