"""Read a number of a known kind, or tell which kinds a text may be."""

from collections.abc import Callable, Mapping

from yuegang.engine.matching.identifiers import cargo, plates, registers
from yuegang.engine.matching.identifiers.personal import is_personal
from yuegang.engine.matching.identifiers.reading import Kind, Reading

READERS: Mapping[Kind, Callable[[str], Reading | None]] = {
    Kind.CROSS_BOUNDARY_PLATE: plates.cross_boundary,
    Kind.MAINLAND_PLATE: plates.mainland,
    Kind.CONTAINER: cargo.container,
    Kind.POSTAL_ITEM: cargo.postal_item,
    Kind.USCC: registers.uscc,
    Kind.MAINLAND_DECLARATION: cargo.mainland_declaration,
    Kind.AIR_WAYBILL: cargo.air_waybill,
    Kind.VESSEL: cargo.vessel,
    Kind.HK_PLATE: plates.hong_kong_personalised,
    Kind.HK_COMPANY: registers.hk_company,
    Kind.HK_BUSINESS: registers.hk_business,
    Kind.PHONE: registers.phone,
}


class PersonalNumberError(ValueError):
    """Refuse a natural person's number. The message never holds the number."""


def read(kind: Kind, text: str) -> Reading | None:
    """Return the number of the kind, or None if the text has not its form. Raises PersonalNumberError."""
    if is_personal(text):
        raise PersonalNumberError("a natural person's number is not matched")
    return READERS[kind](text)


def guess(text: str) -> list[Reading]:
    """Return the readings of a text of unknown kind: valid ones first, those with a check digit before the others.

    Raises PersonalNumberError.
    """
    if is_personal(text):
        raise PersonalNumberError("a natural person's number is not matched")
    readers = {**READERS, Kind.HK_PLATE: plates.hong_kong}
    found = [reading for reader in readers.values() if (reading := reader(text)) is not None]
    return sorted(found, key=lambda reading: (not reading.is_valid, not reading.is_checked))
