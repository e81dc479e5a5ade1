"""Ask a tantivy index of law: candidates by concept, filters, the rarity of words; shared by memory and disk."""

from collections.abc import Mapping, Sequence

import tantivy

from yuegang.engine.law.citation import Citation, parse_citation
from yuegang.engine.law.concepts import Question, Vocabulary
from yuegang.engine.law.folding import HAN_START, bigrams
from yuegang.engine.law.ranking import Weighed, Weights, weigh

CANDIDATES = 120  # provisions the engine hands to the re-ranker
HEAP = 64_000_000  # bytes tantivy's writer may hold before it flushes
CITED = 10.0  # above any score of a question, so that a cited provision stands first


def text_fields(builder: tantivy.SchemaBuilder) -> tantivy.SchemaBuilder:
    """Add the two fields every index of law has."""
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    return builder


class Asker:
    """One open index with the words to ask it by."""

    def __init__(self, index: tantivy.Index, vocabulary: Vocabulary, names: Mapping[str, str]) -> None:
        self.vocabulary = vocabulary
        self.names = names
        self.weights = Weights()
        self.schema = index.schema
        self.searcher = index.searcher()

    def cited(self, text: str) -> Citation | None:
        """Return what the text cites, whether or not this index holds it."""
        return parse_citation(text, self.names)

    def weighed(self, question: Question) -> Weighed:
        """Give the question's words their rarity in this body of law."""
        words = {word for concept in question.concepts for word, _ in concept.words} | set(question.pairs)
        frequencies = {word: self._frequency(word) for word in words}
        return weigh(question, frequencies, self.searcher.num_docs, self.weights.idf)

    def _frequency(self, word: str) -> int:
        split = tokens_of(word)
        body = min(self.searcher.doc_freq("body", token) for token in split)
        return body or min(1, *(self.searcher.doc_freq("title", token) for token in split))

    def addresses(self, weighed: Weighed, filters: Sequence[tantivy.Query] = ()) -> list[tantivy.DocAddress]:
        """Return the places of the provisions worth comparing, best first by the engine."""
        should = [self._concept(concept.words, weight) for concept, weight in weighed.concepts]
        should += [self._boosted("body", [pair], 0.3) for pair, _ in weighed.pairs]
        if not should:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in should])
        if filters:
            parts = [query, *(tantivy.Query.const_score_query(each, 0.0) for each in filters)]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        return [address for _, address in self.searcher.search(query, limit=CANDIDATES, count=False).hits]

    def _concept(self, words: Sequence[tuple[str, float]], weight: float) -> tantivy.Query:
        parts = []
        for word, worth in words:
            split = tokens_of(word)
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


def tokens_of(word: str) -> list[str]:
    """Return a word of a question as the tokens the index holds."""
    return bigrams(word) if word[0] >= HAN_START else word.split()
