"""Read numbers that travel with goods: containers, vessels, air waybills, postal items, declarations."""

import re

from stdnum import imo, iso6346

from yuegang.engine.matching.identifiers.reading import Kind, Reading, compact

_CONTAINER = re.compile(r"[A-Z]{3}[UJZ]\d{7}")
_VESSEL = re.compile(r"(?:IMO)?(\d{7})")
_WAYBILL = re.compile(r"\d{11}")
_POSTAL = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})")
_DECLARATION = re.compile(r"(\d{4})(20\d{2})([01])\d{9}")
_POSTAL_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_FAILS = "fails its check digit"


def _checked(kind: Kind, normal: str, is_valid: bool) -> Reading:
    return Reading(kind, normal, is_valid, is_checked=True, note="" if is_valid else _FAILS)


def container(text: str) -> Reading | None:
    """Read a container number. Source: ISO 6346 (owner, category U J Z, serial, check digit)."""
    plain = compact(text)
    if not _CONTAINER.fullmatch(plain):
        return None
    return _checked(Kind.CONTAINER, plain, bool(iso6346.is_valid(plain)))


def vessel(text: str) -> Reading | None:
    """Read a ship's number. Source: IMO resolution A.1117(30), seven digits, the last a check digit."""
    found = _VESSEL.fullmatch(compact(text))
    return _checked(Kind.VESSEL, found[1], bool(imo.is_valid(found[1]))) if found else None


def air_waybill(text: str) -> Reading | None:
    """Read an air waybill. Source: IATA Resolution 600a: airline 3, serial 7, check digit = serial modulo 7."""
    plain = compact(text)
    if not _WAYBILL.fullmatch(plain):
        return None
    return _checked(Kind.AIR_WAYBILL, plain, int(plain[3:10]) % 7 == int(plain[10]))


def postal_check_digit(serial: str) -> int:
    """Return the check digit of eight digits. Source: UPU S10-12, annex."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _POSTAL_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def postal_item(text: str) -> Reading | None:
    """Read a postal item. Source: UPU S10: service 2 letters, serial 8, check digit, origin 2 letters."""
    plain = compact(text)
    found = _POSTAL.fullmatch(plain)
    if found is None:
        return None
    return _checked(Kind.POSTAL_ITEM, plain, postal_check_digit(found[2]) == int(found[3]))


def mainland_declaration(text: str) -> Reading | None:
    """Read a Mainland customs declaration of 18 digits: customs office 4, year 4, 1 import or 0 export, serial 9.

    Source: GACC filling rules for declarations (2018 integration of customs and quarantine). No check digit.
    """
    plain = compact(text)
    return Reading(Kind.MAINLAND_DECLARATION, plain, True) if _DECLARATION.fullmatch(plain) else None
