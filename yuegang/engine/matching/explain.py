"""Say why two names agree, syllable by syllable: character, reading, spelling, system, weight in nats."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from yuegang.engine.lexicon.folding import has_han
from yuegang.engine.lexicon.romanisation import CANTONESE, FAMILIES
from yuegang.engine.lexicon.tables import SYSTEMS, Character, Tables

from .names import Found
from .symbols import MISS, PAD

Evidence = dict[str, str | float | int]


@dataclass(frozen=True)
class Reason:
    """The likeliest way a character takes a spelling."""

    reading: str
    system: str
    weight: float


class Reasons:
    """Look up by which reading and system a spelling stands for a character."""

    def __init__(self, tables: Tables) -> None:
        self._characters: Mapping[str, Character] = {c.character: c for c in tables.characters}
        self._spelt: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
        for system, reading, spelling, weight in tables.spellings:
            self._spelt[spelling].append((system, reading, weight))

    def find(self, character: str, spelling: str, family: int) -> Reason | None:
        """Return the likeliest reason, or None when only counts of the character know the spelling."""
        known = self._characters.get(character)
        if known is None:
            return None
        weights = {"jyutping": dict(known.jyutping), "pinyin": dict(known.pinyin)}
        found = [
            Reason(reading, system, weight * weights[SYSTEMS[system]].get(reading, 0.0) * self._share(system, family))
            for system, reading, weight in self._spelt.get(spelling, ())
        ]
        best = max(found, key=lambda reason: reason.weight, default=None)
        return best if best is not None and best.weight > 0 else None

    @staticmethod
    def _share(system: str, family: int) -> float:
        return FAMILIES[family].get(system, 0.01)

    def evidence(self, found: Found) -> list[Evidence]:
        """Return one line per symbol of a hit, and last what the whole name adds and how many others share it."""
        lines = [self.line(*pair, found.family) for pair in zip(found.query, found.entry, found.nats, strict=True)]
        whole = found.score - sum(found.nats)
        return [*(line for line in lines if line), {"order": round(whole, 2), "others": found.others}]

    def line(self, asked: str, entry: str, nats: float, family: int) -> Evidence:
        """Return the line of one pair of symbols; an empty one where a symbol is padding."""
        if PAD in (asked, entry):
            return {}
        line: Evidence = {"query": asked, "entry": entry, "weight": round(nats, 2)}
        if nats <= MISS:
            return {**line, "system": "none"}
        if has_han(asked) and has_han(entry):
            return {**line, "system": "same" if asked == entry else "variant"}
        character, spelling = (entry, asked) if has_han(entry) else (asked, entry)
        reason = self.find(character, spelling, family) if has_han(character) else None
        if reason is None:
            return {
                **line,
                "system": "attested" if has_han(character) else "cantonese" if family == CANTONESE else "mandarin",
            }
        return {**line, "reading": reason.reading, "system": reason.system}
