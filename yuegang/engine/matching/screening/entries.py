"""Read the table of entries under watch: what may be stored, and one entry as it is compared."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yuegang.engine.matching.identifiers import Kind, PersonalNumberError, Reading
from yuegang.engine.matching.identifiers.personal import blank_personal, is_personal

from .evidence import Entry, read_number
from .schema import ENTRIES, EntryKind, conform

_LONG_NUMBER = r"\d[\d\s\-.·/]{4,}"  # what a natural person's number has and nearly no name


def clean_entries(table: pa.Table) -> pa.Table:
    """Return the entries without natural persons' numbers; only this may be indexed or stored.

    Raises ValueError for an unknown kind of entry or of identifier, or an entry given twice.
    """
    table = conform(table, ENTRIES).combine_chunks()
    unknown = set(pc.unique(table["kind"]).to_pylist()) - set(EntryKind)
    if unknown:
        raise ValueError(f"no such kind of entry: {sorted(unknown)}")
    if pc.count_distinct(table["entry"]).as_py() != table.num_rows:
        raise ValueError("an entry is given twice")
    for name in ("name", "address", "route"):
        table = table.set_column(table.schema.get_field_index(name), ENTRIES.field(name), _blanked(table[name]))
    for name in ("aliases", "brands"):
        table = table.set_column(table.schema.get_field_index(name), ENTRIES.field(name), _lists(table[name]))
    numbers = _numbers(table["identifiers"])
    return table.set_column(table.schema.get_field_index("identifiers"), ENTRIES.field("identifiers"), numbers)


def _blanked(column: Any) -> Any:  # Any: pyarrow ships no types
    whole = column.combine_chunks()
    suspect = pc.fill_null(pc.match_substring_regex(whole, _LONG_NUMBER), False)
    if not pc.any(suspect).as_py():
        return whole
    made = pa.array([blank_personal(text) for text in whole.filter(suspect).to_pylist()], pa.string())
    return pc.replace_with_mask(whole, suspect, made)


def _lists(column: Any) -> Any:  # Any: as above
    flat = pc.list_flatten(column)
    if not len(flat) or not pc.any(pc.fill_null(pc.match_substring_regex(flat, _LONG_NUMBER), False)).as_py():
        return column
    return pa.array(
        [None if row is None else [blank_personal(text or "") for text in row] for row in column.to_pylist()],
        pa.list_(pa.string()),
    )


def _numbers(column: Any) -> Any:  # Any: as above
    """Return the identifiers that are no natural person's, each in its normal form where it has one."""
    if column.null_count == len(column):
        return column
    rows = column.to_pylist()
    made = [None if row is None else [kept for number in row if (kept := _kept(number))] for row in rows]
    return pa.array(made, ENTRIES.field("identifiers").type)


def _kept(number: Mapping[str, str]) -> dict[str, str] | None:
    kind = Kind(number["kind"])
    try:
        reading = read_number(kind, number["text"])
    except PersonalNumberError:
        return None
    normal = reading.normal if reading else blank_personal(number["text"])
    return None if is_personal(normal) else {"kind": str(kind), "text": normal}


def content_hash(table: pa.Table) -> str:
    """Return the digest of a table's content, the version of what is built from it."""
    digest = hashlib.sha256()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    digest.update(memoryview(sink.getvalue()))
    return digest.hexdigest()


def read_entry(row: Mapping[str, Any], sources: Mapping[str, str]) -> Entry:  # Any: a row of a table
    """Return one entry as it is compared; sources: provenance of aliases learnt from records."""
    readings = (_reading(number) for number in row["identifiers"] or ())
    names = [name for name in (row["name"], *(row["aliases"] or ())) if name]
    return Entry(
        kind=row["kind"],
        names=tuple(dict.fromkeys(names)),
        address=row["address"] or "",
        brands=tuple(row["brands"] or ()),
        numbers=tuple(reading for reading in readings if reading is not None),
        route=row["route"] or "",
        sources=sources,
    )


def _reading(number: Mapping[str, str]) -> Reading | None:
    return read_number(number["kind"], number["text"])
