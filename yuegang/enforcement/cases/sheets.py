"""Seizure lines as a workbook or a table of text, and the custody log as a printed sheet."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from yuegang.base import clock
from yuegang.base.documents.actions import render_pdf
from yuegang.enforcement import names, shown
from yuegang.enforcement.cases.actions.custody import custody_log
from yuegang.enforcement.cases.models import Case, Exhibit, SeizureLine
from yuegang.enforcement.listing.exports import FORMULA

MOST_ROWS = 50_000
Cell = str | int


def heads() -> list[str]:
    """Return the titles of the columns."""
    return [
        _("Seized at"), _("Case"), _("Place"), _("Channel"), _("Right"), _("Brand"), _("Goods"),
        _("Category of goods"), _("HS code"), _("Lots"), _("Cases"), _("Items"), _("Counted in"), _("Value"),
        _("Currency"), _("Basis of the value"), _("Destination (country or territory)"), _("Modus operandi"),
        _("Struck out"),
    ]  # fmt: skip


def lines_of(found: Iterable[SeizureLine]) -> Iterator[list[Cell]]:
    """Yield the cells of each line; counts are numbers, everything else is text."""
    for line in found:
        yield [
            timezone.localtime(line.happened_at).strftime("%Y-%m-%d %H:%M"), line.case.number if line.case else "",
            place_of(line), shown.shown("conveyance", line.conveyance), line.right_text, line.brand, line.goods,
            line.goods_category.name() if line.goods_category else "", shown.shown("hs_code", line.hs_code),
            _count(line.lots), _count(line.cases), _count(line.items),
            shown.shown("quantity_unit", line.quantity_unit), "" if line.value is None else str(line.value),
            line.currency, shown.shown("value_basis", line.value_basis),
            line.destination.name() if line.destination else "", ", ".join(line.mo_codes), line.void_reason,
        ]  # fmt: skip


def _count(value: int | None) -> Cell:
    return "" if value is None else value


def place_of(line: SeizureLine) -> str:
    """Return where something was seized: the port, else the other place."""
    return names.short(names.ports(), line.port_id) or line.place


def as_csv(found: Iterable[SeizureLine]) -> bytes:
    """Return the lines as CSV that Excel opens in the right encoding; no cell begins like a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads())
    for cells in lines_of(found):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_workbook(found: Iterable[SeizureLine], title: str) -> bytes:
    """Return the lines as .xlsx; texts are written as texts, so that none is taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    sheet.append(heads())
    for cells in lines_of(found):
        written = []
        for value in cells:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "n" if isinstance(value, int) else "s"
            written.append(cell)
        sheet.append(written)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def custody_sheet(case: Case, language: str) -> bytes:
    """Return the PDF of a case's whole custody log; raises DocumentError for a character the font cannot show."""
    exhibits: dict[object, dict[str, object]] = {}
    for step in custody_log(case):
        entry = exhibits.setdefault(step.exhibit_id, _exhibit(step.exhibit))
        rows = entry["steps"]
        assert isinstance(rows, list)  # _exhibit makes it one
        moment = timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M")
        moved = f"{step.from_holder} → {step.to_holder}" if step.from_holder else step.to_holder
        rows.append([str(step.number), moment, moved, step.place, step.reason, step.seal_number])
    context = {
        "title": _("Custody log: %(number)s") % {"number": case.number},
        "case": case.title,
        "heads": [_("No."), _("Time"), _("From and to"), _("Place"), _("Reason"), _("Seal")],
        "exhibits": list(exhibits.values()),
        "empty": _("No exhibit is registered."),
        "printed": _("Printed %(moment)s") % {"moment": timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")},
    }
    return render_pdf("cases/custody.typ", context, language)


def _exhibit(exhibit: Exhibit) -> dict[str, object]:
    head = f"{exhibit.number}. {exhibit.label} ({exhibit.get_kind_display()}, {exhibit.get_disposal_display()})"
    return {"head": head, "digest": f"SHA-256 {exhibit.sha256}" if exhibit.sha256 else "", "steps": []}
