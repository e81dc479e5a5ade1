"""From the text of a cell to a canonical value, or a CellError that names the rule and offers a repair."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from yuegang.base.imports.errors import CellError
from yuegang.base.imports.kinds import Choice

Parser = Callable[[str], str]
ROUNDED = re.compile(r"^\d(\.\d+)?[eE]\+\d+$")  # Excel keeps 15 digits of a number and shows longer ones like this
YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
LARGEST_COUNT = 2_000_000_000
LARGEST_AMOUNT = Decimal("999999999999.99")


def folded(text: str) -> str:
    """Return text with full-width forms folded, for comparing and reading numbers."""
    return unicodedata.normalize("NFKC", text).strip()


def text(limit: int) -> Parser:
    """Return a parser for plain text of at most `limit` characters."""

    def parse(raw: str) -> str:
        if ROUNDED.match(raw):
            raise CellError("cell.digits", found=raw)
        kept = unicodedata.normalize("NFC", raw).strip()
        if any(unicodedata.category(each) == "Cc" and each not in "\n\t" for each in kept):
            raise CellError("cell.control")
        if len(kept) > limit:
            raise CellError("cell.long", found=len(kept), limit=limit)
        return kept

    return parse


def pattern(expression: str, wanted: str, limit: int = 60) -> Parser:
    """Return a parser for text that matches a regular expression; `wanted` shows the form in the error."""
    compiled, plain = re.compile(expression), text(limit)

    def parse(raw: str) -> str:
        kept = plain(folded(raw))
        if not compiled.fullmatch(kept):
            raise CellError("cell.pattern", found=kept[:40], wanted=wanted)
        return kept

    return parse


def whole_number(raw: str) -> str:
    """Read a count: digits, with thousands separators if any."""
    plain = re.sub(r"(?<=\d)[,' ](?=\d{3}\b)", "", folded(raw))
    if not re.fullmatch(r"\d+", plain):
        digits = re.findall(r"\d+", plain)
        is_certain = len(digits) == 1 and "-" not in plain
        raise CellError("cell.integer", found=raw[:40], suggest=digits[0] if is_certain else "")
    if int(plain) > LARGEST_COUNT:
        raise CellError("cell.large", limit=LARGEST_COUNT)
    return str(int(plain))


def amount(raw: str) -> str:
    """Read an amount of money with at most two decimals; the currency has its own column."""
    plain = re.sub(r"(?<=\d)[,' ](?=\d{3}\b)", "", folded(raw))
    if not re.fullmatch(r"\d+(\.\d{1,2}0*)?", plain):
        found = re.findall(r"\d+(?:\.\d{1,2})?", plain)
        is_certain = len(found) == 1 and "-" not in plain
        raise CellError("cell.decimal", found=raw[:40], suggest=found[0] if is_certain else "")
    try:
        value = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise CellError("cell.large", limit=LARGEST_AMOUNT) from error
    if value > LARGEST_AMOUNT:
        raise CellError("cell.large", limit=LARGEST_AMOUNT)
    return str(value)


def day(raw: str) -> str:
    """Read a date whose year stands first, and return it as 2026-11-23; day-first dates are refused, not guessed."""
    plain = folded(raw).removesuffix(" 00:00:00")
    found = YEAR_FIRST.match(plain) or COMPACT.match(plain)
    if found is None:
        raise _day_first(raw, plain)
    year, month, number = (int(part) for part in found.groups())
    try:
        return date(year, month, number).isoformat()
    except ValueError as error:
        raise CellError("cell.no_day", found=plain) from error


def _day_first(raw: str, plain: str) -> CellError:
    found = DAY_FIRST.match(plain)
    if found is None:
        return CellError("cell.date", found=raw[:40])
    first, second, year = (int(part) for part in found.groups())
    is_certain = 12 < first <= 31 and 1 <= second <= 12
    return CellError("cell.date_order", found=raw, suggest=f"{year}-{second:02}-{first:02}" if is_certain else "")


def one_of(choices: Sequence[Choice]) -> Parser:
    """Return a parser that takes a code or a label in any of the three languages and gives the code."""
    known = {key_of(word): choice.code for choice in choices for word in (choice.code, *choice.labels.values())}
    labels = {key_of(word): word for choice in choices for word in choice.labels.values()}

    def parse(raw: str) -> str:
        code = known.get(key_of(raw))
        if code is None:
            near = difflib.get_close_matches(key_of(raw), labels, n=1, cutoff=0.5)
            raise CellError("cell.choice", found=raw[:40], suggest=labels[near[0]] if near else "")
        return code

    return parse


def yes_or_no(raw: str) -> str:
    """Read a yes or no in the three languages."""
    return one_of(YES_NO)(raw)


YES_NO = (
    Choice("yes", {"zh-hans": "是", "zh-hant": "是", "en": "Yes"}),
    Choice("no", {"zh-hans": "否", "zh-hant": "否", "en": "No"}),
)


def key_of(word: str) -> str:
    """Return a word as headers and labels are compared: folded, small, without spaces and punctuation."""
    return re.sub(r"[\W_]+", "", folded(word).casefold())
