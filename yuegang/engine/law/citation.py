"""Read a citation of a provision in Chinese or English: one parser for search, links in texts and the API."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .folding import fold

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[0-9]{1,4}[a-z]{0,2}|[零〇一二两三四五六七八九十百千]+"
ARTICLE = re.compile(rf"第?\s*({NUMERAL})\s*条(?:\s*之\s*({NUMERAL}))?")
SECTION = re.compile(
    rf"(?:\b(?:articles?|art|sections?|sect?|ss?|rule|r)\b\s*\.?|§)\s*({NUMERAL})(?:-([0-9]+))?(?![0-9a-z])"
)
BARE = re.compile(rf"^[\s,.:·#]*({NUMERAL})(?:-([0-9]+))?\s*$")
CHAPTER = re.compile(r"\b(?:cap|chapter)\b\s*\.?\s*([0-9]{1,4}[a-z]{0,2})\b|第?\s*([0-9]{1,4}[a-z]{0,2})\s*章")
DECREE = re.compile(r"\b([0-9]{1,3}/[0-9]{2,4}/m)\b")
NOISE = re.compile(r"中华人民共和国|[《》〈〉\"“”「」]")


@dataclass(frozen=True, slots=True)
class Citation:
    """A statute by its key (`CN:专利法`, `HK:528`) and, if named, the number of the provision."""

    statute: str
    number: str | None = None

    @property
    def key(self) -> str:
        """The provision's permanent name; the statute's alone when no number is named."""
        return self.statute if self.number is None else f"{self.statute}#{self.number}"


def numeral(text: str) -> str:
    """Return a number written in Chinese or Arabic figures as Arabic, a letter suffix in capitals.

    `六十五` gives `65`, `119a` gives `119A`, `一〇五` gives `105`.
    """
    if text[0].isascii():
        return text.upper()
    if not any(char in UNITS for char in text):
        return str(int("".join(str(DIGITS[char]) for char in text)))
    whole, digit = 0, 0
    for char in text:
        if char in UNITS:
            whole += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return str(whole + digit)


def parse_citation(text: str, names: Mapping[str, str]) -> Citation | None:
    """Return the provision or statute a text cites, or None.

    names: folded title, short title or English name of each statute -> its key; see `statute_names`.
    """
    folded = NOISE.sub("", fold(text))
    found = _statute(folded, names)
    if found is None:
        return None
    key, rest = found
    for pattern in (ARTICLE, SECTION, BARE):
        match = pattern.search(rest)
        if match:
            suffix = f"-{numeral(match[2])}" if match[2] else ""
            return Citation(key, numeral(match[1]) + suffix)
    return Citation(key)


def _statute(folded: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The key of the statute named and the text around the name."""
    chapter = CHAPTER.search(folded)
    if chapter:
        return f"HK:{(chapter[1] or chapter[2]).upper()}", folded[: chapter.start()] + " " + folded[chapter.end() :]
    decree = DECREE.search(folded)
    if decree:
        return f"MO:{decree[1].upper()}", folded[: decree.start()] + " " + folded[decree.end() :]
    name = max((name for name in names if name in folded), key=len, default="")
    if not name:
        return None
    before, _, after = folded.partition(name)
    return names[name], f"{before} {after}" if name.isascii() else f"{after} {before}"


def statute_names(titles: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """Return the table of names for `parse_citation` from title -> key and further names -> key."""
    return dict(_folded(titles)) | dict(_folded(extra))


def _folded(titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for title, key in titles.items():
        name = NOISE.sub("", fold(title)).strip()
        if len(name) > 1:
            yield name, key
