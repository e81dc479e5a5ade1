"""Rank candidate provisions for a question.

The score of a provision is the weighted share of the question's concepts it speaks of, each by its best word in
its best field, plus the share of the question's character pairs, times priors of place, script and rank of norm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from .concepts import Concept, Question
from .provision import Page


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign is worth; fitted by cross-validation on the development questions (docs/search.md)."""

    body: float = 1.0
    heading: float = 1.2
    lead: float = 0.1
    path: float = 0.2
    title: float = 0.4
    pairs: float = 0.3
    saturation: float = 0.4
    length: float = 0.1
    other_place: float = 0.35
    unasked_place: float = 0.75
    script: float = 1.3
    purpose: float = 0.95
    idf: float = 1.0
    levels: Mapping[str, float] = field(
        default_factory=lambda: {
            "law": 1.0,
            "ordinance": 1.0,
            "decree-law": 1.0,
            "subsidiary-legislation": 0.97,
            "administrative-regulation": 0.99,
            "judicial-interpretation": 0.9,
            "departmental-rule": 0.95,
            "local-regulation": 0.93,
            "other-local": 0.7,
            "amending": 0.6,
        }
    )


LEAD = 36  # characters of a provision that name its subject
USUAL_LENGTH = 150  # characters of a usual article


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question whose concepts and pairs carry their rarity."""

    question: Question
    concepts: tuple[tuple[Concept, float], ...]
    pairs: tuple[tuple[str, float], ...]
    whole: float
    whole_pairs: float


def rarity(frequency: int, total: int) -> float:
    """Return the information of a word found in `frequency` of `total` provisions, in nats (BM25's idf)."""
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def weigh(question: Question, frequencies: Mapping[str, int], total: int, power: float = 1.0) -> Weighed:
    """Give each concept and pair its weight from the frequencies of their words; unknown words are dropped."""
    concepts = []
    for concept in question.concepts:
        known = tuple((word, worth) for word, worth in concept.words if frequencies.get(word))
        if known:
            common = max(frequencies[word] for word, _ in known)
            weight = concept.weight * rarity(min(common, total), total) ** power
            concepts.append((Concept(known, concept.weight), weight))
    pairs = [(pair, rarity(frequencies[pair], total)) for pair in question.pairs if frequencies.get(pair)]
    whole = sum(weight for _, weight in concepts)
    return Weighed(question, tuple(concepts), tuple(pairs), whole or 1.0, sum(w for _, w in pairs) or 1.0)


def score(weighed: Weighed, page: Page, weights: Weights) -> float:
    """Return how well a provision answers, 0 or more; about 1 when every concept is its subject."""
    spread = weights.saturation * (1 - weights.length + weights.length * page.length / USUAL_LENGTH)
    found = sum(weight * _said(concept, page, spread, weights) for concept, weight in weighed.concepts) / weighed.whole
    body = page.body
    near = sum(weight for pair, weight in weighed.pairs if pair in body or pair in page.heading) / weighed.whole_pairs
    return (found + weights.pairs * near) * prior(weighed.question, page, weights)


def _said(concept: Concept, page: Page, spread: float, weights: Weights) -> float:
    best = 0.0
    for word, worth in concept.words:
        at = page.body.find(word)
        value = 0.0
        if at >= 0:
            times = page.body.count(word)
            value = weights.body * times / (times + spread) + (weights.lead if at < LEAD else 0.0)
        if word in page.about:
            value += _named(word, page, weights)
        if value * worth > best:
            best = value * worth
    return best


def _named(word: str, page: Page, weights: Weights) -> float:
    heading = weights.heading if word in page.heading else 0.0
    title = weights.title if word in page.title else 0.0
    return heading + title + (weights.path if word in page.path else 0.0)


def prior(question: Question, page: Page, weights: Weights) -> float:
    """Return the factor of place, script, rank and kind of a provision."""
    factor = weights.levels.get(page.level, 1.0)
    broad = "CN" if page.place == "CN-GD" else page.place
    if question.places:
        if page.place not in question.places and not (broad == "CN" and question.places & {"CN", "CN-GD"}):
            factor *= weights.other_place
    elif question.traditional and broad in ("HK", "MO"):
        factor *= weights.script
    elif not question.traditional and not question.latin and broad != "CN":
        factor *= weights.unasked_place
    return factor * (weights.purpose if page.first else 1.0)


def rerank(weighed: Weighed, pages: Sequence[Page], weights: Weights) -> list[tuple[int, float]]:
    """Return (place in `pages`, score), best first; equal scores keep the order of the pages."""
    scored = [(at, score(weighed, page, weights)) for at, page in enumerate(pages)]
    return sorted(scored, key=lambda pair: -pair[1])
