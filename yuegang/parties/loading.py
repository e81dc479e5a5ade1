"""Load a table of facts without loading it twice, and say what happened to every line."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

FACTS = Path(settings.PACKAGE) / "facts"

Values = Mapping[str, Any]  # Any: the values of any column of any model


@dataclass
class LoadReport:
    """What one loader did: counts, and refused lines with the rule each broke."""

    table: str
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


class FactError(ValueError):
    """A line of a fact file that cannot be taken as it stands; the message names the rule."""


def read_facts(name: str) -> Iterable[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a fact file; the head is line 1."""
    with (FACTS / name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


def day(text: str) -> date | None:
    """Return the day of an ISO text, or None for an empty one."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise FactError(f"date.form: {text!r} is not YYYY-MM-DD") from wrong


@dataclass(frozen=True)
class Table:
    """How one fact file becomes rows of one model."""

    file: str
    model: type[models.Model]
    keys: tuple[str, ...]
    read: Callable[[Mapping[str, str]], Values]


def load_table(table: Table) -> LoadReport:
    """Bring a model's rows to what its fact file says; running it again changes nothing.

    A refused line rolls back only itself. Rows that left the file stay: facts are referred to by records.
    """
    report = LoadReport(table.model._meta.label)
    stored = {_key(table, found): found for found in table.model._default_manager.all()}
    for line, row in read_facts(table.file):
        try:
            with translation.override("en"):  # reports are for logs: English
                _load_row(table, row, stored, report)
        except FactError as wrong:
            report.refused.append((line, str(wrong)))
        except ValidationError as wrong:
            with translation.override("en"):
                report.refused.append((line, "; ".join(wrong.messages)))
    return report


def _key(table: Table, row: models.Model) -> tuple[object, ...]:
    return tuple(getattr(row, key) for key in table.keys)


def _load_row(
    table: Table, row: Mapping[str, str], stored: dict[tuple[object, ...], models.Model], report: LoadReport
) -> None:
    values = table.read(row)
    known = tuple(values[key] for key in table.keys)
    found = stored.get(known)
    if found is None:
        stored[known] = table.model(**values)
        _save(stored[known], force_insert=True)
        report.new += 1
        return
    differing = [key for key, value in values.items() if getattr(found, key) != value]
    if not differing:
        report.same += 1
        return
    for key in differing:
        setattr(found, key, values[key])
    _save(found, update_fields=differing)
    report.changed += 1


def _save(row: models.Model, *, force_insert: bool = False, update_fields: Sequence[str] | None = None) -> None:
    """Save a row within the rules; they are asked one by one, a query each, only when one is broken."""
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=force_insert, update_fields=update_fields)
    except IntegrityError:
        row.validate_constraints()
        raise
