"""What the search page shows: hits under their statutes with marked words, other words, near terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language
from opencc import OpenCC

from yuegang.base.search import Hit, Words
from yuegang.engine.law.concepts import Question
from yuegang.engine.law.folding import fold
from yuegang.engine.law.snippets import snippet
from yuegang.law_files import read_terms
from yuegang.library.search import finding
from yuegang.library.search.finding import Found
from yuegang.library.search.sources import sources
from yuegang.parties.names import LANGUAGES, language_column

BEST = 3  # hits shown under a statute
GROUPS = 12  # statutes of a page
WIDTH = {"en": 220, "zh_hans": 110, "zh_hant": 110}  # characters of a snippet


@dataclass(frozen=True)
class Line:
    """A hit: its address, label, heading, and the marked pieces of its text."""

    url: str
    label: str
    heading: str
    tag: str
    pieces: tuple[tuple[str, bool], ...]
    is_cut: bool


@dataclass(frozen=True)
class Group:
    """A statute or another thing with its best hits."""

    name: str
    place: str
    kind: str
    url: str
    lines: tuple[Line, ...]
    more: int


def groups(found: Found) -> list[Group]:
    """Return the hits under their statutes, the statute of the best hit first."""
    by_name: dict[str, list[Hit]] = {}
    for hit in found.hits:
        by_name.setdefault(hit.key.partition("#")[0], []).append(hit)
    chosen = list(by_name.values())[:GROUPS]
    words = words_of([hit for hits in chosen for hit in hits[:BEST]])
    return [_group(hits, words, found.question) for hits in chosen]


def words_of(hits: Sequence[Hit]) -> dict[str, Words]:
    """Return the words of hits by key, each from the source it came from."""
    found: dict[str, Words] = {}
    for kind, source in sources().items():
        own = [hit for hit in hits if hit.kind == kind]
        found.update(source.words(own) if own else {})
    return found


def _group(hits: Sequence[Hit], words: Mapping[str, Words], question: Question) -> Group:
    first = hits[0]
    lines = tuple(_line(hit, words[hit.key], question) for hit in hits[:BEST] if hit.key in words)
    name = first.names[LANGUAGES.index(language_column())]
    url = sources()[first.kind].group_url(first)
    return Group(name, first.place, first.kind, url, lines, len(hits) - len(lines))


def _line(hit: Hit, words: Words, question: Question) -> Line:
    cut = snippet(words.text, question, width=WIDTH[language_column()])
    return Line(
        url=reverse(hit.url_name, kwargs=hit.url_words),
        label=words.label,
        heading=words.heading,
        tag=words.tag,
        pieces=tuple(_pieces(cut.text, cut.marks)),
        is_cut=cut.cut,
    )


def _pieces(text: str, marks: Iterable[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    at = 0
    for start, end in marks:
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


@cache
def _to_hong_kong() -> OpenCC:
    return OpenCC("s2hk")


def also_searched(question: Question, most: int = 8) -> list[str]:
    """Return the other words that were looked for, in the reader's script."""
    folded = fold(question.text)
    words = [word.strip() for concept in question.concepts for word, worth in concept.words if worth < 1.0]
    fresh = [word for word in dict.fromkeys(words) if word not in folded][:most]
    return [_to_hong_kong().convert(word) for word in fresh] if get_language() == "zh-hant" else fresh


def near_terms(words: str, most: int = 6) -> list[str]:
    """Return terms of the table that look like the words."""
    folded = fold(words)
    table = finding.vocabulary()
    known = [*table.chinese, *(term.strip() for term in table.english)]
    near = get_close_matches(folded, known, most, 0.5) or [term for term in known if len(term) > 1 and term in folded]
    near = near[:most]
    return [_to_hong_kong().convert(word) for word in near] if get_language() == "zh-hant" else near


@cache
def term_pairs() -> tuple[tuple[str, str, str], ...]:
    """Return pairs of words of the two sides with the English word, from the term table."""
    rows = read_terms()["preferred"]
    return tuple((row["zh-Hans"], row["zh-Hant"], row["en"]) for row in rows[:8])
