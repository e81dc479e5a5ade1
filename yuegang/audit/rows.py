"""Audit entries as pages and files show them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from yuegang.audit import access
from yuegang.audit.models import AuditEntry

HEAD = ("seq", "at", "actor", "username", "verb", "target", "case", "detail", "prev", "digest")
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a cell that starts so is a formula to a spreadsheet


@dataclass(frozen=True)
class Row:
    """One entry with the name of its actor in the reader's language."""

    entry: AuditEntry
    who: str
    detail: str


def rows_of(entries: Sequence[AuditEntry]) -> list[Row]:
    """Return entries with the names of their actors; one query for all."""
    actors = access.actors_of(list(entries))
    language = get_language() or "en"
    return [Row(entry, _who(actors.get(entry.actor), entry.actor, language), _detail(entry)) for entry in entries]


def _who(officer: Any, key: str, language: str) -> str:  # Any: the officer model stands beside this room
    return key if officer is None else str(officer.shown_name(language))


def _detail(entry: AuditEntry) -> str:
    return ", ".join(f"{key}: {_plain(value)}" for key, value in sorted(entry.detail.items()))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_lines(entries: Iterable[AuditEntry], usernames: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a CSV file, with a byte-order mark so that Excel reads Chinese."""
    yield "\ufeff" + _line(HEAD)
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        yield _line(
            (
                "" if entry.seq is None else str(entry.seq),
                entry.at.isoformat(timespec="microseconds"),
                entry.actor,
                usernames.get(entry.actor, ""),
                entry.verb,
                entry.target,
                entry.case,
                detail,
                entry.prev or "",
                entry.digest or "",
            )
        )


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(RISKY) else cell for cell in cells])
    return text.getvalue()
