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

from yuegang.engine.law.citation import statute_names
from yuegang.engine.law.concepts import Vocabulary, read_question
from yuegang.engine.law.provision import Page, Provision, index_tokens, title_text
from yuegang.engine.law.ranking import Weighed, rerank
from yuegang.law_files import LawFileError, read_headings, read_laws, read_terms
from yuegang.law_index import CITED, HEAP, Asker, text_fields


class LawIndex:
    """The search index of one body of law, held in memory."""

    def __init__(self, provisions: Iterable[Provision], terms: Mapping[str, Any], headings: Mapping[str, str]) -> None:
        self.vocabulary = Vocabulary.of(terms)
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
        names = statute_names(titles, terms["statutes"])
        self.asker = Asker(self._build(), self.vocabulary, names)

    def _build(self) -> tantivy.Index:
        builder = text_fields(tantivy.SchemaBuilder())
        builder.add_integer_field("at", stored=False, indexed=False, fast=True)
        index = tantivy.Index(builder.build())
        writer = index.writer(HEAP, 1)
        for at, page in enumerate(self.pages):
            body, title = index_tokens(page)
            writer.add_document(tantivy.Document(at=at, body=body, title=title))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def search(self, text: str, top: int = 10) -> list[tuple[str, float]]:
        """Return the keys and scores of the provisions that answer best; a cited provision stands first."""
        weighed = self.asker.weighed(read_question(text, self.vocabulary))
        candidates = self.candidates(weighed)
        ranked = rerank(weighed, [self.pages[at] for at in candidates], self.asker.weights)
        hits = [(self.pages[candidates[place]].key, score) for place, score in ranked[: top + 1]]
        cited = self.asker.cited(text)
        if cited is not None and cited.key in self.keys:
            hits = [(cited.key, CITED), *(hit for hit in hits if hit[0] != cited.key)]
        return hits[:top]

    def candidates(self, weighed: Weighed) -> list[int]:
        """Return the places of the provisions worth comparing, best first by the engine."""
        places = self.asker.searcher.fast_field_values("at", self.asker.addresses(weighed))
        return [int(place) for place in places if place is not None]


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
