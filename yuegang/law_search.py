"""Search law by question: the index over provisions, and the command `./run search`.

    python -m yuegang.law_search search --laws PATH --queries FILE [--top 10]

Prints one JSON line per query, in order: {"id": …, "hits": [{"key": …, "score": …}]}.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from yuegang.engine.law.citation import Citation, parse_citation, statute_names
from yuegang.engine.law.concepts import Question, Vocabulary, read_question
from yuegang.engine.law.folding import HAN_START, bigrams
from yuegang.engine.law.provision import Page, Provision, index_tokens, title_text
from yuegang.engine.law.ranking import Weighed, Weights, rerank, weigh
from yuegang.law_files import LawFileError, read_headings, read_laws, read_terms

CANDIDATES = 120  # provisions the engine hands to the re-ranker
HEAP = 64_000_000  # bytes tantivy's writer may hold before it flushes
CITED = 10.0  # above any score of a question, so that a cited provision stands first


class LawIndex:
    """The search index of one body of law, held in memory."""

    def __init__(self, provisions: Iterable[Provision], terms: Mapping[str, Any], headings: Mapping[str, str]) -> None:
        self.vocabulary = Vocabulary.of(terms)
        self.weights = Weights()
        self.pages: list[Page] = []
        titles: dict[str, str] = {}
        folded: dict[str, str] = {}
        for provision in provisions:
            statute = provision.statute
            if statute.key not in folded:
                folded[statute.key] = title_text(statute.titles)
                titles.update(dict.fromkeys(statute.titles, statute.key))
            ours = headings.get(provision.key)
            if ours:
                provision = dataclasses.replace(provision, heading=f"{provision.heading} {ours}")
            self.pages.append(Page.of(provision, folded[statute.key]))
        self.keys = {page.key: at for at, page in enumerate(self.pages)}
        self.names = statute_names(titles, terms["statutes"])
        self._build()

    def _build(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("at", stored=False, indexed=False, fast=True)
        builder.add_text_field("body", tokenizer_name="whitespace")
        builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(HEAP, 1)
        for at, page in enumerate(self.pages):
            body, title = index_tokens(page)
            writer.add_document(tantivy.Document(at=at, body=body, title=title))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, text: str, top: int = 10) -> list[tuple[str, float]]:
        """Return the keys and scores of the provisions that answer best; a cited provision stands first."""
        weighed = self.weighed(read_question(text, self.vocabulary))
        candidates = self.candidates(weighed)
        ranked = rerank(weighed, [self.pages[at] for at in candidates], self.weights)
        hits = [(self.pages[candidates[place]].key, score) for place, score in ranked[: top + 1]]
        cited = self.cited(text)
        if cited is not None and cited.key in self.keys:
            hits = [(cited.key, CITED), *(hit for hit in hits if hit[0] != cited.key)]
        return hits[:top]

    def cited(self, text: str) -> Citation | None:
        """Return what the text cites, whether or not this index holds it."""
        return parse_citation(text, self.names)

    def weighed(self, question: Question) -> Weighed:
        """Give the question's words their rarity in this body of law."""
        words = {word for concept in question.concepts for word, _ in concept.words} | set(question.pairs)
        frequencies = {word: self._frequency(word) for word in words}
        return weigh(question, frequencies, len(self.pages), self.weights.idf)

    def _frequency(self, word: str) -> int:
        split = _tokens(word)
        body = min(self.searcher.doc_freq("body", token) for token in split)
        return body or min(1, *(self.searcher.doc_freq("title", token) for token in split))

    def candidates(self, weighed: Weighed) -> list[int]:
        """Return the places of the provisions worth comparing, best first by the engine."""
        should = [self._concept(concept.words, weight) for concept, weight in weighed.concepts]
        should += [self._boosted("body", [pair], 0.3) for pair, _ in weighed.pairs]
        if not should:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in should])
        found = self.searcher.search(query, limit=CANDIDATES, count=False)
        places = self.searcher.fast_field_values("at", [address for _, address in found.hits])
        return [int(place) for place in places if place is not None]

    def _concept(self, words: Sequence[tuple[str, float]], weight: float) -> tantivy.Query:
        parts = []
        for word, worth in words:
            split = _tokens(word)
            parts.append(self._boosted("body", split, worth))
            parts.append(self._boosted("title", split, worth * 0.5))
        return tantivy.Query.disjunction_max_query(parts, 0.1)

    def _boosted(self, field: str, split: Sequence[str], worth: float) -> tantivy.Query:
        if len(split) == 1:
            query = tantivy.Query.term_query(self.schema, field, split[0])
        elif field == "body":
            query = tantivy.Query.phrase_query(self.schema, field, list(split))
        else:
            terms = [(tantivy.Occur.Must, tantivy.Query.term_query(self.schema, field, token)) for token in split]
            query = tantivy.Query.boolean_query(terms)
        return tantivy.Query.boost_query(query, worth)


def _tokens(word: str) -> list[str]:
    return bigrams(word) if word[0] >= HAN_START else word.split()


def load(path: Path) -> LawIndex:
    """Read law files and return their index."""
    return LawIndex(read_laws(path), read_terms(), read_headings())


def main(argv: Sequence[str]) -> int:
    """Run `search --laws PATH --queries FILE [--top N]`."""
    parser = argparse.ArgumentParser(prog="run")
    search = parser.add_subparsers(dest="command", required=True).add_parser("search", help="rank provisions of law")
    search.add_argument("--laws", type=Path, required=True, help="folder of statute JSON files, or a JSONL.gz corpus")
    search.add_argument("--queries", type=Path, required=True, help="JSONL with id and query")
    search.add_argument("--top", type=int, default=10)
    options = parser.parse_args(argv)
    try:
        lines = options.queries.read_text(encoding="utf-8").splitlines()
        queries = [json.loads(line) for line in lines if line.strip()]
        index = load(options.laws)
    except (OSError, ValueError, LawFileError) as error:
        sys.stderr.write(f"search: {error}\n")
        return 2
    for query in queries:
        hits = [{"key": key, "score": round(score, 4)} for key, score in index.search(query["query"], options.top)]
        sys.stdout.write(json.dumps({"id": query["id"], "hits": hits}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
