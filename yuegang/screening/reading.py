"""Read an uploaded manifest into a table that holds no number of a natural person; the places left out are named."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yuegang.base.files import kinds
from yuegang.base.files.containers import check_workbook
from yuegang.base.imports import sheets
from yuegang.engine.matching.identifiers.personal import blank_personal
from yuegang.screening.columns import COLUMNS

LINE_LIMIT = 500_000  # lines of one manifest
NAMED_PLACES = 200  # refused cells listed by place; more are counted
LONG_NUMBER = re.compile(r"\d[\d\s\-.·/]{4,}")  # what a natural person's number has and few cells hold


@dataclass
class Cleaned:
    """A table as it may be kept: CSV whose first column is the row in the sheet, and the cells left out."""

    content: bytes
    headers: list[dict[str, object]]
    mapping: dict[str, int]
    lines: int = 0
    refused: list[str] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, place: str) -> None:
        """Count a cell left out and name it while the list is short."""
        self.refused_count += 1
        if len(self.refused) < NAMED_PLACES:
            self.refused.append(place)


def clean(content: bytes, name: str) -> Cleaned:
    """Return the table of an Excel or CSV file without natural persons' numbers.

    Raises FileRefused or ImportRefused that says what was found.
    """
    media_type = kinds.identify(content, name, kinds.WORKBOOKS).media_type
    if media_type == kinds.XLSX:
        check_workbook(content)
    layout = sheets.detect(content, media_type, COLUMNS, LINE_LIMIT)
    cleaned = Cleaned(b"", [], dict(layout.mapping))
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow(["row", *(blank_personal(header) for header in layout.headers)])
    for number, cells in sheets.table_rows(content, media_type, layout.sheet, layout.header_row, LINE_LIMIT):
        writer.writerow([number, *_plain(number, cells, cleaned)])
        cleaned.lines += 1
    cleaned.content = kept.getvalue().encode()
    cleaned.headers = _headers(layout)
    return cleaned


def _plain(number: int, cells: Sequence[str], cleaned: Cleaned) -> list[str]:
    plain = list(cells)
    for position, text in enumerate(cells):
        if LONG_NUMBER.search(text) and blank_personal(text) != text:
            plain[position] = ""
            cleaned.refuse(f"{sheets.letter_of(position)}{number}")
    return plain


def _headers(layout: sheets.Layout) -> list[dict[str, object]]:
    return [
        {
            "position": position,
            "letter": sheets.letter_of(position),
            "title": blank_personal(header),
            "samples": [blank_personal(sample[position]) for sample in layout.samples],
        }
        for position, header in enumerate(layout.headers)
    ]
