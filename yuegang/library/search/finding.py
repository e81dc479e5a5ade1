"""Ask the indexes of a zone: the best hits of a question on a day, a cited provision first."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import tantivy

from yuegang.base.search import Hit
from yuegang.engine.law.concepts import Question, Vocabulary, read_question
from yuegang.engine.law.provision import Page
from yuegang.engine.law.ranking import rerank
from yuegang.law_files import read_terms
from yuegang.law_index import CITED, Asker
from yuegang.library.search import store
from yuegang.library.search.sources import sources

READERS: dict[str, tuple[str, Asker]] = {}  # zone → the folder that is open, and its index


@dataclass(frozen=True)
class Asked:
    """A question with what it is narrowed to."""

    words: str
    day: date
    place: str = ""
    topic: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Found:
    """What a question found: how it was understood, and its hits, best first."""

    question: Question
    hits: tuple[Hit, ...]
    is_ready: bool  # whether there is an index at all


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped term table as search uses it."""
    return Vocabulary.of(read_terms())


def grown_vocabulary() -> Vocabulary:
    """Return the shipped table with the words the rooms add to it."""
    table = read_terms()
    added = [group for source in sources().values() for group in source.groups()]
    return Vocabulary.of(table | {"groups": [*table["groups"], *added]})


@cache
def further_names() -> dict[str, str]:
    """Return names of statutes beyond their titles."""
    return dict(read_terms()["statutes"])


def opened(zone: str) -> Asker | None:
    """Return the index that is to be read now, opened anew when the worker has built another."""
    folder = store.current(zone).get("folder", "")
    place = str(store.home(zone) / folder)
    known = READERS.get(zone)
    if not folder:
        return None
    if known is None or known[0] != place:
        names = {name: key for source in sources().values() for name, key in source.names().items()}
        asker = Asker(tantivy.Index.open(place), grown_vocabulary(), names | further_names())
        known = READERS[zone] = (place, asker)
    return known[1]


def find(asked: Asked, *, is_office: bool) -> Found:
    """Return what a question finds; officers find what is public and what is theirs."""
    zones = (store.PUBLIC, store.OFFICE) if is_office else (store.PUBLIC,)
    askers = [asker for zone in zones if (asker := opened(zone)) is not None]
    question = read_question(asked.words, askers[0].vocabulary if askers else vocabulary())
    hits = [hit for asker in askers for hit in _ask(asker, asked, question)]
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda each: -each.score):
        best.setdefault(hit.key, hit)
    return Found(question, tuple(best.values()), bool(askers))


def _ask(asker: Asker, asked: Asked, question: Question) -> Iterator[Hit]:
    filters = list(_filters(asker.schema, asked))
    cited = asker.cited(asked.words)
    if cited is not None and cited.number is not None:
        yield from _cited(asker, cited.key, filters)
    weighed = asker.weighed(question)
    rows = [_row(asker, address) for address in asker.addresses(weighed, filters)]
    pages = [Page(*row["page"]) for row in rows]
    for at, score in rerank(weighed, pages, asker.weights):
        if score > 0:
            yield _hit(rows[at], score)


def _cited(asker: Asker, key: str, filters: Sequence[tantivy.Query]) -> Iterator[Hit]:
    parts = [tantivy.Query.term_query(asker.schema, "key", key), *filters]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
    for _score, address in asker.searcher.search(query, limit=1, count=False).hits:
        yield _hit(_row(asker, address), CITED)


def _filters(schema: tantivy.Schema, asked: Asked) -> Iterator[tantivy.Query]:
    day = int(asked.day.strftime("%Y%m%d"))
    integer = tantivy.FieldType.Integer
    yield tantivy.Query.range_query(schema, "from", integer, None, day)
    yield tantivy.Query.range_query(schema, "to", integer, day + 1, None)
    for name, value in (("place", asked.place), ("topics", asked.topic), ("kind", asked.kind)):
        if value:
            yield tantivy.Query.term_query(schema, name, value)


def _row(asker: Asker, address: tantivy.DocAddress) -> Mapping[str, Any]:  # parsed JSON of our own
    found: Mapping[str, Any] = json.loads(str(asker.searcher.doc(address).get_first("stored")))
    return found


def _hit(row: Mapping[str, Any], score: float) -> Hit:
    return Hit(
        key=row["page"][0],
        score=score,
        kind=row["kind"],
        names=tuple(row["names"]),
        url_name=row["url"][0],
        url_words=row["url"][1],
        place=row["page"][1],
        detail=row["detail"],
    )
