"""What can be wrong with a workbook or a cell, and the one table that says it to a person."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _


class CellError(Exception):
    """A cell that cannot be taken: the rule, the words of its sentence, and a repair to offer if there is one."""

    def __init__(self, rule: str, *, suggest: str = "", **detail: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.suggest = suggest
        self.detail: Mapping[str, object] = detail

    def as_json(self) -> dict[str, object]:
        """Return what an ImportRow keeps."""
        return {"rule": self.rule, "suggest": self.suggest, "detail": dict(self.detail)}


class ImportRefused(Exception):
    """A workbook that cannot be imported at all; `detail` says what was found in it."""

    def __init__(self, rule: str, **detail: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail: Mapping[str, object] = detail


SENTENCES = {
    "cell.required": _("This cell must not be empty."),
    "cell.integer": _("A whole number is needed. The sheet says “%(found)s”."),
    "cell.decimal": _("An amount is needed, like 1180.00. The sheet says “%(found)s”."),
    "cell.large": _("The number is too large (at most %(limit)s)."),
    "cell.date": _("“%(found)s” is no date. Write it as 2026-11-23."),
    "cell.date_order": _("“%(found)s” can be read in two ways. Write the year first: 2026-11-23."),
    "cell.no_day": _("There is no such day: %(found)s."),
    "cell.choice": _("“%(found)s” is not in the list."),
    "cell.long": _("The text has %(found)s characters; at most %(limit)s fit."),
    "cell.digits": _("Excel has rounded this long number (%(found)s). Format the column as text and type it again."),
    "cell.formula": _("The formula gives an error: %(found)s."),
    "cell.control": _("The text holds invisible control characters."),
    "cell.pattern": _("“%(found)s” has not the form %(wanted)s."),
    "cell.secret": _("The text carries a secrecy mark (%(found)s). Such content must not be entered here."),
    "cell.together": _("Value, currency and basis of the value stand together or not at all."),
    "row.duplicate": _("Row %(row)s has the same reference but other content."),
    "row.repeated": _("Row %(row)s is the same; this one is left out."),
    "row.locked": _("This record was sent or changed since; an import no longer changes it."),
    "row.refused": _("The record was refused when it was saved: %(found)s"),
    "sheet.empty": _("The file has no rows. Found: %(found)s."),
    "sheet.header": _(
        "No header row was found. Found: %(found)s. Use the template or put all column names into one row."
    ),
    "sheet.rows": _("The sheet has %(found)s rows; at most %(limit)s are taken at once."),
    "sheet.columns": _("The sheet has more than %(limit)s columns."),
    "mapping.missing": _("These columns are needed and not matched yet: %(found)s."),
    "mapping.twice": _("The column “%(found)s” was chosen twice."),
    "run.state": _("This import has moved on. Look at its present state below."),
    "run.nothing": _("No row can be imported."),
}


def sentence(rule: str, detail: Mapping[str, object]) -> str:
    """Return the sentence of a rule in the reader's language."""
    return str(SENTENCES[rule]) % dict(detail)
