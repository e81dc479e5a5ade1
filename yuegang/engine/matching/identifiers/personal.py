"""Tell numbers of natural persons, so that they are refused: they are never normalised, stored, hashed or compared."""

import re

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
