"""Recognise identity, bank card and telephone numbers in folded text.

Each detector takes text folded by `scan.fold` (same length as the original) and yields (kind, start, end).
Ordinary figures of customs work must not be taken for a person's: quantities, money, dates, HS codes,
containers, waybills, declaration numbers. Where a form is unmistakable a wrong check digit is still reported,
for a mistyped identity number is an identity number.
"""

import datetime
import re
from collections.abc import Iterator

import phonenumbers
from stdnum import luhn, numdb
from stdnum.cn import ric

Span = tuple[str, int, int]

_GAP = r"[ \-.·\u200b-\u200d\u2060\ufeff\u00ad]{0,2}"  # what people put between digits; never a comma
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# GB/T 2260, first two digits; 81 to 83 are the residence permits of Hong Kong, Macao and Taiwan residents
_PROVINCES = frozenset(range(11, 16)) | set(range(21, 24)) | set(range(31, 38)) | set(range(41, 47))
_PROVINCES |= set(range(50, 55)) | set(range(61, 66)) | {71, 81, 82, 83}
_ID_18 = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dxX])(?!\d))")
_ID_15 = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
_HKID = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{1,2})[ -]?(\d{6})[ -]?(?:(\()\s?[0-9Aa]\s?\)|([0-9Aa])(?![0-9A-Za-z]))")
_MACAO = re.compile(r"(?<![0-9A-Za-z/])(?:[157]\d{6} ?\(\d\)|[157]/\d{6}/\d(?![\d/]))")
_CARD = re.compile(rf"(?<![0-9A-Za-z])(?=(\d(?:{_GAP}\d){{15,18}})(?![0-9A-Za-z]))")


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def _is_date(digits: str) -> bool:
    """Return whether eight digits are a day a living person may be born on."""
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _is_county(code: str) -> bool:
    """Return whether six digits have ever been a county of GB/T 2260."""
    return any(properties.get("county") for _, properties in numdb.get("cn/loc").info(code))


def _is_mainland_18(number: str) -> bool:
    """Source: GB 11643-1999; check digit ISO 7064 MOD 11-2."""
    return _is_date(number[6:14]) and (int(number[:2]) in _PROVINCES or ric.calc_check_digit(number) == number[-1])


def mainland_ids(text: str) -> Iterator[Span]:
    """Yield citizen identity numbers of 18 digits, and those of 15 digits issued before 1999."""
    for found in _ID_18.finditer(text):
        if _is_mainland_18(_compact(found[1])):
            yield "mainland_id", found.start(1), found.end(1)
    for found in _ID_15.finditer(text):
        number = found[0]
        # Without a real county one waybill of 15 digits in a hundred would be taken for an identity number.
        if _is_date("19" + number[6:12]) and _is_county(number[:6]):
            yield "mainland_id", found.start(), found.end()


def hkid_check_digit(letters: str, digits: str) -> str:
    """Return the check digit of a Hong Kong identity card number ("0" to "9", or "A" for ten).

    letters: one or two capitals; digits: six. Source: Immigration Department's published weights 9 to 2, modulo 11.
    """
    values = [36] * (2 - len(letters)) + [10 + _LETTERS.index(letter) for letter in letters]
    values += [int(digit) for digit in digits]
    rest = -sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return "A" if rest == 10 else str(rest)


def hkids(text: str) -> Iterator[Span]:
    """Yield Hong Kong identity card numbers; without brackets only those whose check digit is right."""
    for found in _HKID.finditer(text):
        letters, digits, bracket, bare = found.groups()
        if bracket is not None or hkid_check_digit(letters.upper(), digits) == bare.upper():
            yield "hkid", found.start(), found.end()


def macao_ids(text: str) -> Iterator[Span]:
    """Yield Macao resident identity card numbers by their form; their check digit is not published."""
    for found in _MACAO.finditer(text):
        yield "macao_id", found.start(), found.end()


def _is_card(number: str) -> bool:
    """Return whether a number has a card issuer's prefix and length (ISO/IEC 7812) and a right Luhn digit."""
    long = len(number) in (16, 19)
    known = (
        number.startswith(("62", "81"))
        or (long and number.startswith(("4", "60", "64", "65", "95", "35")))
        or (len(number) == 16 and ("51" <= number[:2] <= "55" or "2221" <= number[:4] <= "2720"))
    )
    return known and luhn.is_valid(number)


def bank_cards(text: str) -> Iterator[Span]:
    """Yield payment card numbers of 16 to 19 digits."""
    for found in _CARD.finditer(text):
        if _is_card(_compact(found[1])):
            yield "bank_card", found.start(1), found.end(1)


_CALL = re.compile(
    r"(?:电话|電話|手机|手機|手提|致电|致電|来电|來電|联系|聯絡|聯繫|热线|熱線|传真|傳真|微信"
    r"|tel|phone|mobile|call|fax|whatsapp|wechat|contact)[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_NOT_CALL = re.compile(
    r"(?:[$¥€£]|HKD|RMB|CNY|USD|MOP|HS|H\.S\.|tariff|code|税号|稅號|编码|編碼|编号|編號|单号|單號|单证号|報關單|报关单|运单|運單"
    r"|提单|提單|箱号|箱號|货号|貨號|批号|批號|型号|型號|AWB|waybill|B/L|No\.?|#)[^\d\n]{0,6}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:[件个個只隻支瓶箱盒包对對双雙套台部块塊元万萬%]|港元|港币|港幣|人民币|人民幣|pcs|pieces|items|units|kg|HKD|RMB)",
    re.I,
)
_PHONE_FORMS = (  # (pattern, region, needs a word such as "telephone" before it)
    (re.compile(r"(?<![\dA-Za-z])(?:\+|00)\d[\d \-()]{6,17}\d(?!\d)"), "", False),
    (re.compile(r"(?<!\d)(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "CN", False),
    (re.compile(r"(?<!\d)\(?0\d{2,3}(?:\) ?|[ -])[2-9]\d{2,3}[ -]?\d{4}(?!\d)"), "CN", False),
    (re.compile(r"(?<![\d.,-])(?:\(?852\)?[ -]?)[2-9]\d{3}[ -]?\d{4}(?![\d,]|[.-]\d)"), "HK", False),
    (re.compile(r"(?<![\d.,-])(?:\(?853\)?[ -]?)[2-9]\d{3}[ -]?\d{4}(?![\d,]|[.-]\d)"), "MO", False),
    (re.compile(r"(?<![\dA-Za-z.,/-])[5-9]\d{3}[ -]?\d{4}(?![\dA-Za-z,/]|[.-]\d)"), "HK", False),
    (re.compile(r"(?<![\dA-Za-z.,/-])[2-9]\d{3}[ -]?\d{4}(?![\dA-Za-z,/]|[.-]\d)"), "HK", True),
    (re.compile(r"(?<![\dA-Za-z.,/-])(?:6\d{3}|28\d{2}|8\d{3})[ -]?\d{4}(?![\dA-Za-z,/]|[.-]\d)"), "MO", True),
)


def _is_number_of(text: str, region: str) -> bool:
    """Return whether the numbering plan of a region knows this number."""
    if text.startswith("00"):
        text = "+" + text[2:]
    if region == "CN" and text.startswith("86") and len(_compact(text)) == 13:
        text = "+" + text
    if region in ("HK", "MO") and re.match(r"\(?85[23]", text) and len(_compact(text)) == 11:
        text = "+" + _compact(text)
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region or None))
    except phonenumbers.NumberParseException:
        return False


def phones(text: str) -> Iterator[Span]:
    """Yield telephone numbers of the Mainland, Hong Kong and Macao, and any written with "+"."""
    for pattern, region, needs_word in _PHONE_FORMS:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 24) : found.start()]
            called = _CALL.search(before) is not None
            counted = _NOT_CALL.search(before) is not None or _COUNTED.match(text, found.end()) is not None
            if (called or not (needs_word or counted)) and _is_number_of(found[0], region):
                yield "phone", found.start(), found.end()
