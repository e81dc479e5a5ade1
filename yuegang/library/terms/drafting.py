"""Drafts by machine: the term table first, the converter for the rest."""

from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

from yuegang.library.terms.models import Term

UNUSUAL = {"爲": "為", "啓": "啟"}  # characters Hong Kong writes otherwise than the converter


@cache
def _converter() -> OpenCC:
    return OpenCC("s2hk")


def draft(text: str, terms: Iterable[Term]) -> str:
    """Return a draft in Hong Kong's words and characters; a person must confirm it."""
    pairs = sorted(((term.zh_hans, term.zh_hant) for term in terms), key=lambda pair: -len(pair[0]))
    pieces: list[str] = []
    at = plain_from = 0
    while at < len(text):
        found = next(((ours, theirs) for ours, theirs in pairs if text.startswith(ours, at)), None)
        if found is None:
            at += 1
            continue
        pieces += [_plain(text[plain_from:at]), found[1]]
        at = plain_from = at + len(found[0])
    return "".join([*pieces, _plain(text[plain_from:])])


def _plain(text: str) -> str:
    converted = str(_converter().convert(text))
    for unusual, usual in UNUSUAL.items():
        converted = converted.replace(unusual, usual)
    return converted
