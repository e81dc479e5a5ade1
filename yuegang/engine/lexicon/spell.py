"""Spell Chinese names in one romanisation system, likeliest first."""

import heapq
from collections import defaultdict
from collections.abc import Sequence

from .folding import han_only
from .romanisation import COUNT_MASS
from .tables import SYSTEMS, Tables

Weighted = tuple[str, float]


class Speller:
    """Spellings of characters and names in one system, by the tables' readings and counts."""

    def __init__(self, tables: Tables, system: str) -> None:
        """Prepare one system. Raises KeyError when it is unknown."""
        field = SYSTEMS[system]
        self._folds = {c.character: c.fold for c in tables.characters}
        self._readings: dict[str, tuple[Weighted, ...]] = {c.character: getattr(c, field) for c in tables.characters}
        self._spelt: dict[str, list[Weighted]] = defaultdict(list)
        self._counts: dict[str, list[Weighted]] = defaultdict(list)
        for name, key, spelling, weight in tables.spellings:
            if name == system:
                self._spelt[key].append((spelling, weight))
        for name, key, spelling, count in tables.counts:
            if name == system:
                self._counts[key].append((spelling, count))

    def character(self, character: str, variants: int) -> list[Weighted]:
        """Return at most `variants` spellings of a character with probabilities, best first."""
        counted = self._counts.get(self._folds.get(character, character), [])
        total = sum(n for _, n in counted) + COUNT_MASS
        weights: dict[str, float] = defaultdict(float)
        for reading, share in self._readings.get(character, ()):
            for spelling, weight in self._spelt.get(reading, ()):
                weights[spelling] += share * weight * COUNT_MASS / total
        for spelling, count in counted:
            weights[spelling] += count / total
        return sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:variants]

    def name(self, name: str, variants: int) -> list[Weighted]:
        """Return at most `variants` spellings of a whole name with probabilities, best first."""
        columns = [self.character(c, variants) for c in han_only(name)]
        beam: Sequence[Weighted] = [("", 1.0)]
        for column in columns:
            joined = [(f"{have} {more}".strip(), p * q) for have, p in beam for more, q in column]
            beam = heapq.nsmallest(variants, joined, key=lambda item: (-item[1], item[0]))
        return [(text.title(), weight) for text, weight in beam] if columns else []
