"""Walk a sorted list of names as a tree: the one hot loop, compiled; `walk.py_func` is its oracle in tests."""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Float32 = NDArray[np.float32]


def sum_tail(rows: Float32, names: Int32, place: int, miss: float) -> tuple[float, int]:
    """Return the nats of the symbols from the third on, and how many of them miss."""
    score, misses = 0.0, 0
    for d in range(2, names.shape[1]):
        value = rows[d, names[place, d]]
        score += value
        misses += value <= miss
    return score, misses


tail: Any = numba.njit(cache=True, nogil=True)(sum_tail)  # Any: numba's dispatcher has no type


def walk_names(
    query: tuple[Float32, float, float, int],
    names: Int32,
    runs: tuple[Int64, Int64, Int64],
    out: tuple[Int64, Float32],
) -> int:
    """Write every name whose score reaches the floor and return how many there are (at most `len(out[0])`).

    query: rows (length, n_symbols) of nats per symbol, the value of a miss, the floor, how many misses are allowed.
    names: (n, length) symbols, sorted. runs: starts of equal first symbols, starts of equal first two symbols, and
    for each of the former its place among the latter; each with one end mark.
    """
    rows, miss, floor, allowed = query
    first, second, link = runs
    places, scores = out
    found = 0
    second_most = rows[1].max()
    rest_most = np.float32(0.0)
    for d in range(2, len(rows)):
        rest_most += rows[d].max()
    for f in range(len(first) - 1):
        score0 = rows[0, names[first[f], 0]]
        misses0 = int(score0 <= miss)
        if misses0 > allowed or score0 + second_most + rest_most < floor:
            continue
        for s in range(link[f], link[f + 1]):
            score1 = rows[1, names[second[s], 1]]
            misses1 = misses0 + int(score1 <= miss)
            if misses1 > allowed or score0 + score1 + rest_most < floor:
                continue
            for place in range(second[s], second[s + 1]):
                rest, more = tail(rows, names, place, miss)
                score = score0 + score1 + rest
                if misses1 + more <= allowed and score >= floor and found < len(places):
                    places[found] = place
                    scores[found] = score
                    found += 1
    return found


walk: Any = numba.njit(cache=True, nogil=True)(walk_names)  # Any: as above


def sum_units(start: Int64, units: Int32, values: Float32) -> Float32:
    """Return for each row of units (`start[i] : start[i + 1]`) the sum of their values."""
    sums = np.zeros(len(start) - 1, np.float32)
    for i in range(len(sums)):
        total = np.float32(0.0)
        for k in range(start[i], start[i + 1]):
            total += values[units[k]]
        sums[i] = total
    return sums


sum_rows: Any = numba.njit(cache=True, nogil=True)(sum_units)  # Any: as above
