"""Load a table of facts without loading it twice, and say what happened to every line."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
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
    for line, row in read_facts(table.file):
        try:
            with transaction.atomic(), translation.override("en"):  # reports are for logs: English
                _load_row(table, row, report)
        except FactError as wrong:
            report.refused.append((line, str(wrong)))
        except ValidationError as wrong:
            with translation.override("en"):
                report.refused.append((line, "; ".join(wrong.messages)))
    return report


def _load_row(table: Table, row: Mapping[str, str], report: LoadReport) -> None:
    values = table.read(row)
    known = {key: values[key] for key in table.keys}
    found = table.model._default_manager.filter(**known).first()
    if found is None:
        made = table.model(**values)
        made.full_clean(validate_unique=False)
        made.save(force_insert=True)
        report.new += 1
        return
    differing = [key for key, value in values.items() if getattr(found, key) != value]
    if not differing:
        report.same += 1
        return
    for key in differing:
        setattr(found, key, values[key])
    found.full_clean(validate_unique=False)
    found.save(update_fields=differing)
    report.changed += 1
