"""Take an address of either side apart: area, street, number, building, block, floor, unit.

Chinese addresses run from the large to the small, English ones of Hong Kong the other way round. Fields are folded
keys (simplified, lower case, no spaces); what is not there is empty, and nothing is guessed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from yuegang.engine.matching.addresses.areas import AREAS, english_key


@dataclass(frozen=True, slots=True)
class Address:
    """Hold the folded fields of one address; empty where the text does not say. `area` is a Chinese place name."""

    province: str = ""
    city: str = ""
    district: str = ""
    area: str = ""
    street: str = ""
    number: str = ""
    building: str = ""
    block: str = ""
    floor: str = ""
    unit: str = ""


_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE = (
    ("province", re.compile(r"^([^省市]{2,7}(?:省|自治区)|香港|澳门)(?:特别行政区|特区)?")),
    ("city", re.compile(r"^([^市区县路街道]{2,7}市)")),
    ("district", re.compile(r"^([^区县路街道\d]{1,6}[区县])")),
)
_STREET = re.compile(r"([^\d区县镇乡]{1,10}?(?:大道|大街|公路|[路街道巷里径坊弄]))(?:中|东|西|南|北)?(?=\d|[^\d]|$)")
_NUMBER = re.compile(r"^(\d+[a-z]?(?:[-至]\d+[a-z]?)?)号(?!楼|铺|室|房)")
_BUILDING = re.compile(
    r"([^\d号栋座幢楼层室]{2,12}?(?:大厦|中心|广场|工业园|科技园|花园|商场|市场|大楼|商城|苑|邨|阁|村))"
)
_BLOCK = re.compile(r"(\d{1,3}|[a-z])(?:号楼|[栋座幢期])")
_FLOOR = re.compile(r"(\d{1,3}|[gbm]|地下)(?:楼|层|/?f\b)")
_UNIT = re.compile(r"([a-z]?\d{0,4}[a-z]?(?:-\d+)?)(?:室|房|号铺|铺|单元)")
_EN_STREET = re.compile(
    r"(?:\b(?:no\.?\s*)?(?P<number>\d+[a-z]?(?:\s*-\s*\d+[a-z]?)?),?\s+)?"
    r"(?P<street>(?:[a-z'.]+\s+){1,4}(?:road|rd|street|st|avenue|ave|lane|drive|path|terrace|crescent|square)\b)"
    r"(?P<side>\s+(?:east|west|north|south|central)\b)?"
)
_EN_FLOOR = re.compile(r"\b(\d{1,3}|g|b|m)\s*/\s*f\b|\b(\d{1,3})(?:st|nd|rd|th)\s+floor\b|\bfloor\s+(\d{1,3})\b")
_EN_UNIT = re.compile(r"\b(?:flat|unit|room|rm|shop|workshop|suite)\.?\s*([a-z]?\d{0,4}[a-z]?)\b")
_EN_BLOCK = re.compile(r"\b(?:block|blk|tower)\.?\s*(\d{1,3}|[a-z])\b")
_EN_BUILDING = re.compile(r"([a-z][a-z'. ]{2,40}?\s(?:building|centre|center|plaza|house|mansion|court|tower))\b")
_SHORT = {"rd": "road", "st": "street", "ave": "avenue"}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return next((group for group in found.groups() if group), "") if found else ""


def _english(text: str) -> Address:
    street = _EN_STREET.search(text)
    name = " ".join(_SHORT.get(word, word) for word in street["street"].split()) if street else ""
    side = (street["side"] or "").strip() if street else ""
    return Address(
        area=next((chinese for chinese, english in AREAS.items() if english_key(english) in english_key(text)), ""),
        street=f"{name} {side}".strip(),
        number=((street["number"] or "") if street else "").replace(" ", ""),
        building=_first(_EN_BUILDING, text).strip(),
        block=_first(_EN_BLOCK, text),
        floor=_first(_EN_FLOOR, text),
        unit=_first(_EN_UNIT, text),
    )


def _chinese(text: str) -> Address:
    rest = re.sub(r"[\s,，。;；]+", "", text)
    found: dict[str, str] = {}
    for field, pattern in _CHINESE:
        match = pattern.match(rest)
        if match:
            found[field], rest = match[1], rest[match.end() :]
    area = next((chinese for chinese in AREAS if chinese in rest), "")
    rest = rest.replace(area, "", 1) if area else rest
    rest = re.sub(r"^(?:九龙|新界|香港|港岛)", "", rest)
    street = _STREET.match(rest)
    if street:
        found["street"], rest = street[0], rest[street.end() :]
    number = _NUMBER.match(rest)
    if number:
        found["number"], rest = number[1].replace("至", "-"), rest[number.end() :]
    parts = {"building": _BUILDING, "block": _BLOCK, "floor": _FLOOR, "unit": _UNIT}
    return Address(area=area, **found, **{field: _first(pattern, rest) for field, pattern in parts.items()})


def parse(text: str) -> Address:
    """Return the fields of an address in Chinese (either script) or English."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if any("\u4e00" <= character <= "\u9fff" for character in plain):
        folded = _converter().convert(plain)
        return _chinese(
            re.sub(r"[〇零一二三四五六七八九]+(?=[号楼层座栋室])", lambda run: run[0].translate(_DIGITS), folded)
        )
    return _english(plain)
