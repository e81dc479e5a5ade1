"""Which characters the one font can show: read from its cmap, because typst prints a missing glyph without a word."""

import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from noto_cjk_sans_otc import FONT_PATH

FONT_FILE = Path(str(FONT_PATH))
WINDOWS_FULL_UNICODE = (3, 10)  # platform and encoding of the cmap table that covers all planes (OpenType, cmap)


class FontError(Exception):
    """The font file is not the TrueType collection it should be."""


@lru_cache(maxsize=1)
def covered() -> tuple[tuple[int, int], ...]:
    """Return the code point ranges that the first font of the collection covers, ascending.

    Source: OpenType specification, "TTC header", "cmap format 12".
    """
    content = FONT_FILE.read_bytes()
    if content[:4] != b"ttcf":
        raise FontError("no TrueType collection")
    table = _table(content, struct.unpack_from(">I", content, 12)[0])
    subtable = _subtable(content, table)
    count = struct.unpack_from(">I", content, subtable + 12)[0]
    groups = struct.iter_unpack(">III", content[subtable + 16 : subtable + 16 + 12 * count])
    return tuple((first, last) for first, last, glyph in groups if glyph or first != last)


def _table(content: bytes, font: int) -> int:
    """Return where the cmap table of a font begins."""
    for number in range(struct.unpack_from(">H", content, font + 4)[0]):
        tag, _check, offset, _length = struct.unpack_from(">4sIII", content, font + 12 + 16 * number)
        if tag == b"cmap":
            return int(offset)
    raise FontError("no cmap table")


def _subtable(content: bytes, table: int) -> int:
    """Return where the format 12 subtable for all of Unicode begins."""
    for number in range(struct.unpack_from(">H", content, table + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", content, table + 4 + 8 * number)
        start = table + int(offset)
        if (platform, encoding) == WINDOWS_FULL_UNICODE and struct.unpack_from(">H", content, start)[0] == 12:
            return start
    raise FontError("no format 12 cmap")


def missing(texts: Iterable[str]) -> str:
    """Return the characters of the texts that the font cannot show, each once, in order of code point."""
    needed = sorted({character for text in texts for character in text if _is_visible(character)})
    ranges = covered()
    return "".join(each for each in needed if not _is_in(ord(each), ranges))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp"}


def _is_in(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    low, high = 0, len(ranges)
    while low < high:
        middle = (low + high) // 2
        first, last = ranges[middle]
        if point < first:
            high = middle
        elif point > last:
            low = middle + 1
        else:
            return True
    return False


def texts_of(value: object) -> Iterator[str]:
    """Yield every string inside nested mappings and sequences."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)
