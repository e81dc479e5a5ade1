"""Fold text of either script to one form of the same length, and cut it into index tokens.

Folding maps character to character, so a place found in folded text is the same place in the reader's text.
"""

import re
import unicodedata
from functools import cache, lru_cache
from operator import add

import tantivy
from opencc import OpenCC

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
LATIN = re.compile(r"[a-z0-9]+")
RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+")
HAN_START = "\u3400"  # first character of CJK Extension A; no Latin letter sorts after it
HAN_END = "\u9fff"
MARK = "\x1f"  # unit separator: between a text and its stems
SPELLINGS = {  # one spelling of words the two sides write differently, before stemming
    "licence": "license",
    "licences": "licenses",
    "licenced": "licensed",
    "authorise": "authorize",
    "authorised": "authorized",
    "authorisation": "authorization",
    "unauthorised": "unauthorized",
    "defence": "defense",
    "offence": "offense",
    "offences": "offenses",
    "programme": "program",
    "programmes": "programs",
    "trademarks": "trademark",
    "marks": "mark",
}


@cache
def fold_table() -> dict[int, str]:
    """Return the map of code points whose folded form differs: Simplified, half width, lower case."""
    points = [chr(point) for point in range(0x21, 0x10000) if not 0xD800 <= point <= 0xDFFF]
    plain = [unicodedata.normalize("NFKC", char).lower() for char in points]
    plain = [form if len(form) == 1 else char for char, form in zip(points, plain, strict=True)]
    for profile in ("hk2s", "t2s"):
        plain = OpenCC(profile).convert("\n".join(plain)).split("\n")
    return {ord(char): form for char, form in zip(points, plain, strict=True) if form != char and len(form) == 1}


def fold(text: str) -> str:
    """Return the text in Simplified characters, half width and lower case, of the same length."""
    return text.translate(fold_table())


def is_traditional(text: str) -> bool:
    """Say whether any Chinese character of the text is written otherwise in Simplified."""
    table = fold_table()
    return any(HAN_START <= char <= HAN_END and ord(char) in table for char in text)


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of one folded Latin word."""
    word = SPELLINGS.get(word, word)
    return str(_stemmer().analyze(word)[0]) if word.isalpha() else word


def stems(folded: str) -> list[str]:
    """Return the stems of the Latin words of a folded text, "trade mark" as one word."""
    if not LATIN.search(folded):
        return []
    text = folded.replace("trade mark", "trademark").replace("trade-mark", "trademark")
    return [stem(run) for run in LATIN.findall(text)]


def bigrams(run: str) -> list[str]:
    """Return the overlapping pairs of a run of Chinese characters; a single character stands alone."""
    return list(map(add, run, run[1:])) or [run]


def tokens(folded: str) -> list[str]:
    """Return the index tokens of a folded text: pairs of Chinese characters, stems of Latin words."""
    found: list[str] = []
    for run in HAN.findall(folded):
        found += bigrams(run)
    return found + stems(folded)


def searchable(folded: str) -> str:
    """Return a folded text followed by its stems, each between spaces, so that one look-up finds both kinds."""
    words = stems(folded)
    return f"{folded}{MARK} {' '.join(words)} " if words else folded


def without_stems(text: str) -> str:
    """Return the folded text that `searchable` was given."""
    return text.partition(MARK)[0]
