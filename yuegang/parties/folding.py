"""Fold a name so that one search finds it in either script and any width or letter case."""

import unicodedata
from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Return text for comparing: NFKC, no capitals, one script, no spaces nor punctuation.

    Folding is for finding only; what is shown is always the curated name.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    one_script = str(_converter().convert(plain))
    return "".join(sign for sign in one_script if sign.isalnum())


def fold_all(*texts: str) -> str:
    """Return the folded texts joined so that a match never runs from one text into the next."""
    return "|".join(sorted({fold(text) for text in texts if text}))
