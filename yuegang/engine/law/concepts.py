"""Read a question as concepts: what it names, each with the words both sides and English use for it.

A concept counts once, by its best word: synonyms added to a query as equals drown the reader's own words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .folding import HAN_START, RUN, bigrams, fold, is_traditional, stems

OWN, SYNONYM, PART, PAIR = (
    1.0,
    0.85,
    0.5,
    0.45,
)  # worth of the reader's word, another word, a part of a term, a loose pair
LONGEST = 5  # words of an English term


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of the question: its words with their worth, and the weight of the idea itself."""

    words: tuple[tuple[str, float], ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question as search understands it."""

    text: str
    traditional: bool
    latin: bool
    places: frozenset[str]
    concepts: tuple[Concept, ...]
    pairs: tuple[str, ...]


@dataclass
class Vocabulary:
    """The term table: groups of words for one idea, words without content, and names of places."""

    chinese: dict[str, dict[str, float]] = field(default_factory=dict)
    english: dict[str, dict[str, float]] = field(default_factory=dict)
    silent: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))
    silent_stems: frozenset[str] = frozenset()
    places: dict[str, str] = field(default_factory=dict)
    longest: int = 2

    @classmethod
    def of(cls, table: Mapping[str, object]) -> "Vocabulary":
        """Build from the parsed term table (`facts/law_terms.json`)."""
        made = cls()
        groups = table["groups"]
        assert isinstance(groups, Sequence)
        for group in groups:
            made._add(group)
        silent = table["silent"]
        places = table["places"]
        assert isinstance(silent, Mapping) and isinstance(places, Mapping)
        words = sorted({fold(word) for word in silent["zh"]}, key=len, reverse=True)
        made.silent = re.compile("|".join(map(re.escape, words)))
        made.silent_stems = frozenset(one for word in silent["en"] for one in stems(fold(word)))
        made.places = {fold(name): place for name, place in places.items()}
        made.longest = max(map(len, made.chinese), default=2)
        return made

    def _add(self, group: Mapping[str, Sequence[str]]) -> None:
        chinese = list(dict.fromkeys(fold(word) for lang in ("zh-Hans", "zh-Hant") for word in group.get(lang, ())))
        english = list(dict.fromkeys(latin(word) for word in group.get("en", ())))
        for word in chinese:
            self._join(self.chinese, word, [*chinese, *english])
        for word in english:
            self._join(self.english, word, [*chinese, *english])

    @staticmethod
    def _join(table: dict[str, dict[str, float]], word: str, others: Sequence[str]) -> None:
        worth = table.setdefault(word, {word: OWN})
        for other in others:
            worth.setdefault(other, SYNONYM)


def latin(words: str) -> str:
    """Return English words as a pattern: their stems, each between spaces."""
    return f" {' '.join(stems(fold(words)))} "


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    """Split a question into places, concepts and the character pairs of its Chinese part."""
    folded = fold(text)
    places = {place for name, place in vocabulary.places.items() if _names(folded, name)}
    for name, place in vocabulary.places.items():
        if place != "CN-GD" and len(name) > 1:
            folded = re.sub(rf"\b{name}\b" if name.isascii() else re.escape(name), " ", folded)
    concepts: list[Concept] = []
    pairs: list[str] = []
    for run in RUN.findall(folded):
        if run >= HAN_START:
            concepts += _chinese(run, vocabulary)
            pairs += [pair for piece in vocabulary.silent.split(run) if piece for pair in bigrams(piece)]
    latin_only = not concepts and not pairs
    concepts += _english(stems(folded), vocabulary)
    term = _translation(concepts[0]) if latin_only and len(concepts) == 1 else ""
    if term:  # the same question in either language has the same answer
        concepts = list(_chinese(term, vocabulary))
        pairs = bigrams(term)
    return Question(
        text=text,
        traditional=is_traditional(text),
        latin=latin_only,
        places=frozenset(places),
        concepts=tuple(concepts),
        pairs=tuple(dict.fromkeys(pairs)),
    )


def _names(folded: str, name: str) -> bool:
    return bool(re.search(rf"\b{name}\b", folded)) if name.isascii() else name in folded


def _chinese(run: str, vocabulary: Vocabulary) -> Iterator[Concept]:
    at, loose = 0, ""
    while at < len(run):
        term = _longest(run, at, vocabulary)
        if term:
            yield from _loose(loose, vocabulary)
            loose = ""
            yield Concept(tuple(vocabulary.chinese[term].items()), 1.0)
            yield from _parts(term, vocabulary)
            at += len(term)
        else:
            loose += run[at]
            at += 1
    yield from _loose(loose, vocabulary)


def _longest(run: str, at: int, vocabulary: Vocabulary) -> str:
    for end in range(min(len(run), at + vocabulary.longest), at, -1):
        if run[at:end] in vocabulary.chinese:
            return run[at:end]
    return ""


def _parts(term: str, vocabulary: Vocabulary) -> Iterator[Concept]:
    """The terms inside a longer term, since the law may say them apart."""
    at = 0
    while len(term) > 3 and at < len(term) - 1:
        inner = next(
            (
                term[at:end]
                for end in range(min(len(term), at + len(term) - 1), at + 1, -1)
                if term[at:end] in vocabulary.chinese
            ),
            "",
        )
        if inner:
            yield Concept(tuple(vocabulary.chinese[inner].items()), PART)
        at += len(inner) or 1


def _loose(text: str, vocabulary: Vocabulary) -> Iterator[Concept]:
    for piece in vocabulary.silent.split(text):
        if len(piece) > 1:
            for pair in bigrams(piece):
                yield Concept(((pair, OWN),), PAIR)


def _translation(concept: Concept) -> str:
    """The first Chinese word of an English concept, if there is one."""
    return next((word for word, _ in concept.words if word[0] >= HAN_START), "")


def _english(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[Concept]:
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST), at, -1):
            pattern = f" {' '.join(words[at:end])} "
            if pattern in vocabulary.english:
                yield Concept(tuple(vocabulary.english[pattern].items()), 1.0)
                at = end
                break
        else:
            if words[at] not in vocabulary.silent_stems:
                yield Concept(((f" {words[at]} ", OWN),), 1.0 if len(words[at]) > 2 else PAIR)
            at += 1
