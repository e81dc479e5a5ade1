"""Compare two addresses field by field: bits for agreement, bits against, and the reason of each.

Source of the method: Fellegi and Sunter, J. Am. Stat. Assoc. 64 (1969). The bits are set by hand until confirmed
judgements can fit them: a street agrees by chance far less often than a floor.
"""

from dataclasses import dataclass, fields

from yuegang.engine.matching.addresses.address import Address

_BITS = {  # field: (bits if equal, bits if different)
    "province": (1.0, -4.0),
    "city": (3.0, -4.0),
    "district": (4.0, -4.0),
    "area": (5.0, -3.0),
    "street": (9.0, -4.0),
    "number": (5.0, -5.0),
    "building": (8.0, -2.0),
    "block": (2.0, -2.0),
    "floor": (3.0, -2.0),
    "unit": (3.0, -2.0),
}
_SCRIPT_FREE = frozenset({"area", "number", "block", "floor", "unit"})  # comparable between Chinese and English


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Hold what one field says: its name, both values, the bits (negative: against)."""

    field: str
    one: str
    other: str
    bits: float


def compare(one: Address, other: Address) -> tuple[float, list[FieldEvidence]]:
    """Return the sum of bits and its parts. A field missing on a side, or written in two languages, says nothing."""
    evidence = []
    for each in fields(Address):
        left, right = getattr(one, each.name), getattr(other, each.name)
        if not left or not right:
            continue
        if each.name not in _SCRIPT_FREE and left.isascii() != right.isascii():
            continue
        equal, different = _BITS[each.name]
        evidence.append(FieldEvidence(each.name, left, right, equal if left == right else different))
    return sum(item.bits for item in evidence), evidence
