"""Say how two written numbers differ: equal, misread letters, swapped neighbours, one character off."""

from collections.abc import Iterator
from dataclasses import dataclass

from yuegang.engine.matching.identifiers.reading import Reading

_MISREAD = str.maketrans("OQDIZSBG", "00012586")
_EQUAL, _SAME_LOOK, _SWAPPED, _OTHER, _MISSING = 1.0, 0.95, 0.85, 0.7, 0.6
_BOTH_VALID = 0.3  # two numbers that both keep their check digit are most likely two things


@dataclass(frozen=True, slots=True)
class Nearness:
    """Hold how near two numbers are, score in (0, 1], and the reason."""

    score: float
    reason: str


def same_look(normal: str) -> str:
    """Return the number with letters as the digits they are misread for (O/0, I/1, Z/2, S/5, B/8, G/6)."""
    return normal.translate(_MISREAD)


def _swapped_at(one: str, other: str) -> int | None:
    differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return None
    first, second = differing
    return first if (one[first], one[second]) == (other[second], other[first]) else None


def _missing_at(longer: str, shorter: str) -> int | None:
    for place in range(len(longer)):
        if longer[:place] + longer[place + 1 :] == shorter:
            return place
    return None


def _difference(one: str, other: str) -> tuple[float, str] | None:
    """Return weight and reason of one slip between two different numbers of equal length."""
    if same_look(one) == same_look(other):
        places = [place + 1 for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return _SAME_LOOK, f"misread letters at {places}: {one} / {other}"
    swapped = _swapped_at(one, other)
    if swapped is not None:
        return _SWAPPED, f"characters {swapped + 1} and {swapped + 2} are swapped: {one} / {other}"
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        place = places[0]
        return _OTHER, f"character {place + 1} differs: {one[place]} / {other[place]}"
    return None


def compare(one: Reading, other: Reading) -> Nearness | None:
    """Return how near two numbers of one kind are; None if they differ by more than one slip or in kind."""
    if one.kind is not other.kind:
        return None
    if one.normal == other.normal:
        return Nearness(_EQUAL, f"equal: {one.normal}")
    found = _difference(one.normal, other.normal) if len(one.normal) == len(other.normal) else _lengths(one, other)
    if found is None:
        return None
    weight, reason = found
    if one.is_checked and one.is_valid and other.is_valid:
        return Nearness(weight * _BOTH_VALID, f"{reason}; both keep their check digit, so likely two numbers")
    broken = [each.normal for each in (one, other) if each.is_checked and not each.is_valid]
    return Nearness(weight, f"{reason}; {broken[0]} fails its check digit" if broken else reason)


def _lengths(one: Reading, other: Reading) -> tuple[float, str] | None:
    longer, shorter = sorted((one.normal, other.normal), key=len, reverse=True)
    place = _missing_at(longer, shorter)
    return None if place is None else (_MISSING, f"character {place + 1} of {longer} is missing in {shorter}")


def slips(normal: str) -> Iterator[str]:
    """Yield keys two numbers share exactly if one slip may part them: the look, and the look less each character."""
    look = same_look(normal)
    yield look
    for place in range(len(look)):
        yield look[:place] + "*" + look[place + 1 :]
        yield look[:place] + look[place + 1 :]
    for place in range(len(look) - 1):
        pair = "".join(sorted(look[place : place + 2]))
        yield f"{look[:place]}<{pair}>{look[place + 2 :]}"
