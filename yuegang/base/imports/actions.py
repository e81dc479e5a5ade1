"""Steps of an import: take the file, match columns, correct cells, confirm, take back."""

import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from yuegang.base import clock, jobs
from yuegang.base.files import actions as files
from yuegang.base.files.errors import FileRefused
from yuegang.base.files.kinds import WORKBOOKS
from yuegang.base.imports import preview, sheets
from yuegang.base.imports.errors import ImportRefused
from yuegang.base.imports.kinds import Officer, kind_of, kinds_for
from yuegang.base.models import ImportRow, ImportRun, JobProgress

AT_ONCE = 1000  # rows previewed while the officer waits; more become a job with progress
BROKEN_XML = (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, ElementTree.ParseError)
State = ImportRun.State


def runs_of(officer: Officer) -> "QuerySet[ImportRun]":
    """Return the officer's own imports, newest first."""
    return ImportRun.objects.filter(officer_id=officer.id).select_related("file", "job").order_by("-created_at")


def run_for(officer: Officer, run_id: UUID) -> ImportRun:
    """Return an import of the officer's own that the officer may still make; anything else is 404."""
    run = runs_of(officer).filter(pk=run_id).first()
    if run is None or not kind_of(run.kind).allowed(officer):
        raise Http404
    return run


def upload(kind_name: str, file: files.Upload, officer: Officer) -> ImportRun:
    """Keep a workbook and find its table; raises FileRefused or ImportRefused that says what was found."""
    if kind_name not in kinds_for(officer):
        raise Http404
    kind = kind_of(kind_name)
    with transaction.atomic():
        stored = files.store(file, allowed=WORKBOOKS)
        try:
            layout = sheets.detect(files.content_of(stored), stored.media_type, kind.columns)
        except BROKEN_XML as error:
            raise FileRefused("workbook.damaged") from error
        return ImportRun.objects.create(
            kind=kind_name,
            officer_id=officer.id,
            file=stored,
            sheet=layout.sheet,
            header_row=layout.header_row,
            headers=_headers(layout),
            mapping=dict(layout.mapping),
            counts={"total": layout.rows},
        )


def _headers(layout: sheets.Layout) -> list[dict[str, object]]:
    return [
        {
            "position": position,
            "letter": sheets.letter_of(position),
            "title": title,
            "samples": [sample[position] for sample in layout.samples],
        }
        for position, title in enumerate(layout.headers)
    ]


def match_columns(run: ImportRun, mapping: Mapping[str, int], officer: Officer) -> JobProgress | None:
    """Set which column of the sheet holds what and preview the rows; a long preview becomes the job that is returned.

    Raises ImportRefused if a required column is missing, one is used twice, or the import has moved on.
    """
    kind = kind_of(run.kind)
    if run.state not in {State.UPLOADED, State.MAPPED, State.PREVIEWED}:
        raise ImportRefused("run.state")
    missing = [column for column in kind.columns if column.required and column.key not in mapping]
    if missing:
        raise ImportRefused("mapping.missing", found=", ".join(column.key for column in missing))
    positions = list(mapping.values())
    twice = [position for position in positions if positions.count(position) > 1]
    if twice:
        raise ImportRefused("mapping.twice", found=sheets.letter_of(twice[0]))
    with transaction.atomic():
        run.mapping, run.state = dict(mapping), State.MAPPED
        run.save(update_fields=["mapping", "state"])
        if run.counts.get("total", 0) <= AT_ONCE:
            preview.preview(run, officer)
            return None
        return _start(run, "import.preview", officer, int(run.counts["total"]))


def correct(
    run: ImportRun, number: int, values: Mapping[str, str], officer: Officer, *, everywhere: bool = False
) -> int:
    """Replace the text of cells in one row, or in every wrong row with the same text; return how many rows changed.

    The file stays as it is; the correction stands in the import. Raises ImportRefused if the import has moved on.
    """
    _must_be_previewed(run)
    first = row_for(run, number)
    with transaction.atomic():
        rows = [first]
        if everywhere:
            same = {f"raw__{key}": first.raw.get(key, "") for key in values}
            rows += list(run.rows.filter(state=ImportRow.State.ERROR, **same).exclude(pk=first.pk))
        known = {column.key for column in kind_of(run.kind).columns}
        for row in rows:
            row.raw = {**row.raw, **{key: value for key, value in values.items() if key in known}}
            preview.evaluate_again(run, row, officer)
    return len(rows)


def skip(run: ImportRun, number: int) -> None:
    """Leave a row out of the import; raises ImportRefused if the import has moved on."""
    _must_be_previewed(run)
    row = row_for(run, number)
    row.state = ImportRow.State.SKIPPED
    row.save(update_fields=["state"])
    run.counts = preview.count(run)
    run.save(update_fields=["counts"])


def row_for(run: ImportRun, number: int) -> ImportRow:
    """Return a row by its number in the sheet, or 404."""
    row = run.rows.filter(number=number).first()
    if row is None:
        raise Http404
    return row


def confirm(run: ImportRun, officer: Officer) -> JobProgress:
    """Start importing the rows that can be imported; raises ImportRefused if there is none or it was started before."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        _must_be_previewed(locked)
        if not locked.counts.get("importable"):
            raise ImportRefused("run.nothing")
        kind_of(locked.kind).record("import.confirm", locked, officer)
        locked.state = State.RUNNING
        locked.save(update_fields=["state"])
        return _start(locked, "import.run", officer, int(locked.counts["importable"]))


def take_back(run: ImportRun, officer: Officer) -> JobProgress:
    """Start undoing a whole import within its 24 hours; raises ImportRefused if it is too late."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not locked.can_be_undone(clock.now()):
            raise ImportRefused("run.state")
        kind_of(locked.kind).record("import.undo", locked, officer)
        locked.state = State.RUNNING
        locked.save(update_fields=["state"])
        return _start(locked, "import.undo", officer, locked.rows.filter(applied=True).count())


def _must_be_previewed(run: ImportRun) -> None:
    if run.state != State.PREVIEWED:
        raise ImportRefused("run.state")


def _start(run: ImportRun, job_kind: str, officer: Officer, total: int) -> JobProgress:
    address = reverse("base:import_run", args=[run.id])
    run.job = jobs.start(job_kind, officer_id=officer.id, argument=str(run.id), total=total, result_url=address)
    run.save(update_fields=["job"])
    return run.job
