"""Finding the table in what people really send."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest

from yuegang.base.files.kinds import CSV, XLSX
from yuegang.base.files.tests.samples import workbook
from yuegang.base.imports import sheets
from yuegang.base.imports.errors import ImportRefused
from yuegang.base.imports.tests.boxes import BOXES


def test_a_header_is_found_below_titles_and_on_another_sheet() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["读我", "说明"])
    data = book.create_sheet("2026年第47周")
    for row in (["寄递渠道查获"], [], ["序号", "運單號", "件數", "备注"], [1, "YD1", 24, "x"], [], [2, "YD2", 6, ""]):
        data.append(row)
    out = io.BytesIO()
    book.save(out)
    layout = sheets.detect(out.getvalue(), XLSX, BOXES.columns)
    assert (layout.sheet, layout.header_row, layout.rows) == ("2026年第47周", 3, 2)
    assert layout.mapping == {"reference": 1, "count": 2}
    assert layout.samples[0] == ("1", "YD1", "24", "x")


@pytest.mark.parametrize("header", ["运单号,件数", "運單號;件數", "Waybill\tItems", "WAY BILL,items "])
def test_headers_are_known_in_three_languages_and_any_separator(header: str) -> None:
    row = "YD1,5".replace(",", next(each for each in ",;\t" if each in header))
    layout = sheets.detect(f"{header}\n{row}\n".encode(), CSV, BOXES.columns)
    assert set(layout.mapping) == {"reference", "count"}


def test_unknown_headers_are_taken_to_be_matched_by_hand() -> None:
    layout = sheets.detect(workbook([["Name", "Price"], ["a", 1]]), XLSX, BOXES.columns)
    assert layout.mapping == {} and layout.headers == ("Name", "Price")


@pytest.mark.parametrize(
    ("rows", "rule", "found"),
    [
        ([[1, 2], [3, 4]], "sheet.header", "Sheet: —"),
        ([[]], "sheet.header", "Sheet: —"),
        ([["运单号", "件数"]], "sheet.empty", "Sheet: 运单号, 件数"),
        ([["a"] * 201], "sheet.columns", None),
    ],
)
def test_a_wrong_file_is_told_what_was_found(rows: list[list[object]], rule: str, found: str | None) -> None:
    with pytest.raises(ImportRefused) as caught:
        sheets.detect(workbook(rows), XLSX, BOXES.columns)
    assert caught.value.rule == rule and caught.value.detail.get("found") == found


def test_more_rows_than_the_limit_are_refused() -> None:
    content = ("运单号,件数\n" + "a,1\n" * (sheets.ROW_LIMIT + 1)).encode()
    with pytest.raises(ImportRefused, match=r"sheet\.rows"):
        sheets.detect(content, CSV, BOXES.columns)


def test_a_text_table_has_a_limit_of_columns_too() -> None:
    with pytest.raises(ImportRefused, match=r"sheet\.columns"):
        sheets.detect(("a," * 300 + "\n").encode(), CSV, BOXES.columns)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (6.0, "6"),
        (1180.5, "1180.5"),
        (0.1 + 0.2, "0.3"),
        (datetime(2026, 11, 18), "2026-11-18"),  # noqa: DTZ001  # Excel's dates know no zone
        (datetime(2026, 11, 18, 9, 5), "2026-11-18 09:05:00"),  # noqa: DTZ001
        (date(2026, 11, 18), "2026-11-18"),
        (time(9, 5), "09:05:00"),
        (1234567890123456, "1.23456789012346e+15"),
        (1.234567890123456e15, "1.23456789012346e+15"),
        (" a ", "a"),
    ],
)
def test_a_value_reads_as_a_person_would_type_it(value: object, text: str) -> None:
    assert sheets.as_text(value) == text
