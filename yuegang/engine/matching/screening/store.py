"""Hold many keys with the entries that stand under them, as flat arrays probed by compiled code."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled

SPARE = 4  # bits of the filter per slot, as a power of two: 16 for each key at least

UInt64 = NDArray[np.uint64]
Int32 = NDArray[np.int32]


class Store(NamedTuple):
    """Sorted distinct keys; `values[starts[i] : starts[i + 1]]` stand under key i. All read only."""

    filter: UInt64  # one bit for each key, so that most absent keys cost one access
    slots: Int32  # open addressing over the keys
    keys: UInt64
    starts: Int32
    values: Int32


def fill_slots(keys: UInt64, slots: Int32, bits: UInt64) -> None:
    """Enter every key."""
    mask, wide = np.uint64(len(slots) - 1), np.uint64(len(bits) * 64 - 1)
    for number in range(len(keys)):
        at = keys[number] & mask
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = number
        bit = (keys[number] >> np.uint64(20)) & wide
        bits[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


fill: Any = compiled(fill_slots)  # Any: a dispatcher of numba has no type


def find_key(store: Store, key: np.uint64) -> int:
    """Return the number of a key, -1 when nothing stands under it."""
    bit = (key >> np.uint64(20)) & np.uint64(len(store.filter) * 64 - 1)
    if not (store.filter[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1):
        return -1
    mask = np.uint64(len(store.slots) - 1)
    at = key & mask
    while store.slots[at] >= 0:
        number = store.slots[at]
        if store.keys[number] == key:
            return int(number)
        at = (at + np.uint64(1)) & mask
    return -1


find: Any = compiled(find_key)  # Any: as above


def build_store(keys: UInt64, values: Int32) -> Store:
    """Return the store of pairs; a pair given twice stands once."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    fresh = np.append(True, (keys[1:] != keys[:-1]) | (values[1:] != values[:-1]))[: len(keys)]
    keys, values = keys[fresh], values[fresh]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    size = 1 << max(4, int(1.5 * len(first)).bit_length())
    slots, bits = np.full(size, -1, np.int32), np.zeros(max(1, size * SPARE * 2 // 64), np.uint64)
    fill(keys[first], slots, bits)
    starts = np.append(first, len(keys)).astype(np.int32)
    made = Store(bits, slots, keys[first], starts, values)
    for array in made:
        array.flags.writeable = False
    return made
