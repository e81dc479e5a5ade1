"""Hold the parts of all marks under watch, each text once, ready for every way of finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yuegang.engine.matching.brands.aliases import Alias, AliasKind, AliasLexicon, by_mark
from yuegang.engine.matching.brands.blob import Blob
from yuegang.engine.matching.brands.bridge import Bridge
from yuegang.engine.matching.brands.folding import is_han, look
from yuegang.engine.matching.brands.marks import PartKind, parts
from yuegang.engine.matching.brands.sounds import SYSTEMS, Syllables, pinyin

ALIAS_NAME, NICKNAME = 0.9, 0.6
NICKNAME_PARTIAL = 0.2  # half a nickname says little
_KINDS = {PartKind.SIDE: "mark", PartKind.SCRIPT: "part of the mark", PartKind.WORD: "word of the mark"}
_KINDS[PartKind.INITIALS] = "initials of the mark"
KNOWN, _MOST_KNOWN = 0.25, 14  # prior odds for each word: what the trade has many words for is often counterfeited


@dataclass(frozen=True, slots=True)
class Use:
    """Say which mark a part belongs to and in words what it is of it.

    factor, partial: how much finding the part, or only something near it, says about the mark, in (0, 1].
    whole: the part is a whole name, not a word of one; needs_second: a nickname, which is a common word as well.
    """

    mark: int
    factor: float
    role: str
    partial: float
    whole: bool = True
    needs_second: bool = False


def _factor(kind: PartKind, share: float) -> float:
    if kind is PartKind.SIDE:
        return 1.0
    return {PartKind.SCRIPT: 0.8, PartKind.WORD: 0.25 + 0.5 * share, PartKind.INITIALS: 0.08}[kind]


class Vocabulary:
    """Hold unique folded parts and their uses. Memory: about 1 kB per mark."""

    def __init__(self, watch: Sequence[str], lexicon: AliasLexicon) -> None:
        self.marks = watch
        self._aliases = by_mark(lexicon.standing())
        self._uses: dict[str, list[Use]] = {}
        self._known: dict[int, int] = {}
        for number, mark in enumerate(watch):
            self._add(number, mark)
        self.texts = list(self._uses)

    def _add(self, number: int, mark: str) -> None:
        listed = parts(mark)
        own = {part.text for part in listed}
        aliases: dict[str, Alias] = {}
        for part in listed:
            for alias in self._aliases.get(part.text, ()) if part.kind <= PartKind.SCRIPT else ():
                aliases.setdefault(alias.word, alias)
        if aliases:
            self._known[number] = len(aliases)
        for part in listed:
            factor = _factor(part.kind, part.share)
            use = Use(number, factor, _KINDS[part.kind], factor, part.kind <= PartKind.SCRIPT)
            self._uses.setdefault(part.text, []).append(use)
        for alias in aliases.values():
            factor = ALIAS_NAME if alias.kind is AliasKind.NAME else NICKNAME
            role = f"{alias.kind} {alias.word} ({alias.source})"
            self._add_word(number, alias.word, factor, role, own)

    def _add_word(self, number: int, word: str, factor: float, role: str, own: set[str]) -> None:
        for part in parts(word):
            if part.text in own or part.kind is PartKind.INITIALS:
                continue
            own.add(part.text)
            whole = factor * _factor(part.kind, part.share)
            partial = whole if factor > NICKNAME else NICKNAME_PARTIAL
            self._uses.setdefault(part.text, []).append(
                Use(number, whole, role, partial, part.kind is PartKind.SIDE, factor <= NICKNAME)
            )

    def uses(self, text: str) -> Sequence[Use]:
        """Return what a part is used for; nothing if no mark has it."""
        return self._uses.get(text, ())

    def prior(self, mark: int) -> float:
        """Return the prior odds of the mark against any other."""
        return 1.0 + KNOWN * min(self._known.get(mark, 0), _MOST_KNOWN)

    @cached_property
    def written(self) -> Blob:
        """Return the parts as written."""
        return Blob(self.texts)

    @cached_property
    def looks(self) -> Blob:
        """Return the parts by the shape of their letters."""
        return Blob([look(text) for text in self.texts])

    @cached_property
    def sounds(self) -> dict[str, tuple[Syllables, Blob]]:
        """Return the parts by sound, for each system."""
        return {system: self._spoken(system) for system in SYSTEMS}

    def _spoken(self, system: str) -> tuple[Syllables, Blob]:
        syllables = Syllables(system)
        return syllables, Blob([syllables.row(text) for text in self.texts])

    @cached_property
    def initials(self) -> dict[str, list[str]]:
        """Return the Chinese parts by the initials of their pinyin."""
        found: dict[str, list[str]] = {}
        for text in self.texts:
            if 2 <= len(text) <= 8 and all(map(is_han, text)):
                found.setdefault("".join(pinyin(each)[0][0] for each in text), []).append(text)
        return found

    @cached_property
    def latin(self) -> Bridge:
        """Return the Latin parts by sound."""
        return Bridge(self.texts, chinese=False)

    @cached_property
    def chinese(self) -> Bridge:
        """Return the Chinese parts by sound."""
        return Bridge(self.texts, chinese=True)

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """Return the parts by their length."""
        groups: dict[int, list[str]] = {}
        for text in self.texts:
            groups.setdefault(len(text), []).append(text)
        return groups

    def near_length(self, length: int, slack: int) -> Iterator[str]:
        """Yield the parts whose length differs by at most `slack`."""
        for each in range(length - slack, length + slack + 1):
            yield from self.by_length.get(each, ())
