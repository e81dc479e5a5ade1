"""The table of what an agency screens against: its entries under watch, names learnt, and recorded rights in force."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db.models import Q

from yuegang import numba_cache
from yuegang.base import clock
from yuegang.engine.matching import identifiers
from yuegang.engine.matching.screening import ENTRIES, Index, build
from yuegang.engine.matching.screening.entries import content_hash
from yuegang.rights.models import Right
from yuegang.screening.models import WatchEntry

COMPILED = numba_cache.FOLDER  # imported first: numba reads it when the engine is imported
RIGHTS = "rights"  # the list of recorded rights
Row = dict[str, Any]  # Any: a row of an Arrow table


def current(agency_code: str) -> tuple[Index, str]:
    """Return the index of an agency as it stands now, and its version: the digest of its content."""
    rows = sorted([*_watched(agency_code), *_rights()], key=lambda row: str(row["entry"]))
    table = pa.Table.from_pylist(rows, schema=ENTRIES)
    return Index((build(table),)), content_hash(table)


def _watched(agency_code: str) -> Iterator[Row]:
    found = WatchEntry.objects.filter(watch_list__agency_code=agency_code, withdrawn_at=None)
    for entry in found.prefetch_related("aliases"):
        yield {
            "entry": f"entry:{entry.id}",
            "kind": entry.kind,
            "list": str(entry.watch_list_id),
            "name": entry.name,
            "aliases": [*lines_of(entry.other_names), *sorted(alias.name for alias in entry.aliases.all())],
            "address": entry.address,
            "brands": lines_of(entry.brands),
            "identifiers": list(_numbers(entry.numbers)),
        }


def _rights() -> Iterator[Row]:
    for right in Right.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.now().date())):
        yield {"entry": f"right:{right.id}", "kind": "right", "list": RIGHTS, "name": right.name}


def _numbers(text: str) -> Iterator[dict[str, str]]:
    """Yield every kind a number may be; the comparison needs the same kind on both sides."""
    for line in lines_of(text):
        for reading in identifiers.guess(line):
            yield {"kind": str(reading.kind), "text": reading.normal}


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
