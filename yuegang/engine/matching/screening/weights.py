"""Hold the weights of what agrees: m and u per field and level, as one table a kept script fits on judgements.

Source: Fellegi and Sunter, J. Am. Stat. Assoc. 64 (1969): the weight of a level is log2(m / u).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .tables import rows


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold bits by (field, level)."""

    bits: Mapping[tuple[str, str], float]

    def of(self, field: str, level: str) -> float:
        """Return the bits of a level. Raises KeyError for one the table lacks."""
        return self.bits[field, level]


def match_weight(m: float, u: float) -> float:
    """Return the evidence of one agreeing level, in bits.

    m, u: probability of the level among matches and among non-matches, each in (0, 1].
    Raises ValueError outside that range.
    """
    if not (0 < m <= 1 and 0 < u <= 1):
        raise ValueError("m and u lie in (0, 1]")
    return math.log2(m / u)


def parse_weights(table: Iterable[Sequence[str]]) -> Weights:
    """Return the weights of rows (field, level, m, u, origin)."""
    return Weights({(row[0], row[1]): match_weight(float(row[2]), float(row[3])) for row in table})


@cache
def shipped_weights() -> Weights:
    """Return the weights this package ships."""
    return parse_weights(rows("weights.tsv"))
