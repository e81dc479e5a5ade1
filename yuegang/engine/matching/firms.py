"""Index names of firms in any script and rank those a query may stand for.

One script: rarity of shared characters or words. Across scripts: a learnt lexicon of words and characters, both ways,
and the spelling of characters; most bilingual names are free choices, so this ranks and never decides.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.firms import Firm, features, parse_firm
from yuegang.engine.lexicon.romanisation import CANTONESE, Romanisation
from yuegang.engine.lexicon.tables import shipped, table_rows

from .walk import sum_rows

OWN_MASS = 4.0  # pseudo-counts of opening and sound against the counts of a word
OPENING_SHARE, SOUND_SHARE = 0.5, 0.5
NOISE = 0.25  # share of characters (of words) the other name does not explain
MISSING = 0.4  # share of its rarity an unshared unit costs within one script
SAME_KEY = 4.0  # nats for the same core
SAME_NAME = 0.5  # nats for the same name to the letter
SHORTLIST = 200
Row = tuple[str, str, float]


@dataclass(frozen=True)
class FirmHit:
    """A firm of the list: its place, nats, and the pairs (unit of the query, unit of the entry, nats) that agree."""

    place: int
    score: float
    agreeing: tuple[tuple[str, str, float], ...]


class Lexicon:
    """P(character | word) from counts, the opening of the word, and the sound of characters; its inverse likewise."""

    def __init__(self, rows: Iterable[Row], romanisation: Romanisation) -> None:
        self._counts: dict[str, dict[str, float]] = defaultdict(dict)
        self.characters: dict[str, float] = defaultdict(float)
        self.words: dict[str, float] = defaultdict(float)
        for word, character, count in rows:
            self._counts[word][character] = count
            if not word.startswith("^"):
                self.characters[character] += count
                self.words[word] += count
        self._total = sum(self.characters.values()) or 1.0
        self._romanisation = romanisation
        self._alphabet = list(romanisation.characters)
        self._made: dict[str, dict[str, float]] = {}
        self._rarities: dict[str, float] = {}
        self.mixture = lru_cache(maxsize=64)(self._mixture)

    def _mixture(self, words: tuple[str, ...]) -> dict[str, float]:
        """Return P(character | one of the words)."""
        mixed: dict[str, float] = defaultdict(float)
        for word in words:
            for character, p in self.translate(word).items():
                mixed[character] += p / len(words)
        return mixed

    def rarity(self, unit: str) -> float:
        """Return -log of the share of a character or word."""
        known = self._rarities.get(unit)
        if known is None:
            count = self.characters.get(unit, 0.0) + self.words.get(unit, 0.0)
            known = self._rarities[unit] = math.log((self._total + 1e3) / (count + 1.0))
        return known

    def share(self, unit: str) -> float:
        """Return the share of a character or word."""
        return math.exp(-self.rarity(unit))

    def translate(self, word: str) -> dict[str, float]:
        """Return P(character | word)."""
        if word not in self._made:
            self._made[word] = self._translate(word)
        return self._made[word]

    def _translate(self, word: str) -> dict[str, float]:
        own, opening = (self._counts.get(f, {}) for f in features(word))
        total = sum(own.values())
        blend = {c: n / (total + OWN_MASS) for c, n in own.items()}
        backoff = OWN_MASS / (total + OWN_MASS)
        sound = self._sound(word)
        for source, weight in ((opening, OPENING_SHARE), (sound, SOUND_SHARE)):
            whole = sum(source.values()) + 1.0
            for c, n in source.items():
                blend[c] = blend.get(c, 0.0) + backoff * weight * n / whole
        return blend

    def _sound(self, word: str) -> dict[str, float]:
        number = self._romanisation.spellings.get(word)
        if number is None:
            return {}
        found: dict[str, float] = {}
        columns, values = self._romanisation.families[CANTONESE].by_spelling.row(number)
        for c, p in zip(columns.tolist(), values.tolist(), strict=True):
            character = self._alphabet[c]
            if character in self.characters:
                found[character] = p * self.characters[character]
        return found


@dataclass(frozen=True)
class FirmWeight:
    """What two firms' names say: nats, and the pairs (unit of one, unit of the other, nats) that agree."""

    nats: float
    agreeing: tuple[tuple[str, str, float], ...]


class FirmWeigher:
    """Weigh the names of two firms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def back(self, word: str, characters: Sequence[str]) -> tuple[float, str]:
        """Return the nats of a word given the characters, and the character that explains it best."""
        table, prior = self.lexicon.translate(word), 0.0
        best, said = 0.0, ""
        for character in characters:
            ratio = table.get(character, 0.0) / self.lexicon.share(character)
            prior += ratio
            if ratio > best:
                best, said = ratio, character
        return math.log(NOISE + (1 - NOISE) * prior / max(1, len(characters))), said

    def weigh(self, asked: Firm, entry: Firm) -> FirmWeight:
        """Return the best of what the scripts of both names say."""
        best = FirmWeight(-99.0, ())
        if (asked.words and entry.words) or (asked.characters and entry.characters):
            best = self._same(asked, entry)
        if asked.words and entry.characters:
            best = max(best, self._across(asked.words, entry.characters), key=lambda w: w.nats)
        if asked.characters and entry.words:
            best = max(best, self._across(entry.words, asked.characters), key=lambda w: w.nats)
        return FirmWeight(best.nats + SAME_KEY * (asked.key == entry.key), best.agreeing)

    def _same(self, asked: Firm, entry: Firm) -> FirmWeight:
        kinds = [(asked.words, entry.words), (asked.characters, entry.characters)]
        score = 0.0
        agreeing: list[tuple[str, str, float]] = []
        for left, right in kinds:
            shared = dict.fromkeys(u for u in left if u in right)
            agreeing += [(unit, unit, self.lexicon.rarity(unit)) for unit in shared]
            single = {*left, *right}.difference(shared) if left and right else set()
            score -= MISSING * sum(map(self.lexicon.rarity, sorted(single)))
        score += sum(nats for _, _, nats in agreeing)
        return FirmWeight(score, tuple(agreeing))

    def _across(self, words: tuple[str, ...], characters: tuple[str, ...]) -> FirmWeight:
        mixed, score = self.lexicon.mixture(words), 0.0
        agreeing: list[tuple[str, str, float]] = []
        for character in characters:
            score += math.log(NOISE + (1 - NOISE) * mixed.get(character, 0.0) / self.lexicon.share(character))
        for word in words:
            nats, said = self.back(word, characters)
            score += nats
            if nats > 0:
                agreeing.append((word, said, nats))
        return FirmWeight(score / 2, tuple(agreeing))  # both ways tell the same thing twice


class FirmIndex:
    """A list of firms, ready to be searched."""

    def __init__(self, names: Sequence[str], lexicon: Lexicon, folds: Mapping[int, str]) -> None:
        self.names, self.lexicon, self._folds = names, lexicon, folds
        self._weigher = FirmWeigher(lexicon)
        self.firms = [parse_firm(name, folds) for name in names]
        self._units: dict[str, int] = {}
        flat = [[self._units.setdefault(u, len(self._units)) for u in _units(f)] for f in self.firms]
        self._start = np.append(0, np.cumsum([len(x) for x in flat])).astype(np.int64)
        self._flat = np.array([u for x in flat for u in x], np.int32)
        self._rarity = np.array([lexicon.rarity(u) for u in self._units], np.float64)
        self._is_word = np.array([u.isascii() for u in self._units], np.bool_)

    def search(self, query: str, top: int) -> list[FirmHit]:
        """Return the best firms for a query, best first, at most `top`."""
        asked = parse_firm(query, self._folds)
        if not self.firms or not (asked.words or asked.characters):
            return []
        rough = sum_rows(self._start, self._flat, self._values(asked))
        count = min(SHORTLIST, len(rough))
        short = np.argpartition(-rough, count - 1)[:count]
        hits = [self._score(asked, query, int(place)) for place in short]
        return sorted(hits, key=lambda h: (-h.score, h.place))[:top]

    def _values(self, asked: Firm) -> NDArray[np.float32]:
        """Return nats per unit of the list: what an entry holding it gains or loses."""
        values = np.where(self._is_word == bool(asked.words), -MISSING * self._rarity, math.log(NOISE))
        if asked.words and asked.characters:
            values = -MISSING * self._rarity
        if asked.words:
            self._translated(values, asked.words)
        else:
            for unit, at in self._units.items():
                values[at] = self._weigher.back(unit, asked.characters)[0] if self._is_word[at] else values[at]
        for unit in _units(asked):
            if unit in self._units:
                values[self._units[unit]] = self.lexicon.rarity(unit)
        return values.astype(np.float32)

    def _translated(self, values: NDArray[np.float64], words: tuple[str, ...]) -> None:
        for character, p in self.lexicon.mixture(words).items():
            at = self._units.get(character)
            if at is not None:
                values[at] = max(values[at], math.log(NOISE + (1 - NOISE) * p / self.lexicon.share(character)))

    def _score(self, asked: Firm, query: str, place: int) -> FirmHit:
        weight = self._weigher.weigh(asked, self.firms[place])
        return FirmHit(place, weight.nats + SAME_NAME * (query == self.names[place]), weight.agreeing)


def _units(firm: Firm) -> list[str]:
    return list(dict.fromkeys([*firm.words, *firm.characters]))


@lru_cache(maxsize=1)
def shipped_rows() -> tuple[Row, ...]:
    """Return the shipped lexicon of firms."""
    return tuple((w, c, float(n)) for w, c, n in table_rows(shipped("firms.tsv")))
