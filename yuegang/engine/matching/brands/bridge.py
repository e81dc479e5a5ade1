"""Compare Latin letters with Chinese syllables by sound: 阿迪 opens adidas.

A learnt table holds, in bits, how much oftener a pinyin letter stands for a Latin letter than chance would have it;
the best alignment of a keyword with the opening of a part sums it up.
Source: the log-odds alignment of Durbin et al., Biological Sequence Analysis (1998), ch. 2; letters learnt from pairs
of marks by tools/learn_brand_sounds.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.matching.brands.folding import is_han
from yuegang.engine.matching.brands.sounds import pinyin
from yuegang.engine.matching.brands.tables import rows

LETTERS = "abcdefghijklmnopqrstuvwxyzZCS"  # Z, C, S: zh, ch, sh
GAP = len(LETTERS)
_LONGEST = 18
_NEVER = -30.0
_CURLED = (("zh", "Z"), ("ch", "C"), ("sh", "S"))


@dataclass(frozen=True, slots=True)
class Costs:
    """Hold bits gained: `pair[p, l]` for pinyin letter p over Latin letter l; the last row and column are gaps.

    pair: shape (30, 30), bits.
    """

    pair: NDArray[np.float32]


def letters(text: str) -> str | None:
    """Return a folded text in the letters of the table; None if it is neither all Latin letters nor all Chinese."""
    if text and all(map(is_han, text)):
        spoken = "".join(pinyin(character)[0] for character in text)
        for syllable, letter in _CURLED:
            spoken = spoken.replace(syllable, letter)
        return spoken if all(each in LETTERS for each in spoken) else None
    return text if text.isascii() and text.isalpha() else None


def encode(spoken: Sequence[str]) -> NDArray[np.int8]:
    """Return rows of letter numbers, filled up with GAP. Shape (n, 18)."""
    table = np.full((len(spoken), _LONGEST), GAP, np.int8)
    for row, text in zip(table, spoken, strict=True):
        codes = [LETTERS.index(letter) for letter in text[:_LONGEST]]
        row[: len(codes)] = codes
    return table


@cache
def shipped_costs() -> Costs:
    """Return the table learnt from pairs of marks."""
    return Costs(np.array([[float(cell) for cell in row] for row in rows("sound_bits.tsv")], np.float32))


def opening_bits(query: NDArray[np.int8], parts: NDArray[np.int8], pair: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the best bits of the whole query against an opening of each part, and against the whole part.

    query: shape (m,); parts: shape (n, 18); pair[q, p] bits. Result: shape (2, n).
    """
    inserted = pair[GAP][parts]
    before = np.concatenate([np.zeros((len(parts), 1), np.float32), np.cumsum(inserted, axis=1)], axis=1)
    before[:, 1:][parts == GAP] = _NEVER
    for letter in query:
        left_out = pair[letter, GAP]
        matched = pair[letter][parts]
        matched[parts == GAP] = _NEVER
        now = before + left_out
        np.maximum(now[:, 1:], before[:, :-1] + matched, out=now[:, 1:])
        for place in range(1, _LONGEST + 1):
            np.maximum(now[:, place], now[:, place - 1] + inserted[:, place - 1], out=now[:, place])
        before = now
    lengths = (parts != GAP).sum(axis=1)
    places = np.arange(_LONGEST + 1)[None, :] <= lengths[:, None]
    return np.stack([np.where(places, before, _NEVER).max(axis=1), before[np.arange(len(parts)), lengths]])


class Bridge:
    """Hold the parts of one script, ready to be compared with keywords of the other."""

    def __init__(self, texts: Sequence[str], chinese: bool) -> None:
        spoken = [(number, letters(text)) for number, text in enumerate(texts) if is_han(text[0]) == chinese]
        kept = [(number, each) for number, each in spoken if each and len(each) > 2]
        self.numbers = np.array([number for number, _ in kept], np.int64)
        self._rows = encode([each for _, each in kept])
        self._chinese = chinese

    def search(self, spoken: str, costs: Costs, least: float, most: int) -> list[tuple[int, float, float]]:
        """Return (number of the part, bits of its opening, bits of its whole), the best first.

        spoken: the keyword in letters; least: bits below which nothing is returned.
        """
        pair = costs.pair.T if self._chinese else costs.pair
        query = encode([spoken])[0]
        query = query[query != GAP]
        if not len(self.numbers) or not len(query):
            return []
        near = np.flatnonzero(pair[query[0]][self._rows[:, 0]] > 0)
        opening, whole = opening_bits(query, self._rows[near], pair)
        order = np.argsort(-(opening + np.maximum(whole, 0)), kind="stable")[:most]
        found = [(int(self.numbers[near[i]]), float(opening[i]), float(whole[i])) for i in order]
        return [each for each in found if each[1] >= least]
