"""Look numbers up in a watch list, exactly or one slip away."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuegang.engine.matching.identifiers.kinds import read
from yuegang.engine.matching.identifiers.near import Nearness, compare, slips
from yuegang.engine.matching.identifiers.reading import Kind, Reading


@dataclass(frozen=True, slots=True)
class NumberHit:
    """Hold one entry found: its place in the watch list, its number, how near it is."""

    entry: int
    reading: Reading
    nearness: Nearness


class NumberIndex:
    """Hold the numbers of one kind. Entries that have not the form are left out and listed in `refused`."""

    def __init__(self, kind: Kind, entries: Sequence[str]) -> None:
        self._kind = kind
        self._readings: dict[int, Reading] = {}
        self._keys: dict[str, list[int]] = {}
        refused = []
        for entry, text in enumerate(entries):
            reading = read(kind, text)
            if reading is None:
                refused.append(entry)
                continue
            self._readings[entry] = reading
            for key in dict.fromkeys(slips(reading.normal)):
                self._keys.setdefault(key, []).append(entry)
        self.refused = tuple(refused)

    def search(self, text: str) -> list[NumberHit]:
        """Return the entries equal to the number or one slip away, the nearest first. Raises PersonalNumberError."""
        reading = read(self._kind, text)
        if reading is None:
            return []
        near = {entry for key in slips(reading.normal) for entry in self._keys.get(key, ())}
        hits = []
        for entry in sorted(near):
            nearness = compare(reading, self._readings[entry])
            if nearness is not None:
                hits.append(NumberHit(entry, self._readings[entry], nearness))
        return sorted(hits, key=lambda hit: -hit.nearness.score)
