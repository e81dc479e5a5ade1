"""Rank the marks under watch for a seller's keyword: score in [0, 1) with the reasons a person can check.

The weights of all marks found compete: a fragment that fits many marks scores low for each, and the score of
one query can be compared with that of another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yuegang.engine.matching.brands.aliases import AliasLexicon, shipped
from yuegang.engine.matching.brands.finders import EXACT, FINDERS, Found
from yuegang.engine.matching.brands.folding import MASK, fold, is_han
from yuegang.engine.matching.brands.marks import script_runs
from yuegang.engine.matching.brands.vocabulary import Vocabulary

NOTHING = 20.0  # weight of the reading that the keyword stands for no mark under watch
_LITERAL_BONUS = 1.08  # the bytes of the keyword stand in the mark
_SURE = 500.0  # from here on the keyword is a name of the mark, and how well known the mark is says nothing
_FURTHER = 0.05  # what a second way of finding the same mark adds of its weight
SECOND_SIGNAL = "short fragment: counts only with a second signal"


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one mark found. `name` is the watch line itself, `score` lies in [0, 1)."""

    name: str
    score: float
    evidence: tuple[str, ...]


@dataclass(slots=True)
class _Case:
    """Collect what speaks for one mark."""

    weight: float
    evidence: list[tuple[float, str]]

    def add(self, weight: float, reason: str) -> None:
        """Add one finding: the best counts whole, each further one a little."""
        best, other = max(self.weight, weight), min(self.weight, weight)
        self.weight = best + _FURTHER * min(other, best * 0.5)
        self.evidence.append((weight, reason))


def _is_short(folded: str) -> bool:
    letters = folded.replace(MASK, "")
    return len(letters) < 2 or (len(letters) == 2 and not is_han(letters[0]))


class BrandMatcher:
    """Search marks by keyword. Build once per watch list; searching changes nothing."""

    def __init__(self, watch: Sequence[str], lexicon: AliasLexicon | None = None) -> None:
        self._vocabulary = Vocabulary(watch, shipped() if lexicon is None else lexicon)

    def search(self, query: str, top: int) -> list[Hit]:
        """Return at most `top` marks, best first, ties in the order of the watch list."""
        folded = fold(query.strip("\r\n")).text.replace("\n", "")
        cases = self._cases(folded) if folded else {}
        bare = query.strip()
        for mark, case in cases.items():
            if bare and bare in self._vocabulary.marks[mark]:
                case.weight *= _LITERAL_BONUS
        total = NOTHING + sum(case.weight for case in cases.values())
        ranked = sorted(cases.items(), key=lambda item: (-item[1].weight, item[0]))[:top]
        return [self._hit(mark, case, total, _is_short(folded)) for mark, case in ranked]

    def _hit(self, mark: int, case: _Case, total: float, short: bool) -> Hit:
        reasons = [reason for _, reason in sorted(case.evidence, key=lambda each: -each[0])][:3]
        others = [SECOND_SIGNAL] if short and case.weight < _SURE else []
        return Hit(self._vocabulary.marks[mark], round(case.weight / total, 6), (*dict.fromkeys(reasons), *others))

    def _cases(self, folded: str) -> dict[int, _Case]:
        cases: dict[int, _Case] = {}
        for finder in FINDERS:
            for found in finder(folded, self._vocabulary):
                self._spread(found, cases)
        runs = script_runs(folded)
        if 2 <= len(runs) <= 3 and MASK not in folded and not any(case.weight > 300 for case in cases.values()):
            for mark, weight, reason in self._jointly(runs):
                cases.setdefault(mark, _Case(0.0, [])).add(weight, reason)
        return cases

    def _spread(self, found: Found, cases: dict[int, _Case]) -> None:
        for use in self._vocabulary.uses(found.part):
            reason = f"{found.how}; {use.role}"
            weight = found.weight * (use.factor if found.weight >= EXACT else use.partial)
            if weight < _SURE:
                weight = min(_SURE, weight * self._vocabulary.prior(use.mark))
            cases.setdefault(use.mark, _Case(0.0, [])).add(weight, reason)

    def _jointly(self, runs: Sequence[str]) -> Iterator[tuple[int, float, str]]:
        """Yield the marks in which every run of a mixed keyword (V登, D2) finds something, with the joint weight."""
        found = [self._cases(run) for run in runs]
        for mark in set(found[0]).intersection(*found[1:]):
            weight = 1.0
            for cases in found:
                weight *= cases[mark].weight
            reasons = " + ".join(max(cases[mark].evidence)[1] for cases in found)
            yield mark, 2 * weight ** (1 / len(runs)), reasons


def brand_matcher(watch: Sequence[str]) -> BrandMatcher:
    """Return a matcher over marks (Latin, Chinese or both, `/` between) with the shipped lexicon."""
    return BrandMatcher(watch)
