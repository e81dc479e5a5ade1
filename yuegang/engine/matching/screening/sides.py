"""Read one party of a line, compiled: its name in every order, as a firm, and its address."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .keys import place_keys
from .names_kernel import Core, Orders, core, core_space, order_space, orders
from .text import Tokens, cut, space

Text = tuple[NDArray[np.uint8], int, int]
TOKENS, ORDERS, HAN, WORDS, FIRM_HAN, FIRM_WORDS, PLACES, LEGAL = range(8)


class Side(NamedTuple):
    """What was read of one party; `counts` holds how many of each."""

    tokens: Tokens
    orders: Orders
    person: Core
    firm: Core
    places: NDArray[np.uint64]
    counts: NDArray[np.int64]


def side_space(size: int) -> Side:
    """Return space for a party whose texts have so many bytes."""
    return Side(space(size), order_space(), core_space(), core_space(), np.zeros(12, np.uint64), np.zeros(8, np.int64))


def read_side(
    name: tuple[Any, int, int], address: tuple[Any, int, int], sounds: Any, side: Side
) -> None:  # Any: arrays
    """Read the name and the address of a party."""
    counts = side.counts
    counts[:] = 0
    if address[2] > address[1]:
        counts[PLACES] = place_keys(side.tokens, cut(address, sounds, side.tokens), side.places)
    if name[2] > name[1]:
        count = cut(name, sounds, side.tokens)
        counts[TOKENS] = count
        counts[HAN], counts[WORDS] = core(side.tokens, count, sounds, False, side.person)
        counts[FIRM_HAN], counts[FIRM_WORDS] = core(side.tokens, count, sounds, True, side.firm)
        counts[LEGAL] = counts[WORDS] - counts[FIRM_WORDS]
        if counts[HAN] == 0:
            counts[ORDERS] = orders(side.tokens, count, sounds, side.orders)


read: Any = compiled(read_side)  # Any: a dispatcher of numba has no type
