"""Fold text to one key per meaning: width, case, diacritics, and traditional, simplified and variant characters."""

import unicodedata
from collections.abc import Mapping


def is_han(character: str) -> bool:
    """Say whether a character is a Han ideograph (unified blocks, extensions and compatibility forms)."""
    code = ord(character)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF or character == "〇"


def has_han(text: str) -> bool:
    """Say whether a text holds at least one Han ideograph."""
    return any(map(is_han, text))


def han_only(text: str) -> str:
    """Return the Han ideographs of a text, in order, compatibility forms unified."""
    return "".join(filter(is_han, unicodedata.normalize("NFKC", text)))


def latin(text: str) -> str:
    """Return text in compatibility form, without diacritics (ü becomes u) and in lower case."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def fold(text: str, characters: Mapping[int, str]) -> str:
    """Return the folded key of a text: compatibility form, lower case, one script by the table of characters."""
    return unicodedata.normalize("NFKC", text).casefold().translate(characters)
