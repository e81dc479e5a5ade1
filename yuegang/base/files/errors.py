"""Why a file was refused, and the one table that says it to a person."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _


class FileRefused(Exception):
    """A file that must not be kept; `rule` is a stable code, `detail` the figures of its sentence."""

    def __init__(self, rule: str, **detail: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail: Mapping[str, object] = detail


class FileDamaged(Exception):
    """A kept file whose bytes no longer match their digest, or are gone."""


REFUSALS = {
    "file.empty": _("The file is empty."),
    "file.size": _("The file has %(found)s MB; at most %(limit)s MB are taken."),
    "file.unknown": _("The content is none of the types taken here (it begins like %(found)s, not like %(allowed)s)."),
    "file.type": _("The content is %(found)s; here only %(allowed)s is taken."),
    "file.name": _("The name ends in “%(suffix)s”, but the content is %(found)s. Rename it or choose the right file."),
    "file.polyglot": _("The file is two files in one (%(found)s). Save it again with its own program."),
    "image.pixels": _("The picture has %(found)s million pixels; at most %(limit)s million are taken."),
    "image.damaged": _("The picture cannot be read to its end. Save it again and retry."),
    "image.frames": _("The picture moves or holds several pages. Only single pictures are taken."),
    "image.box": _("A box lies outside the picture or has no area."),
    "image.type": _("Only a picture can be covered by boxes."),
    "pdf.damaged": _("The PDF is cut off: its end mark is missing."),
    "pdf.encrypted": _("The PDF is locked by a password or by rights. Save it without protection."),
    "pdf.active": _("The PDF holds a program or an attached file (%(found)s). Print it to a new PDF."),
    "workbook.damaged": _("The workbook cannot be opened. Save it again as .xlsx."),
    "workbook.bomb": _("The workbook unpacks to more than %(limit)s MB. Copy the rows into a new workbook."),
    "workbook.macros": _("The workbook holds macros. Save it as .xlsx without macros."),
    "workbook.encrypted": _("The workbook is locked by a password. Save it without a password."),
    "workbook.old": _("This is an old .xls workbook. Save it as .xlsx."),
    "csv.encoding": _("The text is neither UTF-8 nor GB 18030 nor Big5. Save it as CSV UTF-8."),
}


def refusal_text(error: FileRefused) -> str:
    """Return the sentence for a refusal in the reader's language."""
    return str(REFUSALS[error.rule]) % dict(error.detail)
