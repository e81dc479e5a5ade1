"""Turn rows into the plain values that cross and back, and name what changed between two versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from yuegang.engine.protocol.gate import FieldRule

Plain = str | int | bool | list[str]
Body = dict[str, Plain]


def plain(value: object) -> Plain | None:
    """Return a column's value as it crosses: dates and decimals as text, nothing for what is empty."""
    match value:
        case None | "" | []:
            return None
        case Decimal():
            return f"{value:.2f}"
        case date():
            return value.isoformat()
        case bool() | int() | str():
            return value
        case list() | tuple():
            return [str(entry) for entry in value]
    raise TypeError(type(value).__name__)


def column(row: models.Model, name: str) -> str:
    """Return the attribute a field is kept in: the code of a link, not the linked row."""
    field = row._meta.get_field(name)
    return str(field.attname) if isinstance(field, models.ForeignKey) else name


def body_of(row: models.Model, rules: Sequence[FieldRule]) -> Body:
    """Return the filled fields of a row, by name."""
    body: Body = {}
    for rule in rules:
        name = rule.pointer.removeprefix("/")
        value = plain(getattr(row, column(row, name)))
        if value is not None:
            body[name] = value
    return body


def read_value(rule: FieldRule, value: object) -> object:
    """Return a received plain value as its column wants it; the schema has checked its type."""
    if rule.type == "date":
        return date.fromisoformat(str(value))
    return Decimal(str(value)) if rule.type == "decimal" else value


def fill(row: models.Model, rules: Sequence[FieldRule], body: Mapping[str, object]) -> None:
    """Set every listed column of a row from a body; what the body lacks becomes empty."""
    for rule in rules:
        name = rule.pointer.removeprefix("/")
        field = row._meta.get_field(name)
        value = read_value(rule, body[name]) if name in body else _empty(field)
        setattr(row, column(row, name), value)


def _empty(field: object) -> object:
    assert isinstance(field, models.Field)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions: name, and both plain values."""

    name: str
    old: Plain | None
    new: Plain | None


def changes(old: Mapping[str, Plain], new: Mapping[str, Plain]) -> list[Change]:
    """Return what differs between two bodies, in the order of the newer one, vanished fields last."""
    names = [*new, *(name for name in old if name not in new)]
    return [Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]
