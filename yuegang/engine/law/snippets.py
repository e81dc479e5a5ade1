"""Choose the part of a provision that answers, and mark the words that made it a hit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .concepts import Question
from .folding import HAN_START, RUN, fold, stem


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of the reader's text; `marks` are (start, end) within it; `cut` says whether it is a part."""

    text: str
    marks: tuple[tuple[int, int], ...]
    cut: bool


def hits(text: str, question: Question) -> list[tuple[int, int]]:
    """Return the places of the question's words in a text, merged and in order; the text keeps its own script."""
    folded = fold(text)
    words = {word for concept in question.concepts for word, _ in concept.words} | set(question.pairs)
    found = [place for word in words if word[0] >= HAN_START for place in _places(folded, word)]
    wanted = {part for word in words if word[0] < HAN_START for part in word.split()}
    found += [run.span() for run in RUN.finditer(folded) if run[0] < HAN_START and stem(run[0]) in wanted]
    return _merged(sorted(found))


def _places(folded: str, word: str) -> Iterable[tuple[int, int]]:
    at = folded.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = folded.find(word, at + 1)


def _merged(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(text: str, question: Question, *, width: int = 90) -> Snippet:
    """Return the stretch of at most `width` characters with the most marked characters, the first of equals."""
    places = hits(text, question)
    if len(text) <= width:
        return Snippet(text, tuple(places), cut=False)
    starts = [max(0, min(start - width // 6, len(text) - width)) for start, _ in places] or [0]
    best = max(starts, key=lambda start: (_covered(places, start, start + width), -start))
    inside = [(max(a, best), min(b, best + width)) for a, b in places if b > best and a < best + width]
    return Snippet(text[best : best + width], tuple((a - best, b - best) for a, b in inside), cut=True)


def _covered(places: Sequence[tuple[int, int]], start: int, end: int) -> int:
    return sum(max(0, min(b, end) - max(a, start)) for a, b in places)
