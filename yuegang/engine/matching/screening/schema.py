"""Name the columns of the three tables of screening: lines of a manifest, entries under watch, hits.

Every text column may be missing or null: what is not there says nothing.
"""

from collections.abc import Mapping
from enum import StrEnum

import pyarrow as pa

from yuegang.engine.matching.identifiers import Kind


class EntryKind(StrEnum):
    """Say what an entry under watch is."""

    PERSON = "person"
    COMPANY = "company"
    RIGHT = "right"  # its name and aliases are marks
    IDENTIFIER = "identifier"  # only its identifiers count


PARTIES = ("consignor", "consignee")
IDENTIFIER_COLUMNS: Mapping[str, tuple[Kind, ...]] = {  # column of a manifest: kinds its text may be
    "plate": (Kind.CROSS_BOUNDARY_PLATE, Kind.MAINLAND_PLATE, Kind.HK_PLATE),
    "container": (Kind.CONTAINER,),
    "waybill": (Kind.AIR_WAYBILL, Kind.POSTAL_ITEM),
    "vessel": (Kind.VESSEL,),
    "declaration": (Kind.MAINLAND_DECLARATION,),
    "registration": (Kind.USCC, Kind.HK_COMPANY, Kind.HK_BUSINESS),
    "phone": (Kind.PHONE,),
}
TEXT_COLUMNS = (
    *PARTIES,
    *(f"{party}_address" for party in PARTIES),
    "goods",
    *IDENTIFIER_COLUMNS,
    "route",
)
LINES = pa.schema([pa.field("line_id", pa.string(), nullable=False), *(pa.field(c, pa.string()) for c in TEXT_COLUMNS)])
ENTRIES = pa.schema(
    [
        pa.field("entry", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),  # of EntryKind
        pa.field("list", pa.string()),  # the watch list it belongs to; budgets are per list
        pa.field("name", pa.string()),
        pa.field("aliases", pa.list_(pa.string())),
        pa.field("address", pa.string()),
        pa.field("brands", pa.list_(pa.string())),  # marks a person or firm is known to trade in
        pa.field("identifiers", pa.list_(pa.struct([("kind", pa.string()), ("text", pa.string())]))),  # kind of Kind
        pa.field("route", pa.string()),
    ]
)
HITS = pa.schema(
    [
        pa.field("line_id", pa.string(), nullable=False),
        pa.field("entry", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),  # bits
        pa.field("is_alert", pa.bool_(), nullable=False),
        pa.field("evidence", pa.string(), nullable=False),  # JSON, a list of objects
    ]
)


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with exactly the columns of a schema: absent ones null, further ones left out.

    Raises ValueError when a column that must be there is absent or holds nulls, pyarrow.ArrowInvalid when one cannot
    be read as its type.
    """
    columns = []
    for field in schema:
        if field.name in table.column_names:
            column = table.column(field.name).cast(field.type)
        else:
            column = pa.chunked_array([pa.nulls(table.num_rows, field.type)])
        if not field.nullable and column.null_count:
            raise ValueError(f"column {field.name} is needed in every row")
        columns.append(column)
    return pa.table(columns, schema=schema)
