"""Find for each line the entries that may reach their threshold: the hot loop, compiled.

The cost of a line does not follow the size of the list: a key more entries share than CAP is left alone unless a
second field (address, brand, route) agrees too; and where not even the rarest character could lift a name to the
lowest threshold, its keys are not looked up at all.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import CAP, COMPANY, PERSON, Arrays, read_number, route_key
from .compiled import compiled
from .keys import (
    FIRM_SOUND,
    FORM,
    HAN_SOUND,
    LATIN_SOUND,
    OPEN,
    TRIED,
    WORDS,
    bag,
    firm_keys,
    han_sounds,
    mix,
    number_keys,
    span,
    spelt_sounds,
)
from .names_kernel import SYLLABLES
from .reach import REST, firm, most, most_of_order, person
from .sides import FIRM_HAN, FIRM_WORDS, HAN, LEGAL, ORDERS, PLACES, Side, read, side_space
from .sides import WORDS as N_WORDS
from .store import find
from .text import copy

ADDRESS, FIRST_NUMBER, ROUTE = 2, 5, 12  # places in TEXT_COLUMNS
KEYS, ROOM = 1 << 15, 1 << 10  # keys of one line, and what one crowded key may add
SLACK = 1.5  # bits below the threshold that are still weighed in full
Int32 = NDArray[np.int32]
UInt64 = NDArray[np.uint64]


class Bits(NamedTuple):
    """Weights of the second fields, and the lowest threshold of all lists."""

    unit: float
    number: float
    differs: float
    equal: float
    near: float
    brand: float
    route: float
    lowest: float


class Work(NamedTuple):
    """Space of one thread."""

    sides: tuple[Side, Side]
    digits: UInt64
    codes: NDArray[np.uint32]


def work_space(size: int) -> Work:
    """Return the space of one thread for texts of so many bytes."""
    return Work(
        (side_space(size), side_space(size)),
        np.zeros(64, np.uint64),
        np.zeros(size + 1, np.uint32),
    )


def queue_space() -> "Queue":
    """Return space for the keys of one line."""
    return Queue(
        np.zeros(KEYS, np.uint64),
        np.zeros(KEYS, np.float32),
        np.zeros(KEYS, np.bool_),
        np.zeros(KEYS, np.int32),
        np.zeros(KEYS, np.int32),
    )


def place_bits(side: Side, entry: int, index: Arrays, bits: Bits) -> float:
    """Return the bits of a party's address against an entry's."""
    best = 0.0
    for at in range(index.place[entry], index.place[entry + 1]):
        for mine in range(side.counts[PLACES]):
            if side.places[mine] == index.places[at]:
                best = max(best, bits.unit if mine % 2 == 1 else bits.number)
    return best


_place: Any = compiled(place_bits)  # Any: a dispatcher of numba has no type


def party_bits(side: Side, entry: int, index: Arrays, ask: tuple[Any, int], bits: Bits) -> float:  # Any: arrays
    """Return the bits of a party against an entry: its best name and its address."""
    best = bits.differs
    for name in range(index.names[entry], index.names[entry + 1]):
        symbols = index.symbols[index.first[name] : index.first[name + 1]]
        if len(symbols) > 0:
            if index.kinds[entry] == PERSON:
                best = max(best, person(side, symbols, index.han[name], ask))
            else:
                best = max(best, firm(side, symbols, index.han[name], ask))
    return float(best + _place(side, entry, index, bits))


_party: Any = compiled(party_bits)  # Any: as above


def line_bits(
    sides: tuple[Side, Side], entry: int, asked: tuple[float, int, int, Any, Int32], ground: Any, bits: Bits
) -> float:  # Any: index, store, sounds, floors
    """Return the bits of a line against an entry.

    asked: bits of a number, which party and which order of its name (-1: the best), key of the route, marks named.
    """
    number, party, order, route, marks = asked
    index, _, sounds, _ = ground
    total, best = float(number), -np.inf
    for each in range(2):
        if party in (each, -1) and index.kinds[entry] <= COMPANY:
            best = max(best, _party(sides[each], entry, index, (sounds, order), bits))
    if best > -np.inf:
        total += best
    if route != 0 and route == index.routes[entry]:
        total += bits.route
    for at in range(index.mark[entry], index.mark[entry + 1]):
        for mark in marks:
            if mark == index.marks[at]:
                return float(total + bits.brand)
    return float(total)


_line: Any = compiled(line_bits)  # Any: as above


class Queue(NamedTuple):
    """Keys to look up: what each gives as a number's bits, and whether it is a name's, which too many may share."""

    keys: UInt64
    number: NDArray[np.float32]
    is_name: NDArray[np.bool_]
    party: Int32  # whose it is, -1 of both
    order: Int32  # which order and family of a Latin name, -1 any


def queue_latin(side: Side, needed: float, sounds: Any, out: tuple[UInt64, Int32]) -> int:  # Any: as above
    """Write the keys of a Latin name in every order that can reach what is needed, and as the opening of a firm's.

    A name with a legal form is no person's.
    """
    count = 0
    keys, orders = out
    for ask in range(2 * side.counts[ORDERS]):
        order, family = ask >> 1, ask & 1
        spellings, size = side.orders.spellings[order], side.orders.sizes[order]
        reach = most_of_order(side, order, family, sounds)
        for kind in (HAN_SOUND, LATIN_SOUND, FIRM_SOUND):
            enough = reach >= needed and side.counts[LEGAL] == 0
            if kind == FIRM_SOUND:
                enough = reach + REST >= needed and size == OPEN and ask == 0
            if enough and count + TRIED < len(keys):
                tag = family if kind == HAN_SOUND else 0
                more = spelt_sounds(spellings, size, (kind, family, tag), sounds, keys[count:])
                orders[count : count + more] = ask
                count += more
    return count


_latin: Any = compiled(queue_latin)  # Any: as above


def queue_names(side: Side, needed: float, sounds: Any, out: tuple[UInt64, Int32]) -> int:  # Any: as above
    """Write the keys of a party's name as a person's and as a firm's; return how many."""
    han, count = side.counts[HAN], 0
    keys, orders = out
    if most(side, False, sounds) >= needed:
        if han > 0:
            for start in range(2 if han == SYLLABLES else 1):
                keys[count] = span(FORM, side.person.keys, start, han)
                count += 1
            if 2 <= han <= SYLLABLES:
                count += han_sounds(side.person.symbols, han, (LATIN_SOUND, 0, 0), sounds, keys[count:])
        elif side.counts[N_WORDS] > 0 and side.counts[LEGAL] == 0:
            keys[0] = bag(WORDS, side.person.keys, 0, side.counts[N_WORDS])
            count = 1
    if side.counts[FIRM_HAN] + side.counts[FIRM_WORDS] > 0 and most(side, True, sounds) >= needed:
        count += firm_keys(side.firm, (side.counts[FIRM_HAN], side.counts[FIRM_WORDS]), keys[count:])
    orders[:count] = -1
    return int(count + _latin(side, needed, sounds, (keys[count:], orders[count:])))


_names: Any = compiled(queue_names)  # Any: as above


def fill_rows(queue: Queue, first: int, count: int, how: tuple[bool, int]) -> None:
    """Say of new keys whether they are a name's and whose."""
    queue.is_name[first : first + count], queue.party[first : first + count] = how
    queue.number[first : first + count] = 0.0


fill_queue: Any = compiled(fill_rows)  # Any: as above


def queue_numbers(texts: Any, row: int, ask: tuple[Any, Bits], work: Work, queue: Queue) -> int:  # Any: as above
    """Write the keys of every identifier of a line; return how many."""
    (data, offsets), (sounds, bits) = texts, ask
    made = 0
    for column in range(ROUTE - FIRST_NUMBER):
        at = column + FIRST_NUMBER
        begin, end = offsets[at][row], offsets[at][row + 1]
        if end > begin:
            count = read_number((data[at], begin, end), column, sounds, work.codes, work.digits)
            count = number_keys(work.digits, count, column, queue.keys[made:])
            fill_queue(queue, made, count, (False, -1))
            queue.number[made : made + count], queue.order[made : made + count] = bits.near, -1
            queue.number[made : made + min(2, count)] = bits.equal  # the second may be the number less its letters
            made += count
    return made


_numbers: Any = compiled(queue_numbers)  # Any: as above


def queue_seconds(key: np.uint64, sides: tuple[Side, Side], second: tuple[Any, Int32], keys: UInt64) -> int:  # Any: key
    """Write a crowded key with each second field of the line; return how many."""
    route, marks = second
    count = 0
    if route != 0:
        keys[0] = mix(key, route)
        count = 1
    for mark in marks:
        keys[count] = mix(key, np.uint64(mark))
        count += 1
    for side in sides:
        for place in range(side.counts[PLACES]):
            keys[count] = mix(key, side.places[place])
            count += 1
    return count


_seconds: Any = compiled(queue_seconds)  # Any: as above


def queue_line(texts: Any, row: int, second: tuple[Any, Int32], ground: Any, work: Any) -> int:  # Any: as above
    """Read a line and write every key that may lead to a hit; return how many."""
    (data, offsets), (route, marks) = texts, second
    _, store, sounds, _ = ground
    space, bits, queue, _ = work
    made = _numbers(texts, row, (sounds, bits), space, queue)
    crowded = False
    for party in range(2):
        side, where = space.sides[party], party + ADDRESS
        address = (data[where], offsets[where][row], offsets[where][row + 1])
        read((data[party], offsets[party][row], offsets[party][row + 1]), address, sounds, side)
        for place in range(side.counts[PLACES]):
            number = find(store, side.places[place])
            crowded = crowded or (number >= 0 and store.starts[number + 1] - store.starts[number] > CAP)
            queue.keys[made], queue.order[made] = side.places[place], -1
            fill_queue(queue, made, 1, (False, party))
            made += 1
    more = bits.route * (route != 0) + bits.brand * (len(marks) > 0) + bits.unit * crowded
    for party in range(2):
        out = (queue.keys[made:], queue.order[made:])
        count = _names(space.sides[party], bits.lowest - SLACK - more, sounds, out)
        fill_queue(queue, made, count, (True, party))
        made += count
    return int(made)


_queue: Any = compiled(queue_line)  # Any: as above


def probe_row(count: int, second: tuple[Any, Int32], ground: Any, work: Any) -> int:  # Any: as above
    """Write the entries under the keys of a line that may reach their threshold, some twice; return how many."""
    route, marks = second
    index, store, _, floors = ground
    space, bits, queue, found = work
    at, made = 0, 0
    while at < count:
        number = find(store, queue.keys[at])
        many = store.starts[number + 1] - store.starts[number] if number >= 0 else 0
        if many > CAP and queue.is_name[at] and count + ROOM < len(queue.keys):
            more = _seconds(queue.keys[at], space.sides, second, queue.keys[count:])
            fill_queue(queue, count, more, (False, queue.party[at]))
            queue.order[count : count + more] = queue.order[at]
            count += more
        elif 0 < many <= CAP:
            for place in range(store.starts[number], store.starts[number + 1]):
                entry = store.values[place]
                asked = (queue.number[at], queue.party[at], queue.order[at], route, marks)
                total = _line(space.sides, entry, asked, ground, bits)
                if total >= floors[index.lists[entry]] - SLACK and made < len(found):
                    found[made] = entry
                    made += 1
        at += 1
    return made


_row: Any = compiled(probe_row)  # Any: as above


def probe_lines(texts: Any, marks: tuple[Int32, Int32], ground: Any, work: Any, out: Any) -> tuple[int, int]:  # Any
    """Write (line, entry) for the lines from `out[2]` on until the room is used; return the next line and how many."""
    data, offsets = texts
    lines, entries, row = out
    space, _, _, found = work
    made = 0
    while row < len(offsets[0]) - 1 and made + len(found) < len(lines):
        route = (data[ROUTE], offsets[ROUTE][row], offsets[ROUTE][row + 1])
        second = (route_key(route, ground[2], space.codes), marks[0][marks[1][row] : marks[1][row + 1]])
        count = _row(_queue(texts, row, second, ground, work), second, ground, work)
        lines[made : made + count] = row
        copy(found[:count], entries[made:])
        made += count
        row += 1
    return row, made


probe: Any = compiled(probe_lines)  # Any: as above
