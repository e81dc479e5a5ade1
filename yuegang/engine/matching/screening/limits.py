"""Turn alert budgets into thresholds: how many alerts a list may raise by chance in 100,000 lines.

A weight of T bits or more befalls a pair that is no match with probability 2^-T at most (Markov's inequality on the
likelihood ratio), so a list of n entries raises at most n * 2 parties * 100,000 * 2^-T false alerts in 100,000 lines.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PER = 100_000  # lines a budget speaks of
SIDES = 2  # parties of a line
MANY = 3  # others with the same sound, from which on a name alone never alerts


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bits from which a hit is shown, and from which it alerts."""

    shown: float
    alert: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the budgets per 100,000 lines of every list, and thresholds fitted on scores seen."""

    alerts: float = 50.0
    shown: float = 2000.0
    fitted: Mapping[str, Thresholds] = field(default_factory=dict)

    def of(self, name: str, entries: int) -> Thresholds:
        """Return the thresholds of a list of so many entries."""
        fitted = self.fitted.get(name)
        return fitted or Thresholds(bound(entries, self.shown), bound(entries, self.alerts))


def bound(entries: int, budget: float) -> float:
    """Return the bits that keep the expected false alerts of a list within a budget per 100,000 lines."""
    return max(0.0, math.log2(max(1, entries) * SIDES * PER / budget))


def fit(scores: Sequence[float], lines: int, budget: float) -> float:
    """Return the least score that raises no more than a budget per 100,000 lines, from scores seen on so many lines."""
    allowed = int(budget * lines / PER)
    ordered = sorted(scores, reverse=True)
    return ordered[allowed] + 0.01 if len(ordered) > allowed else 0.0
