"""Fictional persons and firms under watch, and lines of a manifest."""

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from yuegang import numba_cache
from yuegang.engine.matching.screening import ENTRIES, LINES, Index, build, screen_table

COMPILED = numba_cache.FOLDER
WATCH: Sequence[dict[str, Any]] = (  # Any: rows of a table
    {"entry": "person", "kind": "person", "list": "main", "name": "陳大文", "address": "觀塘開源道55號8樓12室"},
    {"entry": "firm", "kind": "company", "list": "main", "name": "周大福貿易有限公司", "route": "Shenzhen > Hong Kong"},
    {"entry": "other", "kind": "company", "list": "main", "name": "藝年有限公司", "brands": ["Gucci"]},
    {"entry": "mark", "kind": "right", "list": "rights", "name": "GUCCI/古驰"},
    {
        "entry": "number",
        "kind": "identifier",
        "list": "main",
        "identifiers": [{"kind": "cross_boundary_plate", "text": "粤Z·1234港"}, {"kind": "phone", "text": "21234567"}],
    },
)


def entries(*rows: dict[str, Any]) -> pa.Table:
    """Return a table of entries."""
    return pa.Table.from_pylist(list(rows), schema=ENTRIES)


def lines(*rows: dict[str, str]) -> pa.Table:
    """Return a table of lines, numbered from one."""
    numbered = [{"line_id": str(n), **row} for n, row in enumerate(rows, 1)]
    return pa.Table.from_pylist(numbered, schema=LINES)


def index(*rows: dict[str, Any]) -> Index:
    """Return an index of entries, of WATCH by default."""
    return Index((build(entries(*(rows or WATCH))),))


def found(row: dict[str, str], against: Index) -> dict[str, Any]:
    """Return the hits of one line by entry, their evidence read."""
    hits = screen_table(lines(row), against).to_pylist()
    return {hit["entry"]: {**hit, "evidence": json.loads(hit["evidence"])} for hit in hits}
