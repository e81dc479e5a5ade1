"""Keep what the trade calls a mark: a lexicon grown from judgements, each word with its source, each undoable.

The lexicon is a value: learning and undoing return a new one, and nothing learnt is ever rewritten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from yuegang.engine.matching.brands.folding import key
from yuegang.engine.matching.brands.tables import rows


class AliasKind(StrEnum):
    """Say how a word came to stand for a mark."""

    NAME = "name"  # the mark's own name in another script or spelling
    NICKNAME = "nickname"
    TRANSLITERATION = "transliteration"
    LOGO = "logo"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Alias:
    """Hold one word for a mark. `number` is given by whoever stores it; `source` names the judgement or the list."""

    number: str
    mark: str
    word: str
    kind: AliasKind
    source: str


@dataclass(frozen=True, slots=True)
class AliasLexicon:
    """Hold aliases in the order learnt and the numbers of those undone."""

    learnt: tuple[Alias, ...] = ()
    undone: frozenset[str] = field(default_factory=frozenset)

    def learn(self, alias: Alias) -> "AliasLexicon":
        """Return the lexicon with one alias more.

        Raises ValueError if its number is used or its word folds to nothing.
        """
        if any(each.number == alias.number for each in self.learnt):
            raise ValueError("alias number is used")
        if not key(alias.word):
            raise ValueError("alias has no letter")
        return AliasLexicon((*self.learnt, alias), self.undone)

    def undo(self, number: str) -> "AliasLexicon":
        """Return the lexicon without the alias. Raises KeyError if it never was learnt."""
        if all(each.number != number for each in self.learnt):
            raise KeyError(number)
        return AliasLexicon(self.learnt, self.undone | {number})

    def standing(self) -> tuple[Alias, ...]:
        """Return the aliases that were not undone."""
        return tuple(each for each in self.learnt if each.number not in self.undone)


def shipped() -> AliasLexicon:
    """Return the lexicon this package ships: what the trade commonly calls well-known marks."""
    found: list[Alias] = []
    for line, (names, words) in enumerate(rows("aliases.tsv")):
        listed_names = names.split("|")
        first = listed_names[0]
        listed = [(name, AliasKind.NAME) for name in listed_names] + [(w, AliasKind.NICKNAME) for w in words.split("|")]
        found.extend(
            Alias(f"shipped-{line}-{place}", first, word, kind, "shipped table")
            for place, (word, kind) in enumerate(listed)
        )
    return AliasLexicon(tuple(found))


def by_mark(aliases: Iterable[Alias]) -> Mapping[str, Sequence[Alias]]:
    """Return the aliases under the folded form of every name of their mark, so that any of the names finds them all."""
    groups: dict[str, list[Alias]] = {}
    for alias in aliases:
        groups.setdefault(key(alias.mark), []).append(alias)
    found: dict[str, list[Alias]] = {}
    for mark, group in groups.items():
        for name in {mark, *(key(each.word) for each in group if each.kind is AliasKind.NAME)}:
            found.setdefault(name, []).extend(group)
    return found
