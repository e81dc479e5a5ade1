"""Read number plates of both sides and of vehicles that cross the boundary.

Source: GA 36-2018 (Mainland, with new energy); Road Traffic (Registration and Licensing of Vehicles) Regulations,
Cap. 374E (Hong Kong: no I, O, Q; personalised marks up to eight characters).
"""

import re

from yuegang.engine.matching.identifiers.reading import Kind, Reading, compact

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_TRADITIONAL = str.maketrans("滬蘇閩贛魯粵瓊貴雲陝寧遼", "沪苏闽赣鲁粤琼贵云陕宁辽")
_NEVER_USED = str.maketrans("OI", "01")  # neither letter is issued behind the office letter
_CROSS = re.compile(r"粤Z([A-Z0-9]{4})([港澳])")
_MAINLAND = re.compile(rf"([{_PROVINCES}][A-HJ-NP-Z])([A-Z0-9]{{5,6}}|[A-Z0-9]{{4}}[学警挂领使])")
_NEW_ENERGY = re.compile(r"[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]")
_HK = re.compile(r"([A-HJ-NPR-Z]{1,2})([1-9]\d{0,3})")
_HK_PERSONALISED = re.compile(r"[A-HJ-NPR-Z0-9]{1,8}")


def _mended(written: str, normal: str) -> str:
    return "" if written == normal else "O and I read as 0 and 1, which plates never confuse: neither letter is issued"


def cross_boundary(text: str) -> Reading | None:
    """Read a plate such as 粤Z·1234港: the Mainland plate of a vehicle registered in Hong Kong or Macao."""
    found = _CROSS.fullmatch(compact(text).translate(_TRADITIONAL))
    if found is None:
        return None
    middle = found[1].translate(_NEVER_USED)
    return Reading(Kind.CROSS_BOUNDARY_PLATE, f"粤Z{middle}{found[2]}", True, note=_mended(found[1], middle))


def mainland(text: str) -> Reading | None:
    """Read a Mainland plate; six characters behind the office letter must have the form of new-energy plates."""
    found = _MAINLAND.fullmatch(compact(text).translate(_TRADITIONAL))
    if found is None:
        return None
    rest = found[2].translate(_NEVER_USED)
    if len(rest) == 6 and not _NEW_ENERGY.fullmatch(rest):
        return Reading(Kind.MAINLAND_PLATE, found[1] + rest, False, note="six characters, but no new-energy form")
    return Reading(Kind.MAINLAND_PLATE, found[1] + rest, True, note=_mended(found[2], rest))


def hong_kong(text: str) -> Reading | None:
    """Read a Hong Kong mark of one or two letters and up to four digits."""
    found = _HK.fullmatch(compact(text))
    return Reading(Kind.HK_PLATE, found[1] + found[2], True) if found else None


def hong_kong_personalised(text: str) -> Reading | None:
    """Read any Hong Kong mark, personalised ones too; only where the text is known to be a plate."""
    plain = compact(text)
    if _HK.fullmatch(plain) or not _HK_PERSONALISED.fullmatch(plain):
        return hong_kong(text)
    return Reading(Kind.HK_PLATE, plain, True, note="personalised mark")
