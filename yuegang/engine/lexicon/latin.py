"""Parse a Latin personal name into the orders of syllables it may stand for.

Surname first or last, English given names left out, hyphens and joined given names taken apart, a husband's surname
before the own one, compound surnames: each becomes a hypothesis with a penalty for what it leaves unexplained.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from .folding import latin

SIZES = (4, 3, 2)  # syllables a Chinese name has
LEFT_SYLLABLE = 2.0  # nats lost for a syllable a hypothesis leaves out
LEFT_WORD = 0.4  # nats lost for a word that is no syllable, such as an English given name
SURNAME_LAST = 0.7  # nats lost when the last word is taken as the surname
JOINED = 0.3  # nats lost when a word is taken apart
MAX_WORDS = 8
TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "hon", "sir", "jp", "gbs", "sbs", "gbm", "mh", "the"])


@dataclass(frozen=True)
class Hypothesis:
    """An order of symbols (syllables, words or characters) and the nats it loses, a number not above zero."""

    symbols: tuple[str, ...]
    penalty: float


def words(text: str) -> list[str]:
    """Return the Latin words of a name in lower case, without titles."""
    found = [w for w in re.split(r"[^a-z]+", re.sub(r"['’`]", "", latin(text))) if w]
    return [w for w in found if w not in TITLES] or found


def split_joined(word: str, known: Container[str], pieces: int = 3) -> list[list[str]]:
    """Return the ways to take a word apart into two or three known syllables of at least two letters."""
    if pieces < 2 or len(word) < 4:
        return []
    found = []
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        if head in known and len(head) <= 6:
            if tail in known:
                found.append([head, tail])
            found += [[head, *rest] for rest in split_joined(tail, known, pieces - 1)]
    return found


def _readings(parts: Sequence[str], known: Container[str]) -> list[tuple[list[str], float]]:
    """Return the name with every joined word taken apart in at most four ways."""
    readings: list[tuple[list[str], float]] = [([], 0.0)]
    for word in parts:
        options: list[tuple[list[str], float]] = [([word], 0.0)]
        ways = sorted(split_joined(word, known), key=len) if word not in known or len(parts) == 2 else []
        options += [(way, -JOINED - (0.5 if word in known else 0.0)) for way in ways[:4]]
        readings = [(have + more, loss + extra) for have, loss in readings for more, extra in options][:8]
    return readings


def _windows(syllables: Sequence[str], loss: float) -> list[Hypothesis]:
    found, count = [], len(syllables)
    for size in SIZES:
        for start in range(count - size + 1):
            window = tuple(syllables[start : start + size])
            penalty = loss - LEFT_SYLLABLE * (count - size)
            found.append(Hypothesis(window, penalty))
            if start + size == count:
                found.append(Hypothesis(window[-1:] + window[:-1], penalty - SURNAME_LAST))
    return found


def hypotheses(text: str, known: Container[str]) -> list[Hypothesis]:
    """Return what a Latin name may stand for, each order once with its smallest loss.

    known: the spellings of all systems. A name with fewer than two syllables keeps its words as they are.
    """
    best: dict[tuple[str, ...], float] = {}
    for parts, loss in _readings(words(text)[:MAX_WORDS], known):
        syllables = [p for p in parts if p in known]
        left = len(parts) - len(syllables)
        found = _windows(syllables, loss - LEFT_WORD * min(left, 2))
        if len(syllables) < 2 or left:
            whole = tuple(parts[:MAX_WORDS])
            found += [Hypothesis(whole, loss), Hypothesis(whole[-1:] + whole[:-1], loss - SURNAME_LAST)]
        for hypothesis in found:
            best[hypothesis.symbols] = max(best.get(hypothesis.symbols, -99.0), hypothesis.penalty)
    return [Hypothesis(symbols, penalty) for symbols, penalty in best.items() if symbols]
