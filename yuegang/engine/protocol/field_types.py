"""Recognise the types of the fields that may cross: what may stand in a body, and nothing else.

All are texts except integer, boolean and the lists; a decimal is a text, for JSON numbers lose digits.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from .canonical import MAX_INTEGER
from .fields import is_digest, is_stamp, is_unit, is_uuid

MAX_TEXT = 20_000  # characters of one free text; protocol.md, 11
MAX_LIST = 200  # entries of one list

_decimal = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,4})?", re.ASCII).fullmatch
_date = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII).fullmatch
_control = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]").search


def is_text(value: object) -> bool:
    """Tell whether this is a text in normal form without control characters."""
    return (
        type(value) is str
        and 0 < len(value) <= MAX_TEXT
        and _control(value) is None
        and unicodedata.is_normalized("NFC", value)
    )


def is_code(value: object) -> bool:
    """Tell whether this is one short line: a code, number or name of an identified thing."""
    return type(value) is str and len(value) <= 200 and is_text(value) and value.isprintable()


def is_integer(value: object) -> bool:
    """Tell whether this is an integer JSON carries exactly."""
    return type(value) is int and -MAX_INTEGER <= value <= MAX_INTEGER


def is_decimal(value: object) -> bool:
    """Tell whether this is a decimal number written as text, such as "900000.00"."""
    return type(value) is str and _decimal(value) is not None


def is_date(value: object) -> bool:
    """Tell whether this is a calendar day, YYYY-MM-DD."""
    if type(value) is not str or _date(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_boolean(value: object) -> bool:
    """Tell whether this is true or false."""
    return type(value) is bool


def is_codes(value: object) -> bool:
    """Tell whether this is a list of codes, not empty."""
    return type(value) is list and 0 < len(value) <= MAX_LIST and all(map(is_code, value))


TYPES: dict[str, Callable[[object], bool]] = {
    "text": is_text,
    "code": is_code,
    "codes": is_codes,
    "integer": is_integer,
    "decimal": is_decimal,
    "boolean": is_boolean,
    "date": is_date,
    "timestamp": is_stamp,
    "uuid": is_uuid,
    "digest": is_digest,
    "unit": is_unit,
}
