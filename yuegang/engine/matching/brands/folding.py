"""Fold what sellers write to one plain form, and keep where each folded character stood in the original.

The fold is a key, never a text to show: lower case, no accents, no separators, look-alike letters as Latin,
traditional as simplified characters. What hides a letter (*, ～, ●) becomes MASK.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import opencc
from numpy.typing import NDArray

MASK = "*"
_CODEPOINTS = 0x110000
_MASKS = "*＊～~〜∼∗✱★☆●○◯◎█▇■□※#＃×✕✖✘"
_SAME_LETTERS = str.maketrans(  # Unicode confusables (UTS 39) that sellers' fonts offer, upper case before lower case
    "АВЕЅІЈКМНОРСТХҮаеорсухѕіјһԁɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιρκτυʙᴀᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøłđħıſßæœ",
    "abesijkmhopctxyaeopcyxsijhdgabezhikmnoptyxovaipktubacdefghijklmnoprstuvwyzoldhissao",
)
_MORE_VARIANTS = {
    "衞": "卫",
    "敎": "教",
    "峯": "峰",
    "滙": "汇",
    "昇": "升",
    "甯": "宁",
    "嬭": "奶",
    "妳": "你",
    "々": "",
}
_ENCLOSED = ((0x1F150, "a"), (0x1F170, "a"), (0x1F1E6, "a"))
_LOOKS = str.maketrans("01!|i5$34@8", "ollllsseaab")


@dataclass(frozen=True, slots=True)
class Folded:
    """Hold a folded text; `starts[i]` is the place in the original of its character i.

    starts: shape (len(text),), offsets in characters, never falling.
    """

    text: str
    starts: NDArray[np.int64]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the slice of the original that holds the folded characters [start:end]."""
        return int(self.starts[start]), int(self.starts[end - 1]) + 1


@dataclass(frozen=True, slots=True)
class _Table:
    """Hold the folded form of every code point: most have one letter or none, few have several."""

    single: NDArray[np.uint32]  # 0: none
    several: NDArray[np.bool_]
    forms: dict[int, str]


def _is_han(code: int) -> bool:
    return 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB00 or 0x20000 <= code < 0x32000


def _kept(character: str) -> bool:
    return character in (MASK, "\n") or unicodedata.category(character)[0] in "LN"


def _fold_plain(character: str) -> str:
    """Return the folded form of one character that is not Chinese."""
    if character == "\n":
        return character
    if character in _MASKS:
        return MASK
    if unicodedata.category(character) == "So" and character in "™®©℠":
        return ""
    folded = unicodedata.normalize("NFKC", character).translate(_SAME_LETTERS).lower()
    plain = "".join(
        unicodedata.normalize("NFKD", each)[0] if each.isalpha() and not "\u3000" < each < "\ue000" else each
        for each in folded
    )
    return "".join(each for each in plain.translate(_SAME_LETTERS) if _kept(each))


def _enclosed() -> Iterable[tuple[int, str]]:
    """Yield the enclosed letters that compatibility normalisation leaves as symbols."""
    for start, first in _ENCLOSED:
        for step in range(26):
            yield start + step, chr(ord(first) + step)


def _chinese(codes: list[int]) -> Iterable[tuple[int, str]]:
    """Yield the simplified form of Chinese characters, each taken alone so that both sides fold alike."""
    plain = [unicodedata.normalize("NFKC", chr(code)) for code in codes]
    simplified = opencc.OpenCC("t2s").convert("\n".join(plain)).split("\n")
    for code, form in zip(codes, simplified, strict=True):
        yield code, _MORE_VARIANTS.get(form, form)


@lru_cache(maxsize=1)
def _table() -> _Table:
    forms = {
        code: _fold_plain(chr(code)) for code in range(0x20000) if not _is_han(code) and not 0xAC00 <= code < 0xE000
    }
    forms.update({code: chr(code) for code in range(0xAC00, 0xD7A4)})
    forms.update(
        _chinese([*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFA6E), *range(0x20000, 0x2A6E0)])
    )
    forms.update(_enclosed())
    single = np.zeros(_CODEPOINTS, np.uint32)
    several = np.zeros(_CODEPOINTS, np.bool_)
    for code, form in forms.items():
        if len(form) == 1:
            single[code] = ord(form)
        elif form:
            several[code] = True
    return _Table(single, several, forms)


def _fold_several(codes: NDArray[np.uint32], table: _Table) -> Folded:
    """Fold a text in which one character stands for several letters (ﬁ, Ⅷ)."""
    forms = [table.forms.get(int(code), "") for code in codes]
    return Folded("".join(forms), np.repeat(np.arange(len(forms)), [len(form) for form in forms]))


def fold(text: str) -> Folded:
    """Return the folded text with its offset map; line ends stay, so a batch of lines folds at once."""
    table = _table()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if table.several[codes].any():
        return _fold_several(codes, table)
    folded = table.single[codes]
    starts = np.flatnonzero(folded)
    return Folded(folded[starts].astype("<u4").tobytes().decode("utf-32-le"), starts)


class _Letters(dict[int, str]):
    """Fold what the table does not know to nothing, as `fold` does."""

    def __missing__(self, code: int) -> str:
        return ""


@lru_cache(maxsize=1)
def _letters() -> _Letters:
    return _Letters(_table().forms)


def key(text: str) -> str:
    """Return the folded text alone; for short texts much faster than `fold`."""
    return text.translate(_letters())


def look(folded: str) -> str:
    """Return the shape of a folded text: digits and signs that pass for letters (0/o, 1/l/i, 5/s) fall together."""
    return folded.translate(_LOOKS)


def is_han(character: str) -> bool:
    """Say whether the character is Chinese."""
    return _is_han(ord(character))
