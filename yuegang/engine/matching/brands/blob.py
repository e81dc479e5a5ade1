"""Hold many short texts as one, so that the search for a substring runs at the speed of the C library."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

_MOST_FOUND = 4000  # a fragment found in more texts says nothing


class Blob:
    """Find texts that hold a fragment; every text starts after a line end."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._joined = "\n" + "\n".join(texts) + "\n"
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self._starts = np.cumsum(lengths) - lengths + 1

    def _numbers(self, places: list[int]) -> list[int]:
        return np.unique(np.searchsorted(self._starts, places, side="right") - 1).tolist() if places else []

    def holding(self, fragment: str) -> list[int]:
        """Return the numbers of the texts that hold the fragment; only the first 4000 places are looked at."""
        return self._numbers(list(islice(self._places(fragment), _MOST_FOUND)))

    def starting(self, fragment: str) -> list[int]:
        """Return the numbers of the texts that start with the fragment."""
        return self._numbers([place + 1 for place in islice(self._places("\n" + fragment), _MOST_FOUND)])

    def _places(self, fragment: str) -> Iterator[int]:
        place = self._joined.find(fragment)
        while place >= 0:
            yield place
            place = self._joined.find(fragment, place + 1)

    def matching(self, pattern: str) -> list[int]:
        """Return the numbers of the texts that the pattern fits from their start; it must not cross a line end."""
        found = re.finditer("\n(?=" + pattern + ")", self._joined)
        return self._numbers([each.start() + 1 for each in islice(found, _MOST_FOUND)])
