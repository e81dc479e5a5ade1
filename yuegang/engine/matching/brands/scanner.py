"""Find marks in goods text: batches of lines against many marks at once, each find with its place in the original.

One automaton over the folded names of all marks reads a whole batch as one text. A Latin name counts only as words
of its own; a short name only where the line has a second signal (route, shipper, price), which the caller brings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from yuegang.engine.matching.brands.aliases import AliasLexicon, shipped
from yuegang.engine.matching.brands.folding import Folded, fold, is_han
from yuegang.engine.matching.brands.vocabulary import Use, Vocabulary

_Numbers = NDArray[np.int64]
_SURE_LATIN, _SURE_HAN = 4, 2  # letters from which a name stands without a second signal
_LEAST_LATIN, _LEAST_HAN = 2, 2


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one mark in one line: `text` is lines[line][start:end]; `mark` the number in the watch list.

    needs_second: the name is short or a nickname; it counts only with a second signal. form: how it was written.
    """

    line: int
    mark: int
    start: int
    end: int
    text: str
    form: str
    role: str
    needs_second: bool


def _is_scanned(text: str, use: Use) -> bool:
    if text.isdigit():
        return False
    if is_han(text[0]):
        return len(text) >= _LEAST_HAN
    return len(text) >= _LEAST_LATIN and use.factor >= 0.5


def _is_short(text: str) -> bool:
    return len(text) < (_SURE_HAN if is_han(text[0]) else _SURE_LATIN)


def _form(written: str, folded: str) -> str:
    if written.lower() == folded:
        return "literal"
    return "separated" if len(written) > len(folded) else "folded"


class BrandScanner:
    """Scan goods text. Build once per watch list: about 1.5 s and 1 kB for each of 100,000 marks."""

    def __init__(self, watch: Sequence[str], lexicon: AliasLexicon | None = None) -> None:
        vocabulary = Vocabulary(watch, shipped() if lexicon is None else lexicon)
        self._uses: list[list[Use]] = []
        names: list[str] = []
        for text in vocabulary.texts:
            uses = [use for use in vocabulary.uses(text) if use.whole and _is_scanned(text, use)]
            if uses:
                names.append(text)
                self._uses.append(uses)
        self._names = names
        self._latin = np.array([not is_han(name[0]) for name in names], np.bool_)
        self._automaton = AhoCorasick(names, matchkind=MatchKind.Standard) if names else None

    def scan(self, lines: Sequence[str], strong: Sequence[bool] | None = None) -> list[Mention]:
        """Return the mentions in the order of the text.

        strong: for each line whether it has a second signal; without it short names are not returned. Raises
        ValueError if a line holds a line end: it would shift all that follow.
        """
        joined = "\n".join(lines)
        if joined.count("\n") != max(len(lines) - 1, 0):
            raise ValueError("a line holds a line end")
        if self._automaton is None or not joined:
            return []
        folded = fold(joined)
        found = np.array(self._automaton.find_matches_as_indexes(folded.text, overlapping=True), np.int64)
        if not len(found):
            return []
        ends = np.cumsum([len(line) + 1 for line in lines])
        return list(self._mentions(self._standing(found, folded, joined), (lines, ends, strong)))

    def _standing(self, found: _Numbers, folded: Folded, joined: str) -> _Numbers:
        """Return (name, start, end in the original) of the finds that are words of their own and in no longer one."""
        starts, ends = folded.starts[found[:, 1]], folded.starts[found[:, 2] - 1] + 1
        latin = _latin_letters(joined)
        inside_word = latin[starts] | latin[ends + 1]  # shifted by one: the text starts and ends with a gap
        kept = ~(inside_word & self._latin[found[:, 0]])
        rows = np.stack([found[kept, 0], starts[kept], ends[kept]], axis=1)
        rows = rows[np.lexsort((-rows[:, 2], rows[:, 1]))]
        reach = np.maximum.accumulate(rows[:, 2]) if len(rows) else rows[:, 2]
        longer = np.append(True, rows[1:, 2] > reach[:-1]) if len(rows) else np.zeros(0, np.bool_)
        standing: _Numbers = rows[longer]
        return standing

    def _mentions(
        self, rows: _Numbers, places: tuple[Sequence[str], _Numbers, Sequence[bool] | None]
    ) -> Iterator[Mention]:
        lines, ends, strong = places
        numbers = np.searchsorted(ends, rows[:, 1], side="right")
        for (name, start, end), line in zip(rows.tolist(), numbers.tolist(), strict=True):
            shift = int(ends[line - 1]) if line else 0
            written = lines[line][start - shift : end - shift]
            for use in self._uses[name]:
                short = _is_short(self._names[name]) or use.needs_second
                if not short or (strong is not None and strong[line]):
                    form = _form(written, self._names[name])
                    yield Mention(line, use.mark, start - shift, end - shift, written, form, use.role, short)


def _latin_letters(joined: str) -> NDArray[np.bool_]:
    """Say of every place, with a gap before and after, whether a letter or digit other than Chinese stands there."""
    codes = np.frombuffer(f" {joined} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    return _latin_table()[codes]


@cache
def _latin_table() -> NDArray[np.bool_]:
    table = np.zeros(0x110000, np.bool_)
    table[[code for code in range(0x20000) if chr(code).isalnum() and not is_han(chr(code))]] = True
    return table
