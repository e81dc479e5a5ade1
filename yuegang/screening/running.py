"""The job that screens a manifest: a piece of lines in each transaction, so that it can stop and go on."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import transaction

from yuegang.base import jobs
from yuegang.base.files.actions import content_of
from yuegang.base.models import JobProgress
from yuegang.engine.matching.screening import LINES, screen_table
from yuegang.screening import index
from yuegang.screening.models import Hit, Manifest

PIECE = 2000  # lines of one transaction
Line = dict[str, str]


def screen_manifest(job: JobProgress) -> None:
    """Screen the lines of a manifest that were not screened yet; another index than before begins anew."""
    manifest = Manifest.objects.select_related("file").get(pk=UUID(job.argument))
    against, version = index.current(manifest.agency_code)
    if manifest.index_version != version:
        with transaction.atomic():
            manifest.hits.filter(judgement=Hit.Judgement.OPEN).delete()
            manifest.index_version, manifest.screened = version, 0
            manifest.save(update_fields=["index_version", "screened"])
    jobs.set_total(job, manifest.lines, manifest.screened)
    waiting = islice(lines_of(manifest), manifest.screened, None)
    while piece := list(islice(waiting, PIECE)):
        jobs.stop_if_cancelled(job)
        hits = list(_hits(manifest, piece, screen_table(pa.Table.from_pylist(piece, schema=LINES), against)))
        with transaction.atomic():
            Hit.objects.bulk_create(hits, ignore_conflicts=True)
            manifest.screened += len(piece)
            manifest.save(update_fields=["screened"])
        jobs.step(job, len(piece))


def lines_of(manifest: Manifest) -> Iterator[Line]:
    """Yield the lines of a manifest with the columns that were matched; line_id is the row in the sheet."""
    rows = csv.reader(io.StringIO(content_of(manifest.file).decode(), newline=""))
    next(rows)  # the header
    places: Mapping[str, int] = manifest.mapping
    for row in rows:
        cells = {key: row[place + 1] for key, place in places.items() if place + 1 < len(row) and row[place + 1]}
        yield {"line_id": row[0], **cells}


def _hits(manifest: Manifest, piece: list[Line], found: pa.Table) -> Iterator[Hit]:
    lines = {line["line_id"]: line for line in piece}
    for row in found.to_pylist():
        line = lines[row["line_id"]]
        yield Hit(
            manifest=manifest,
            line_number=int(row["line_id"]),
            line={key: text for key, text in line.items() if key != "line_id"},
            score=row["score"],
            is_alert=row["is_alert"],
            evidence=json.loads(row["evidence"]),
            **_target(row["entry"]),
        )


def _target(identity: str) -> dict[str, Any]:  # Any: keyword of a model
    kind, _colon, key = identity.partition(":")
    return {f"{kind}_id": UUID(key)}
