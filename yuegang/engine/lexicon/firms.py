"""Take the name of a firm apart: Latin words and folded characters, without legal forms and bracketed places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .folding import fold, is_han, latin

LEGAL_WORDS = frozenset(
    [
        "limited",
        "ltd",
        "company",
        "co",
        "corporation",
        "corp",
        "inc",
        "incorporated",
        "llc",
        "plc",
        "the",
        "and",
        "of",
        "pte",
    ]
)
LEGAL_CHARACTERS = re.compile("(股份|控股)?有限责任公司|(股份)?有限公司|公司$|厂$")
PLACES = re.compile(
    "[(（](香港|中国|国际|亚洲|澳门|深圳|广州|hk|hong kong|china)[)）]|^(香港|中国|广东省|广东|深圳市|广州市)"
)


@dataclass(frozen=True)
class Firm:
    """The parts of a firm's name: Latin words, folded characters of the core, and both as one key."""

    words: tuple[str, ...]
    characters: tuple[str, ...]
    key: str


def parse_firm(name: str, folds: Mapping[int, str]) -> Firm:
    """Return the parts of a firm's name; a part that is empty without legal forms keeps them."""
    text = fold(name, folds)
    han = LEGAL_CHARACTERS.sub("", text)
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", latin(name)))
    core = "".join(filter(is_han, PLACES.sub("", han)))
    if not core and not words:  # a firm of nothing but its form, such as 香港有限公司, keeps it
        core = "".join(filter(is_han, han)) or "".join(filter(is_han, text))
    plain = [w for w in words if w not in LEGAL_WORDS] or words
    return Firm(tuple(plain), tuple(core), "".join(plain) + core)


def features(word: str) -> tuple[str, str]:
    """Return a word and its opening, which stands for it where the word itself was never met."""
    return word, "^" + word[:3]
