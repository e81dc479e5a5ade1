"""Terms inside a text: where they stand, and which they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yuegang.library.terms.models import Term


@dataclass(frozen=True)
class Hits:
    """Lines cut into pieces (words, the term they are or None), and the terms that occur."""

    lines: tuple[tuple[tuple[str, Term | None], ...], ...]
    terms: tuple[Term, ...]


def term_hits(lines: Iterable[str], table: Sequence[Term]) -> Hits:
    """Return lines with their terms marked, the longest first."""
    by_word = {term.zh_hans: term for term in table}
    words = sorted(by_word, key=len, reverse=True)
    pattern = re.compile(f"({'|'.join(map(re.escape, words))})") if words else re.compile("(?!)")
    cut = tuple(tuple((piece, by_word.get(piece)) for piece in pattern.split(line) if piece) for line in lines)
    found = dict.fromkeys(term for line in cut for _words, term in line if term is not None)
    return Hits(cut, tuple(found))
