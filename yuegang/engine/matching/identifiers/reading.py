"""Hold what was read from a written number: its normal form, whether it keeps its own rules, and what was mended."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_SEPARATORS = re.compile(r"[\s\-‐‑–—.·•・/\\_()（）\[\]:：#]+")


class Kind(StrEnum):
    """Name the kinds of numbers that parcels, vehicles and firms carry."""

    MAINLAND_PLATE = "mainland_plate"
    CROSS_BOUNDARY_PLATE = "cross_boundary_plate"
    HK_PLATE = "hk_plate"
    CONTAINER = "container"
    VESSEL = "vessel"
    AIR_WAYBILL = "air_waybill"
    POSTAL_ITEM = "postal_item"
    MAINLAND_DECLARATION = "mainland_declaration"
    USCC = "uscc"
    HK_COMPANY = "hk_company"
    HK_BUSINESS = "hk_business"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold one number as read. `is_valid` says it keeps form and check digit; `is_checked` that it has a check digit.

    note: what was wrong or mended, in English, for evidence; empty if nothing.
    """

    kind: Kind
    normal: str
    is_valid: bool
    is_checked: bool = False
    note: str = ""


def compact(text: str) -> str:
    """Return the text in half-width capitals without separators."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
