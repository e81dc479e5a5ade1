"""Index personal names of any script and find those a query of any script may stand for."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.folding import han_only
from yuegang.engine.lexicon.latin import Hypothesis, hypotheses
from yuegang.engine.lexicon.romanisation import CANTONESE, MANDARIN, PRIOR, Romanisation

from .symbols import MISS, PAD, Rows, Symbols
from .walk import walk

LONGEST = 8  # symbols of a name
FLOOR = -2.0  # nats a hit must reach when every symbol agrees
PARTIAL_FLOOR = 1.0  # nats a hit must reach when one symbol does not
ENOUGH = 6.0  # nats few names with a miss reach
SEVERAL = 10  # names that score enough, below which names with a miss are looked for
KEPT = 64  # hits of one hypothesis that are ranked
CAP = 1 << 16  # hits of one hypothesis
LOOSE = 2.0  # a reading that loses as much is not tried with a miss
HUSBAND = 2.5  # nats lost when the first of four characters is left out


@dataclass(frozen=True)
class Found:
    """A name of the list: its place there, nats of evidence, and which symbols stand for which in which family."""

    place: int
    score: float
    family: int
    query: tuple[str, ...]
    entry: tuple[str, ...]
    nats: tuple[float, ...]
    others: int  # names of the list that the same reading of the query finds as well


@dataclass(frozen=True)
class Hit:
    """A row of a shelf that one reading of the query reached."""

    score: float
    family: int
    query: tuple[str, ...]
    at: int
    others: int


@dataclass(frozen=True)
class Shelf:
    """The names of one length: sorted symbols, where each stands in the list, the nats it loses, runs for the walk."""

    names: NDArray[np.int32]
    places: NDArray[np.int32]
    penalties: NDArray[np.float32]
    runs: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _shelf(names: NDArray[np.int32], places: NDArray[np.int32], penalties: NDArray[np.float32]) -> Shelf:
    order = np.lexsort(tuple(names.T[::-1]))
    names = np.ascontiguousarray(names[order])
    first = np.flatnonzero(np.append(True, names[1:, 0] != names[:-1, 0]))
    second = np.flatnonzero(np.append(True, np.any(names[1:, :2] != names[:-1, :2], axis=1)))
    link = np.append(np.searchsorted(second, first), len(second))
    runs = (np.append(first, len(names)), np.append(second, len(names)), link)
    return Shelf(names, places[order], penalties[order], tuple(r.astype(np.int64) for r in runs))  # type: ignore[arg-type]  # three in, three out


def _pad(symbols: tuple[str, ...]) -> tuple[str, ...]:
    return (*symbols, PAD) if len(symbols) == 1 else symbols[:LONGEST]


def readings(text: str, romanisation: Romanisation) -> list[Hypothesis]:
    """Return the orders of symbols a name of any script may stand for."""
    characters = han_only(text)
    if not characters:
        return hypotheses(text, romanisation.spellings)
    found = [Hypothesis(tuple(characters), 0.0)]
    if len(characters) == 4:
        found.append(Hypothesis(tuple(characters[1:]), -HUSBAND))
    return found


class NameIndex:
    """A list of personal names, ready to be searched."""

    def __init__(self, names: Sequence[str], romanisation: Romanisation) -> None:
        self.romanisation = romanisation
        self.symbols = Symbols(romanisation)
        self._plain, rest = self._vector(names)
        symbols, places, penalties = self._parsed(names, rest)
        groups: dict[int, list[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]]] = {}
        for length, matrix, at in self._plain:
            groups.setdefault(length, []).append((matrix, at, np.zeros(len(at), np.float32)))
        for length in {len(s) for s in symbols}:
            mine = [i for i, s in enumerate(symbols) if len(s) == length]
            matrix = np.array([[self.symbols.number(x) for x in symbols[i]] for i in mine], np.int64)
            at, loss = (np.array([source[i] for i in mine]) for source in (places, penalties))
            groups.setdefault(length, []).append((matrix, at.astype(np.int32), loss.astype(np.float32)))
        self._settle(groups)

    def _vector(
        self, names: Sequence[str]
    ) -> tuple[list[tuple[int, NDArray[np.int64], NDArray[np.int32]]], NDArray[np.int64]]:
        """Number the names that are plain characters of the table, all at once; return the others' places."""
        codes = np.frombuffer(("\n".join(names) + "\n").encode("utf-32-le"), np.uint32)
        table = np.full(0x110000, -1, np.int32)
        characters = self.romanisation.characters
        table[np.fromiter(map(ord, characters), np.int64, len(characters))] = np.arange(len(characters))
        numbers = table[codes]
        ends = np.flatnonzero(codes == 10)
        starts = np.append(0, ends[:-1] + 1)
        lengths = ends - starts
        bad = np.append(0, np.cumsum((numbers < 0) & (codes != 10)))
        plain = (bad[ends] == bad[starts]) & (lengths >= 2) & (lengths <= LONGEST)
        found = []
        for length in np.unique(lengths[plain]):
            at = np.flatnonzero(plain & (lengths == length))
            matrix = numbers[starts[at][:, None] + np.arange(length)[None, :]]
            found.append((int(length), matrix.astype(np.int64), at.astype(np.int32)))
        return found, np.flatnonzero(~plain & (lengths > 0))

    def _parsed(
        self, names: Sequence[str], rest: NDArray[np.int64]
    ) -> tuple[list[tuple[str, ...]], list[int], list[float]]:
        symbols: list[tuple[str, ...]] = []
        places: list[int] = []
        penalties: list[float] = []
        for place in rest.tolist():
            for hypothesis in readings(names[place], self.romanisation)[:12]:
                symbols.append(_pad(hypothesis.symbols))
                places.append(place)
                penalties.append(hypothesis.penalty)
        return symbols, places, penalties

    def _settle(
        self, groups: dict[int, list[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]]]
    ) -> None:
        every = [m.ravel() for parts in groups.values() for m, _, _ in parts]
        used = np.unique(np.concatenate(every)) if every else np.zeros(0, np.int64)
        self.rows = Rows(self.symbols, used)
        self.shelves = {}
        for length, parts in groups.items():
            matrix = np.searchsorted(used, np.concatenate([m for m, _, _ in parts])).astype(np.int32)
            rest = (np.concatenate([p[i] for p in parts]) for i in (1, 2))
            self.shelves[length] = _shelf(matrix, *rest)
        self._out = (np.empty(CAP, np.int64), np.empty(CAP, np.float32))

    def search(self, query: str, top: int) -> list[Found]:
        """Return the best names for a query, best first, at most `top`; one entry per place of the list."""
        orders = readings(query, self.romanisation)
        orders = sorted(orders, key=lambda order: -order.penalty)
        best = self._pass(orders, (FLOOR, 0, top), {})
        if sum(hit.score >= ENOUGH for hit in best.values()) < SEVERAL:
            self._pass([o for o in orders if o.penalty > -LOOSE], (PARTIAL_FLOOR, 1, top), best)
        ranked = sorted(best.items(), key=lambda item: (-item[1].score, item[0]))[:top]
        return [self._found(place, hit) for place, hit in ranked]

    def _found(self, place: int, hit: Hit) -> Found:
        row = self.shelves[len(hit.query)].names[hit.at]
        nats = self.rows.stack(hit.family, hit.query)[np.arange(len(row)), row]
        entry = tuple(self.symbols.symbol(int(self.rows.used[i])) for i in row)
        return Found(place, hit.score, hit.family, hit.query, entry, tuple(nats.tolist()), hit.others)

    def _pass(
        self, orders: Sequence[Hypothesis], limits: tuple[float, int, int], best: dict[int, Hit]
    ) -> dict[int, Hit]:
        """Add to the best hits; once there are enough, a hit must reach the least of them."""
        floor, misses, top = limits
        for order in orders:
            symbols = _pad(order.symbols)
            shelf = self.shelves.get(len(symbols))
            if shelf is None:
                continue
            for family in (CANTONESE, MANDARIN):
                if len(best) >= top:
                    floor = max(floor, heapq.nlargest(top, (hit.score for hit in best.values()))[-1])
                self._walk(shelf, (symbols, family, order.penalty), (floor, misses), best)
        return best

    def _walk(
        self, shelf: Shelf, query: tuple[tuple[str, ...], int, float], limits: tuple[float, int], best: dict[int, Hit]
    ) -> None:
        symbols, family, penalty = query
        loss = penalty + float(np.log(PRIOR[family]))
        rows = self.rows.stack(family, symbols)
        count = walk((rows, MISS, limits[0] - loss, limits[1]), shelf.names, shelf.runs, self._out)
        found = np.arange(count)
        if count > KEPT:
            found = np.argpartition(-self._out[1][:count], KEPT)[:KEPT]
        for at, nats in zip(self._out[0][found].tolist(), self._out[1][found].tolist(), strict=True):
            place, score = int(shelf.places[at]), nats + loss + float(shelf.penalties[at])
            if place not in best or best[place].score < score:
                best[place] = Hit(score, family, symbols, at, count - 1)
