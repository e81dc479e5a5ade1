"""Read numbers of the firms' registers and telephones."""

import re

import phonenumbers
from stdnum.cn import uscc as uscc_number

from yuegang.engine.matching.identifiers.reading import Kind, Reading, compact

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_NEVER_USED = str.maketrans("IOZSV", "1025U")  # GB 32100 leaves I O S V Z out because they are misread
_COMPANY = re.compile(r"(?:CR(?:NO)?)?0?(\d{7})")
_BUSINESS = re.compile(r"(?:BRN?(?:NO)?)?(\d{8})(?:\d{7}[0-9A-Z])?")
_REGIONS = ("CN", "HK", "MO")


def uscc(text: str) -> Reading | None:
    """Read a unified social credit code. Source: GB 32100-2015, 18 characters, the last a check character."""
    plain = compact(text)
    normal = plain.translate(_USCC_NEVER_USED)
    if not _USCC.fullmatch(normal):
        return None
    is_valid = bool(uscc_number.is_valid(normal))
    note = "" if is_valid else "fails its check character"
    if plain != normal:
        note = f"{note}; letters that the code never has were read as digits".lstrip("; ")
    return Reading(Kind.USCC, normal, is_valid, is_checked=True, note=note)


def hk_company(text: str) -> Reading | None:
    """Read a Hong Kong company number of seven digits. Source: Companies Registry; no check digit."""
    found = _COMPANY.fullmatch(compact(text))
    return Reading(Kind.HK_COMPANY, found[1], True) if found else None


def hk_business(text: str) -> Reading | None:
    """Read a Hong Kong business registration number of eight digits, from a certificate number too.

    Source: Inland Revenue Department; since 27 December 2023 also the Unique Business Identifier. No check digit is
    published.
    """
    found = _BUSINESS.fullmatch(compact(text))
    return Reading(Kind.HK_BUSINESS, found[1], True) if found else None


def phone(text: str, region: str = "HK") -> Reading | None:
    """Read a telephone number as E.164. region: where a number without country code was written, CN, HK or MO."""
    if region not in _REGIONS:
        raise ValueError(region)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    is_valid = phonenumbers.is_valid_number(number)
    return Reading(Kind.PHONE, normal, is_valid, note="" if is_valid else "no number of any issued range")
