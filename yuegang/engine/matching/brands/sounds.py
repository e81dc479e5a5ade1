"""Write Chinese parts as rows of syllables, so that equal and near sounds are found as plain substrings.

One system is one table syllable → code; a code is one private character. Mandarin sounds follow Hanyu Pinyin,
Cantonese ones Jyutping; tones never count, as sellers pick characters by sound.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

import pypinyin
import ToJyutping  # type: ignore[import-untyped]  # ships no types

from yuegang.engine.matching.brands.folding import is_han

SYSTEMS = ("pinyin", "near pinyin", "jyutping")
_FIRST_CODE = 0xE000
_MOST_READINGS = 8
_NEAR = (  # mergers of Mandarin speakers: flat and curled, front and back nasals, n/l, f/h
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"(?<=[aeiou])ng$"), "n"),
    (re.compile(r"^n(?=[aeiouv])"), "l"),
    (re.compile(r"^r"), "l"),
    (re.compile(r"^hu(?=[aeiou])"), "f"),
    (re.compile(r"^[jqx]"), "j"),
    (re.compile(r"^[bp]"), "b"),
    (re.compile(r"^[dt]"), "d"),
    (re.compile(r"^[gk]"), "g"),
    (re.compile(r"^[zcs](?=i$)"), "j"),
    (re.compile(r"^[zcs]"), "z"),
    (re.compile(r"uo$"), "o"),
)


@cache
def pinyin(character: str) -> tuple[str, ...]:
    """Return the Mandarin readings without tone, the usual one first; the character itself if it has none."""
    readings = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in readings))


@cache
def jyutping(character: str) -> tuple[str, ...]:
    """Return the usual Cantonese reading without tone; the character itself if it has none."""
    reading = ToJyutping.get_jyutping_list(character)[0][1]
    return (str(reading).rstrip("123456") if reading else character,)


def _near(syllable: str) -> str:
    for pattern, replacement in _NEAR:
        syllable = pattern.sub(replacement, syllable)
    return syllable


class Syllables:
    """Give every syllable of one system one code character, in the order they are met."""

    def __init__(self, system: str) -> None:
        self._system = system
        self._codes: dict[str, str] = {}
        self._by_character: dict[str, tuple[str, ...]] = {}

    def _syllables(self, character: str) -> tuple[str, ...]:
        if self._system == "jyutping":
            return jyutping(character)
        readings = pinyin(character)
        return readings if self._system == "pinyin" else tuple(map(_near, readings))

    def row(self, folded: str) -> str:
        """Return the folded text with each Chinese character as its usual syllable's code; other letters stay."""
        return "".join(self._of(each)[0] for each in folded)

    def rows(self, folded: str) -> Iterator[str]:
        """Yield the rows of all readings of the text, at most eight."""
        readings = product(*(self._of(each) for each in folded))
        yield from dict.fromkeys("".join(codes) for codes in islice(readings, _MOST_READINGS))

    def _of(self, character: str) -> tuple[str, ...]:
        if not is_han(character):
            return (character,)
        codes = self._by_character.get(character)
        if codes is None:
            codes = tuple(dict.fromkeys(self._code(syllable) for syllable in self._syllables(character)))
            self._by_character[character] = codes
        return codes

    def _code(self, syllable: str) -> str:
        return self._codes.setdefault(syllable, chr(_FIRST_CODE + len(self._codes)))
