"""Weigh two personal names of any script against one another: the best order of symbols, in bits, with reasons."""

import math
from dataclasses import dataclass
from functools import lru_cache

from yuegang.engine.lexicon.folding import has_han
from yuegang.engine.lexicon.latin import Hypothesis
from yuegang.engine.lexicon.romanisation import CANTONESE, MANDARIN, PRIOR, Romanisation
from yuegang.engine.matching.explain import Reasons
from yuegang.engine.matching.names import readings
from yuegang.engine.matching.symbols import MISS, SAME_FORM, SAME_WORD, TYPICAL, UNKNOWN, WORST

NAT = 1 / math.log(2)  # bits of a nat
Line = dict[str, str | float | int]


@dataclass(frozen=True)
class Weighed:
    """What two names say: bits, the family of systems, and one line per pair of symbols."""

    bits: float
    family: int
    lines: tuple[Line, ...]


class NameWeigher:
    """Weigh names by the tables of a romanisation."""

    def __init__(self, romanisation: Romanisation, reasons: Reasons) -> None:
        self._r, self._reasons = romanisation, reasons
        self._background = romanisation.background
        self.pair = lru_cache(maxsize=1 << 16)(self._pair)
        self.orders = lru_cache(maxsize=1 << 14)(self._orders)

    def _orders(self, name: str) -> tuple[Hypothesis, ...]:
        return tuple(readings(name, self._r))

    def _pair(self, family: int, one: str, other: str) -> float:
        """Return the nats of two symbols read in a family."""
        left, right = self._r.characters.get(one), self._r.characters.get(other)
        if left is not None and right is not None:
            if self._r.folds[left] != self._r.folds[right]:
                return MISS
            return -math.log(self._r.frequency[left]) + (SAME_FORM if one == other else 0.0)
        if left is not None or right is not None:
            character, spelling = (one, other) if left is not None else (other, one)
            return self._spelt(family, character, spelling)
        return self._words(one, other)

    def _spelt(self, family: int, character: str, spelling: str) -> float:
        p, column = self._r.probability(family, character, spelling), self._r.spellings.get(spelling)
        if p <= 0 or column is None:
            return MISS
        nats = math.log(p / self._background[column])
        if family == CANTONESE:
            nats += TYPICAL * float(self._r.typical[self._r.characters[character]])
        return nats if nats > WORST else MISS

    def _words(self, one: str, other: str) -> float:
        left, right = self._r.spellings.get(one), self._r.spellings.get(other)
        if one == other:
            return SAME_WORD if left is None else -math.log(self._background[left])
        if left is None or right is None:
            return MISS if has_han(one + other) else UNKNOWN
        nats = self._across(left, right)
        return nats if nats > WORST else MISS

    def _across(self, left: int, right: int) -> float:
        """Score two spellings by the characters both may stand for."""
        best = 0.0
        for asked in self._r.families:
            characters, values = asked.by_spelling.row(left)
            weights = dict(zip(characters.tolist(), (values * self._r.frequency[characters]).tolist(), strict=True))
            total = sum(weights.values()) or 1.0
            for share, other in zip(PRIOR, self._r.families, strict=True):
                columns, shares = other.by_spelling.row(right)
                met = sum(weights.get(c, 0.0) * p for c, p in zip(columns.tolist(), shares.tolist(), strict=True))
                best = max(best, share * met / total)
        return math.log(best / self._background[right]) if best > 0 else MISS

    def weigh(self, asked: str, entry: str) -> Weighed | None:
        """Return what the best orders of two names say, or None when no orders have the same length."""
        best: tuple[float, int, tuple[str, ...], tuple[str, ...]] | None = None
        for mine in self.orders(asked):
            for theirs in self.orders(entry):
                if len(mine.symbols) != len(theirs.symbols):
                    continue
                for family in (CANTONESE, MANDARIN):
                    found = self._total(mine, theirs, family)
                    if best is None or found > best[0]:
                        best = (found, family, mine.symbols, theirs.symbols)
        return None if best is None else self._explained(*best)

    def _total(self, mine: Hypothesis, theirs: Hypothesis, family: int) -> float:
        nats = mine.penalty + theirs.penalty + math.log(PRIOR[family])
        return nats + sum(self.pair(family, a, b) for a, b in zip(mine.symbols, theirs.symbols, strict=True))

    def _explained(self, nats: float, family: int, mine: tuple[str, ...], theirs: tuple[str, ...]) -> Weighed:
        lines = []
        for asked, entry in zip(mine, theirs, strict=True):
            line = self._reasons.line(asked, entry, self.pair(family, asked, entry), family)
            lines.append({**line, "weight": round(float(line["weight"]) * NAT, 2)})
        order = nats * NAT - sum(float(line["weight"]) for line in lines)
        return Weighed(round(nats * NAT, 2), family, (*lines, {"system": "order", "weight": round(order, 2)}))
