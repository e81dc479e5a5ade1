"""A small import kind for tests: boxes with a reference, a count, a day and a colour, kept as saved filters."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yuegang.base.imports import parsers
from yuegang.base.imports.errors import CellError
from yuegang.base.imports.kinds import Applied, Choice, Column, Existing
from yuegang.base.models import ImportRow, ImportRun, SavedFilter

OWNER = UUID(int=7)
COLOURS = (
    Choice("red", {"zh-hans": "红色", "zh-hant": "紅色", "en": "Red"}),
    Choice("blue", {"zh-hans": "蓝色", "zh-hant": "藍色", "en": "Blue"}),
)


def titles(hans: str, hant: str, english: str) -> dict[str, str]:
    return {"zh-hans": hans, "zh-hant": hant, "en": english}


class Boxes:
    """Boxes; `recorded` keeps the audit calls, `locked` the references that must not change."""

    label = _("Import")
    result = _("Import")
    identity = "reference"
    columns = (
        Column("reference", titles("运单号", "運單號", "Waybill"), parsers.text(20), required=True, letter="B"),
        Column("count", titles("件数", "件數", "Items"), parsers.whole_number, letter="A", is_number=True),
        Column("day", titles("查获日期", "檢獲日期", "Date"), parsers.day, letter="A"),
        Column("colour", titles("颜色", "顏色", "Colour"), parsers.one_of(COLOURS), choices=COLOURS, also=("色",)),
    )

    def __init__(self) -> None:
        self.recorded: list[str] = []
        self.locked: set[str] = set()

    def allowed(self, officer: Any) -> bool:
        return bool(officer.unit_code)

    def find_existing(self, references: Sequence[str], officer: Any) -> Mapping[str, Existing]:
        found = SavedFilter.objects.filter(officer_id=OWNER, page="boxes", name__in=references)
        return {box.name: Existing(box.id, json.loads(box.query), box.name in self.locked) for box in found}

    def check(self, cells: Mapping[str, str]) -> Mapping[str, Mapping[str, object]]:
        if cells.get("count") == "13":
            return {"count": CellError("cell.large", limit=12).as_json()}
        return {}

    def apply(self, row: ImportRow, officer: Any) -> Applied:
        if row.cells.get("count") == "99":
            raise CellError("row.locked")
        box, is_new = SavedFilter.objects.get_or_create(officer_id=OWNER, page="boxes", name=row.cells["reference"])
        before = "" if is_new else box.query
        box.query = json.dumps({**(json.loads(before) if before else {}), **row.cells})
        box.save()
        return Applied(box.id, {"before": before})

    def undo(self, row: ImportRow, officer: Any) -> bool:
        box = SavedFilter.objects.get(pk=str(row.target))
        if box.shared_unit_code:
            return False
        if row.undo["before"]:
            box.query = row.undo["before"]
            box.save()
        else:
            box.delete()
        return True

    def record(self, verb: str, run: ImportRun, officer: Any) -> None:
        self.recorded.append(verb)


BOXES = Boxes()
