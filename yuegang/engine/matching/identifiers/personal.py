"""Tell numbers of natural persons, so that they are refused: they are never normalised, stored, hashed or compared."""

import re
import unicodedata

from stdnum.cn import ric

from yuegang.engine.matching.identifiers.reading import compact

_HKID = re.compile(r"([A-Z]{1,2})(\d{6})([0-9A])")


def is_personal(text: str) -> bool:
    """Say whether the text is a Mainland identity number or a Hong Kong identity card number.

    Source: GB 11643-1999; Registration of Persons Regulations (weights 9 to 2, modulo 11, check A for ten).
    """
    plain = compact(text)
    return bool(ric.is_valid(plain)) or _is_hkid(plain)


def _is_hkid(plain: str) -> bool:
    found = _HKID.fullmatch(plain)
    if found is None:
        return False
    letters = [36] * (2 - len(found[1])) + [ord(letter) - 55 for letter in found[1]]
    values = [*letters, *map(int, found[2]), 10 if found[3] == "A" else int(found[3])]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


_GAP = r"[\s\-.·/]{0,2}"
_CANDIDATES = (
    re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?!\d)"),
    re.compile(rf"(?<![0-9A-Za-z])[A-Za-z]{{1,2}}{_GAP}\d{{6}}{_GAP}[(（]?{_GAP}[0-9Aa]{_GAP}[)）]?(?![0-9A-Za-z])"),
)


def blank_personal(text: str) -> str:
    """Return the text with every natural person's number left out: what stays may be stored."""
    plain = unicodedata.normalize("NFKC", text)
    found = [m for pattern in _CANDIDATES for m in pattern.finditer(plain) if is_personal(m[0])]
    if not found:
        return text
    for match in sorted(found, key=lambda m: -m.start()):
        plain = plain[: match.start()] + plain[match.end() :]
    return plain
