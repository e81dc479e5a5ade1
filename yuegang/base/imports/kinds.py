"""What a room provides so that its rows can be imported: its columns and five functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from yuegang.base.models import ImportRow, ImportRun

LANGUAGES = ("zh-hans", "zh-hant", "en")
Officer = Any  # the user model: base stands beside accounts and does not know it
InThree = Mapping[str, str]  # language code -> text
Cells = Mapping[str, str]  # column key -> canonical text


@dataclass(frozen=True)
class Choice:
    """One value of a closed list: its code and its label in the three languages."""

    code: str
    labels: InThree


@dataclass(frozen=True)
class Column:
    """One column: its key, its titles, and how its text becomes a canonical value.

    titles and help are kept here and not in catalogues: a template taken last year must still be understood.
    letter: class A to D of the field; also: other headers people use.
    """

    key: str
    titles: InThree
    parse: Callable[[str], str]
    required: bool = False
    letter: str = ""
    help: InThree = field(default_factory=lambda: dict.fromkeys(LANGUAGES, ""))
    example: InThree = field(default_factory=lambda: dict.fromkeys(LANGUAGES, ""))
    choices: tuple[Choice, ...] = ()
    also: tuple[str, ...] = ()
    is_number: bool = False

    def show(self, value: str, language: str) -> str:
        """Return a canonical value as a reader of the language sees it."""
        return next((choice.labels[language] for choice in self.choices if choice.code == value), value)


@dataclass(frozen=True)
class Existing:
    """A record that the row's reference already names; `is_locked` if an import must not change it."""

    target: UUID
    cells: Cells
    is_locked: bool = False


@dataclass(frozen=True)
class Applied:
    """What importing one row did: the record, and what `undo` needs to take it back."""

    target: UUID
    undo: Mapping[str, object] = field(default_factory=dict)


class ImportKind(Protocol):
    """The object that settings.IMPORT_KINDS names."""

    @property
    def label(self) -> Promise:
        """What the rows are, in a word."""
        ...

    @property
    def result(self) -> Promise:
        """A sentence: what the rows become and who keeps them."""
        ...

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the template."""
        ...

    @property
    def identity(self) -> str:
        """Key of the column that names a record: the sender's own reference."""
        ...

    def allowed(self, officer: Officer) -> bool:
        """Say whether the officer may import rows of this kind."""
        ...

    def find_existing(self, references: Sequence[str], officer: Officer) -> Mapping[str, Existing]:
        """Return the records that the references name, by reference, among those the officer may change."""
        ...

    def check(self, cells: Cells) -> Mapping[str, Mapping[str, object]]:
        """Return errors between cells, by column key, as CellError.as_json gives them."""
        ...

    def apply(self, row: ImportRow, officer: Officer) -> Applied:
        """Write the row's cells and its audit row in the caller's transaction; raises CellError or ValidationError."""
        ...

    def undo(self, row: ImportRow, officer: Officer) -> bool:
        """Take the row back; False if the record was touched since and therefore stays."""
        ...

    def record(self, verb: str, run: ImportRun, officer: Officer) -> None:
        """Write the audit row of a step of the whole run: "import.confirm", "import.undo" or "import.finish"."""
        ...


def kind_of(name: str) -> ImportKind:
    """Return the kind that settings.IMPORT_KINDS names; an unknown name is 404."""
    if name not in settings.IMPORT_KINDS:
        raise Http404
    return cast("ImportKind", import_string(settings.IMPORT_KINDS[name]))


def kinds_for(officer: Officer) -> dict[str, ImportKind]:
    """Return the kinds that the officer may import."""
    found = {name: kind_of(name) for name in settings.IMPORT_KINDS}
    return {name: kind for name, kind in found.items() if kind.allowed(officer)}
