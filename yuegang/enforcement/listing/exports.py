"""The list as a workbook or a table of text, in the reader's language."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from yuegang.enforcement import shown
from yuegang.enforcement.models import Lead
from yuegang.enforcement.names import units
from yuegang.enforcement.schemas import LEAD_SCHEMA

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run these
MOST_ROWS = 20_000
FIELDS = (
    "number", "ip_type", "right_text", "right_number", "brand", "goods_category", "goods", "declared_goods", "hs_code",
    "lots", "cases", "items", "quantity_unit", "value", "currency", "value_basis", "origin_place", "loading_port",
    "control_port", "destination", "movement", "conveyance", "urgency",
)  # fmt: skip


def heads() -> list[str]:
    """Return the titles of the columns."""
    labels = {rule.pointer[1:]: rule.label for rule in LEAD_SCHEMA.fields}
    return [_("From"), _("To"), *(_(labels[name]) for name in FIELDS), _("State"), _("Sent"), _("Answer due")]


def lines(leads: Iterable[Lead]) -> Iterator[list[str | int]]:
    """Yield the cells of each lead; counts are numbers, everything else is text."""
    names = units()
    for lead in leads:
        ends = (lead.origin_unit_id, lead.to_unit_id or "")
        cells: list[str | int] = [names[code].name if code in names else code for code in ends]
        for name in FIELDS:
            value = getattr(lead, f"{name}_id", None) if name in shown.TABLES else getattr(lead, name)
            cells.append(value if isinstance(value, int) else shown.shown(name, value))
        sent = lead.released_at.isoformat(timespec="minutes") if lead.released_at else ""
        due = lead.feedback_by.isoformat() if lead.feedback_by else ""
        yield [*cells, lead.get_status_display(), sent, due]


def as_csv(leads: Iterable[Lead]) -> bytes:
    """Return the list as CSV that Excel opens in the right encoding; no cell begins like a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads())
    for cells in lines(leads):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_workbook(leads: Iterable[Lead]) -> bytes:
    """Return the list as .xlsx; texts are written as texts, so that none is taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Leads"))
    sheet.freeze_panes = "D2"
    sheet.append(heads())
    for cells in lines(leads):
        written = []
        for value in cells:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "n" if isinstance(value, int) else "s"
            written.append(cell)
        sheet.append(written)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
