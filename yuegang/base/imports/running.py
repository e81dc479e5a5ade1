"""The jobs of an import: long preview, import, undo. Each may run twice and does its work once."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yuegang.base import clock, jobs
from yuegang.base.imports import preview
from yuegang.base.imports.errors import CellError
from yuegang.base.imports.kinds import ImportKind, Officer, kind_of
from yuegang.base.jobs import JobKind
from yuegang.base.models import ImportRow, ImportRun, JobProgress

CHUNK = 100  # rows of one transaction
UNDO_TIME = timedelta(hours=24)  # issue 2, item 7
State = ImportRun.State


def _run_and_officer(job: JobProgress) -> tuple[ImportRun, Officer]:
    run = ImportRun.objects.select_related("file").get(pk=UUID(job.argument))
    return run, get_user_model().objects.get(pk=run.officer_id)


def make_preview(job: JobProgress) -> None:
    """Preview a long workbook."""
    run, officer = _run_and_officer(job)
    if run.state == State.MAPPED:
        preview.preview(run, officer, job)


def import_rows(job: JobProgress) -> None:
    """Write all rows that can be written, a hundred in each transaction; what was written stays if it is stopped."""
    run, officer = _run_and_officer(job)
    kind = kind_of(run.kind)
    wanted = run.rows.filter(state__in=[ImportRow.State.NEW, ImportRow.State.CHANGED])
    jobs.set_total(job, wanted.count(), wanted.filter(applied=True).count())
    try:
        while numbers := list(wanted.filter(applied=False).values_list("number", flat=True)[:CHUNK]):
            jobs.stop_if_cancelled(job)
            with transaction.atomic():
                for row in run.rows.select_for_update().filter(number__in=numbers, applied=False):
                    _apply(kind, row, officer)
            jobs.step(job, len(numbers))
    except jobs.Cancelled:
        _close(run, State.DONE, officer)
        raise
    except BaseException:
        _close(run, State.FAILED, officer)
        raise
    _close(run, State.DONE, officer)


def _apply(kind: ImportKind, row: ImportRow, officer: Officer) -> None:
    """Write one row in a savepoint; a refusal marks the row and lets the others pass."""
    try:
        with transaction.atomic():
            applied = kind.apply(row, officer)
        row.target, row.undo, row.applied = applied.target, dict(applied.undo), True
    except CellError as error:
        row.state, row.errors = ImportRow.State.ERROR, {kind.identity: error.as_json()}
    except ValidationError as error:
        row.state, row.errors = ImportRow.State.ERROR, {kind.identity: _refused("; ".join(error.messages))}
    except IntegrityError as error:
        row.state, row.errors = ImportRow.State.ERROR, {kind.identity: _refused(type(error).__name__)}
    row.save()


def _refused(words: str) -> dict[str, object]:
    return CellError("row.refused", found=words[:200]).as_json()


def _close(run: ImportRun, state: ImportRun.State, officer: Officer) -> None:
    now = clock.now()
    run.refresh_from_db()
    run.state, run.finished_at = state, now
    run.counts = {**preview.count(run), "applied": run.rows.filter(applied=True).count()}
    if state != State.UNDONE:
        run.undo_until = now + UNDO_TIME
    run.save()
    kind_of(run.kind).record("import.finish", run, officer)


def take_rows_back(job: JobProgress) -> None:
    """Undo the rows of an import, newest first; records touched since stay and are counted."""
    run, officer = _run_and_officer(job)
    kind = kind_of(run.kind)
    applied = run.rows.filter(applied=True, undo__has_key="kept").count()
    waiting = run.rows.filter(applied=True).exclude(undo__has_key="kept").order_by("-number")
    jobs.set_total(job, waiting.count() + applied, applied)
    while numbers := list(waiting.values_list("number", flat=True)[:CHUNK]):
        with transaction.atomic():
            for row in run.rows.select_for_update().filter(number__in=numbers).order_by("-number"):
                row.applied = not kind.undo(row, officer)
                row.undo = {**row.undo, "kept": True} if row.applied else {}
                row.save(update_fields=["applied", "undo"])
        jobs.step(job, len(numbers))
    _close(run, State.UNDONE, officer)


PREVIEW = JobKind(_("Preview of an import"), make_preview)
IMPORT = JobKind(_("Import"), import_rows)
UNDO = JobKind(_("Taking back an import"), take_rows_back)
