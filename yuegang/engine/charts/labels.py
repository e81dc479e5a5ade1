"""Measure labels and keep them apart; sizes in user units of the stylesheet's 11.5 px type."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 11.5  # .ch of the stylesheet
LINE = 13.0  # least distance of two baselines
_NARROW = 0.55  # em, Latin letters and digits


@dataclass(frozen=True, slots=True)
class Box:
    """Hold the rectangle a label covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def overlap(self, other: "Box") -> float:
        """Return the shared area."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0) * max(down, 0)


def width_of(words: str) -> float:
    """Return the width of a label: 1 em for a wide (CJK) letter, 0.55 em for any other."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)
    return SIZE * (wide + _NARROW * (len(words) - wide))


def shorten(words: str, width: float) -> str:
    """Return the words, cut with an ellipsis when they are wider than a width."""
    if width_of(words) <= width:
        return words
    while words and width_of(words) + SIZE > width:
        words = words[:-1]
    return words.rstrip() + "…"


def box_at(words: str, at: tuple[float, float], anchor: str = "start") -> Box:
    """Return the rectangle of a label; at: (x, baseline y); anchor: start, middle or end."""
    width = width_of(words)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, at[1] - SIZE * 0.8, left + width, at[1] + SIZE * 0.25)


def spread(baselines: Sequence[float], low: float, high: float) -> list[float]:
    """Return baselines moved as little as a downward pass needs to stand a line apart within [low, high].

    baselines: ascending. When they cannot all fit they stay a line apart and run past high.
    """
    moved: list[float] = []
    for baseline in baselines:
        moved.append(max(baseline, moved[-1] + LINE if moved else low))
    limit = max(high, low + LINE * (len(moved) - 1))
    for place in reversed(range(len(moved))):
        moved[place] = min(moved[place], limit)
        limit = moved[place] - LINE
    return moved
