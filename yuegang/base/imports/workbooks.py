"""Workbooks that go out: the template in three languages, and the officer's own file with its errors in place."""

import io
from collections.abc import Iterable

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yuegang.base.files.actions import content_of
from yuegang.base.files.kinds import XLSX
from yuegang.base.imports import sheets
from yuegang.base.imports.errors import sentence
from yuegang.base.imports.kinds import Column, ImportKind, kind_of
from yuegang.base.models import ImportRow, ImportRun

RED = PatternFill("solid", fgColor="FAE9E5")
HEAD = PatternFill("solid", fgColor="F5F4F0")
TEMPLATE_ROWS = 5000  # rows that carry the lists of the template
WORDS = {  # the template speaks the language that was asked for, not that of the page
    "zh-hans": ("数据", "说明", "列表", "列", "必填", "级别", "怎样填写", "例", "是", ""),
    "zh-hant": ("資料", "說明", "清單", "欄", "必填", "級別", "怎樣填寫", "例子", "是", ""),
    "en": ("Data", "Help", "Lists", "Column", "Required", "Class", "How to fill in", "Example", "yes", ""),
}


def template(kind: ImportKind, language: str) -> bytes:
    """Return an .xlsx with headers, lists to choose from, and a help sheet, in one language."""
    words = WORDS[language]
    book = Workbook()
    data = _active(book)
    data.title = words[0]
    lists = book.create_sheet(words[2])
    for position, column in enumerate(kind.columns, 1):
        _head(data, position, column.titles[language], is_required=column.required)
        data.column_dimensions[get_column_letter(position)].width = max(12, 2 * len(column.titles[language]) + 4)
        if column.choices:
            _offer(data, lists, position, [choice.labels[language] for choice in column.choices])
        elif not column.is_number:
            _as_text(data, position)
    data.freeze_panes = "A2"
    lists.sheet_state = "hidden"
    _help(book.create_sheet(words[1], 1), kind.columns, language)
    return _bytes(book)


def _active(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)  # a new workbook begins with one
    return sheet


def _head(sheet: Worksheet, position: int, title: str, *, is_required: bool = False) -> None:
    cell = sheet.cell(1, position, title)
    cell.font = Font(bold=is_required)
    cell.fill = HEAD


def _offer(data: Worksheet, lists: Worksheet, position: int, labels: Iterable[str]) -> None:
    """Let the cells of a column be chosen from a list that stands on the hidden sheet."""
    letter = get_column_letter(position)
    count = 0
    for count, label in enumerate(labels, 1):
        lists.cell(count, position, label)
    place = f"'{lists.title}'!${letter}$1:${letter}${count}"
    validation = DataValidation(type="list", formula1=place, allow_blank=True)
    validation.showErrorMessage = True
    data.add_data_validation(validation)
    validation.add(f"{letter}2:{letter}{TEMPLATE_ROWS + 1}")


def _as_text(data: Worksheet, position: int) -> None:
    """Format a column as text, or Excel would round long numbers and turn references into dates."""
    data.column_dimensions[get_column_letter(position)].number_format = "@"


def _help(sheet: Worksheet, columns: Iterable[Column], language: str) -> None:
    words = WORDS[language]
    for position, title in enumerate((words[3], words[4], words[5], words[6], words[7]), 1):
        _head(sheet, position, title, is_required=True)
    for number, column in enumerate(columns, 2):
        required = words[8] if column.required else words[9]
        values = (column.titles[language], required, column.letter, column.help[language], column.example[language])
        for position, value in enumerate(values, 1):
            sheet.cell(number, position, value).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", (24, 10, 8, 60, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def with_errors(run: ImportRun) -> bytes:
    """Return the officer's workbook with each wrong cell filled and its error as a comment, in the same cells."""
    book, sheet = _open(run)
    positions = {column.key: run.mapping.get(column.key) for column in kind_of(run.kind).columns}
    author = _("Import")
    for row in run.rows.filter(state__in=[ImportRow.State.ERROR, ImportRow.State.SKIPPED]).exclude(errors={}):
        for key, error in row.errors.items():
            cell = sheet.cell(row.number, (positions.get(key) or 0) + 1)
            cell.fill = RED
            cell.comment = Comment(sentence(error["rule"], error["detail"]), author, height=90, width=260)
    return _bytes(book)


def _open(run: ImportRun) -> tuple[Workbook, Worksheet]:
    content = content_of(run.file)
    if run.file.media_type == XLSX:
        book = openpyxl.load_workbook(io.BytesIO(content))
        own = book[run.sheet]
        assert isinstance(own, Worksheet)  # the table was read from it
        return book, own
    book = Workbook()
    sheet = _active(book)
    for _name, rows in sheets.read_sheets(content, run.file.media_type):
        for number, cells in rows:
            for position, text in enumerate(cells, 1):
                cell = sheet.cell(number, position, text)
                cell.data_type = "s"  # text that begins with = stays text
    return book, sheet


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
