"""Build the arrays of one part from its cleaned entries: names, addresses, numbers, marks, and the store of keys."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .compiled import compiled
from .keys import entry_keys, folded, mix, number_keys, personal, place_keys
from .names_kernel import Core, Orders, core, core_space, order_space, orders
from .schema import IDENTIFIER_COLUMNS, EntryKind
from .sounds import Sounds
from .store import Store, build_store
from .text import Tokens, copy, cut, decode, space

ROOM = 1 << 20  # keys collected at once
MOST = 1200  # keys of one name at most
CAP = 128  # entries under one key, above which a second field must agree before anything is scored
KINDS = (EntryKind.PERSON, EntryKind.COMPANY, EntryKind.RIGHT, EntryKind.IDENTIFIER)
PERSON, COMPANY = 0, 1

UInt64 = NDArray[np.uint64]
Int32 = NDArray[np.int32]
Text = tuple[NDArray[np.uint8], Int32]
Names = tuple[Int32, Int32, Int32, NDArray[np.uint8]]  # as in Arrays


class Arrays(NamedTuple):
    """What the kernel knows of the entries of one part; all read only."""

    kinds: NDArray[np.uint8]  # (n,) places in KINDS
    lists: Int32  # (n,) numbers of lists
    names: Int32  # (n + 1,) first name of an entry
    symbols: Int32  # characters, then words of each name
    first: Int32  # (n_names + 1,) first symbol of a name
    han: NDArray[np.uint8]  # (n_names,) how many symbols are characters
    places: UInt64  # keys of addresses
    place: Int32  # (n + 1,)
    routes: UInt64  # (n,) 0 is none
    marks: Int32  # groups of marks an entry trades in
    mark: Int32  # (n + 1,)
    alike: Int32  # (n,) other entries whose Chinese name has the same usual Cantonese sound


def text_of(column: Any) -> Text:  # Any: pyarrow ships no types
    """Return the UTF-8 bytes and the offsets of a column of text, nulls empty."""
    whole = pc.fill_null(column, "")
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    if not len(whole):
        return np.zeros(1, np.uint8), np.zeros(1, np.int32)
    _, offsets, data = whole.buffers()
    ends = np.frombuffer(offsets, np.int32, len(whole) + 1, whole.offset * 4)
    return np.frombuffer(data, np.uint8) if data and data.size else np.zeros(1, np.uint8), ends


def longest(text: Text) -> int:
    """Return the bytes of the longest text."""
    return int(np.diff(text[1]).max(initial=0))


def collect_names(
    text: Text, owner: tuple[Int32, NDArray[np.uint8]], sounds: Any, work: tuple[Tokens, Orders, Core], out: Any
) -> tuple[int, int, int]:  # Any: tuples of arrays
    """Read names from `out.at[0]` on until the room is used; return the next name, how many keys, how many symbols."""
    data, offsets = text
    owners, kinds = owner
    tokens, ordered, cored = work
    keys, values, symbols, han, first, at = out
    name, made, used = at[0], 0, 0
    while name < len(offsets) - 1 and made + MOST < len(keys) and used + 2 * len(cored.keys) < len(symbols):
        entry = owners[name]
        is_firm = kinds[entry] == COMPANY
        count = cut((data, offsets[name], offsets[name + 1]), sounds, tokens)
        characters, words = core(tokens, count, sounds, is_firm, cored)
        size = characters if characters > 0 and not is_firm else characters + words
        copy(cored.symbols[:size], symbols[used:])
        used += size
        han[name], first[name + 1] = characters, at[1] + used
        if size > 0:
            read = orders(tokens, count, sounds, ordered) if characters == 0 else 0
            more = entry_keys((cored, characters, words), is_firm, (ordered, read), sounds, keys[made:])
            values[made : made + more] = entry
            made += more
        name += 1
    return name, made, used


_names: Any = compiled(collect_names)  # Any: a dispatcher of numba has no type


def read_places(text: Text, sounds: Any, tokens: Tokens, out: tuple[UInt64, Int32]) -> int:  # Any: as above
    """Write the keys of addresses and where each address's begin; return how many."""
    data, offsets = text
    keys, first = out
    made = 0
    for row in range(len(offsets) - 1):
        if offsets[row + 1] > offsets[row]:
            count = cut((data, offsets[row], offsets[row + 1]), sounds, tokens)
            made += place_keys(tokens, count, keys[made:])
        first[row + 1] = made
    return made


_places: Any = compiled(read_places)  # Any: as above


def hash_route(text: tuple[NDArray[np.uint8], int, int], sounds: Any, codes: NDArray[np.uint32]) -> np.uint64:  # Any
    """Return the key of a route, 0 for none."""
    data, begin, end = text
    length = decode(data, begin, end, codes)
    state = np.uint64(0)
    for at in range(length):
        code = sounds.folds[codes[at]] if codes[at] < len(sounds.folds) else np.uint32(0)
        if code > 1:
            state = mix(state, np.uint64(code))
    return state


route_key: Any = compiled(hash_route)  # Any: as above


def read_routes(text: Text, sounds: Any, codes: NDArray[np.uint32], out: UInt64) -> None:  # Any: as above
    """Write the key of each route."""
    data, offsets = text
    for row in range(len(offsets) - 1):
        out[row] = route_key((data, offsets[row], offsets[row + 1]), sounds, codes)


_routes: Any = compiled(read_routes)  # Any: as above


def _flat(table: pa.Table) -> tuple[Text, Int32, Int32]:
    """Return all names of all entries in order, whose each is, and where each entry's begin."""
    name, aliases = pc.fill_null(table["name"], "").combine_chunks(), table["aliases"].combine_chunks()
    extra = pc.fill_null(pc.list_value_length(aliases), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    more = pc.list_parent_indices(aliases).to_numpy(zero_copy_only=False).astype(np.int64)
    owners = np.concatenate([np.arange(len(name)), more])
    order = np.argsort(owners, kind="stable")
    whole = pa.concat_arrays([name, pc.fill_null(pc.list_flatten(aliases), "")]) if len(more) else name
    first = np.append(0, np.cumsum(extra + 1)).astype(np.int32)
    return text_of(whole.take(pa.array(order)) if len(more) else whole), owners[order].astype(np.int32), first


def _name_arrays(table: pa.Table, kinds: NDArray[np.uint8], sounds: Sounds) -> tuple[list[UInt64], list[Int32], Names]:
    text, owners, first = _flat(table)
    work = (space(longest(text)), order_space(), core_space())
    room = np.zeros(ROOM, np.uint64), np.zeros(ROOM, np.int32), np.zeros(ROOM, np.int32)
    han, symbol = np.zeros(len(owners), np.uint8), np.zeros(len(owners) + 1, np.int32)
    at = np.zeros(2, np.int64)
    keys, values, symbols = [], [], []
    named = np.where(kinds <= COMPANY, kinds, 255).astype(np.uint8)
    while at[0] < len(owners):
        done, made, used = _names(text, (owners, named), sounds, work, (*room, han, symbol, at))
        keys.append(room[0][:made].copy())
        values.append(room[1][:made].copy())
        symbols.append(room[2][:used].copy())
        at[:] = done, at[1] + used
    flat = np.concatenate(symbols) if symbols else np.zeros(0, np.int32)
    return keys, values, (first, flat, symbol, han)


def _number_keys(table: pa.Table, sounds: Sounds) -> tuple[UInt64, Int32]:
    column = table["identifiers"].combine_chunks()
    owners = pc.list_parent_indices(column).to_numpy(zero_copy_only=False)
    flat = pc.list_flatten(column)
    numbers = {kind: place for place, kinds in enumerate(IDENTIFIER_COLUMNS.values()) for kind in kinds}
    columns = np.array([numbers[kind] for kind in flat.field("kind").to_pylist()], np.int32)
    text = text_of(flat.field("text"))
    keys, values = np.zeros(len(owners) * 32 + 1, np.uint64), np.zeros(len(owners) * 32 + 1, np.int32)
    work = (np.zeros(longest(text) + 1, np.uint32), np.zeros(64, np.uint64))
    made = _numbers(text, (columns, owners.astype(np.int32)), sounds, work, (keys, values))
    return keys[:made], values[:made]


def collect_numbers(
    text: Text, rows: tuple[Int32, Int32], sounds: Any, work: tuple[Any, UInt64], out: tuple[UInt64, Int32]
) -> int:  # Any: as above
    """Write the keys of identifiers and whose they are; return how many."""
    data, offsets = text
    keys, values = out
    codes, digits = work
    made = 0
    for row in range(len(offsets) - 1):
        column = rows[0][row]
        count = read_number((data, offsets[row], offsets[row + 1]), column, sounds, codes, digits)
        more = number_keys(digits, count, column, keys[made:])
        values[made : made + more] = rows[1][row]
        made += more
    return made


def number_digits(
    text: tuple[NDArray[np.uint8], int, int], column: int, sounds: Any, codes: NDArray[np.uint32], digits: UInt64
) -> int:  # Any: as above
    """Write what counts of a number: nothing of a natural person's, the last eight of a telephone's."""
    count = folded(text, sounds, codes, digits)
    if personal(digits, count):
        return 0
    if column == PHONE and count > 8:
        for at in range(8):
            digits[at] = digits[count - 8 + at]
        return 8
    if column == REGISTRATION and count == 16:  # a business certificate: number 8, branch 3, month 2, year 2, check
        return 8
    return int(count)


PHONE, REGISTRATION = list(IDENTIFIER_COLUMNS).index("phone"), list(IDENTIFIER_COLUMNS).index("registration")
read_number: Any = compiled(number_digits)  # Any: as above
_numbers: Any = compiled(collect_numbers)  # Any: as above


def _composites(keys: UInt64, values: Int32, seconds: Sequence[tuple[UInt64, Int32]]) -> list[tuple[UInt64, Int32]]:
    """Return keys of a crowded name key with each second field of its entries."""
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    crowded = counts[inverse] > CAP
    heavy, owners = keys[crowded], values[crowded]
    made = []
    for field, first in seconds:
        sizes = np.diff(first)[owners]
        rows = np.repeat(np.arange(len(owners)), sizes)
        offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        with np.errstate(over="ignore"):
            joined = mix_arrays(heavy[rows], field[first[owners][rows] + offsets])
        made.append((joined, owners[rows]))
    return made


def mix_arrays(state: UInt64, value: UInt64) -> UInt64:
    """Return `keys.mix` of whole arrays."""
    x = (state ^ value) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def hash_sounds(first: Int32, names: tuple[Int32, Int32, NDArray[np.uint8]], read: Int32, out: UInt64) -> None:
    """Write the key of the usual sound of each entry's first name, 0 where it is not Chinese."""
    start, symbols, han = names
    for entry in range(len(out)):
        name = first[entry]
        state = np.uint64(0)
        for at in range(start[name], start[name] + han[name]):
            sound = read[symbols[at], 0] if symbols[at] >= 0 else -1 - at
            state = mix(state, np.uint64(sound + 1))
        out[entry] = state


_sounds: Any = compiled(hash_sounds)  # Any: as above


def _alike(named: Names, size: int, sounds: Sounds) -> Int32:
    keys = np.zeros(size, np.uint64)
    names, symbols, first, han = named
    _sounds(names, (first, symbols, han), sounds.read[0], keys)
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return np.where(keys == 0, 0, counts[inverse] - 1).astype(np.int32)


def build_arrays(
    table: pa.Table, marks: tuple[Int32, Int32], lists: Sequence[str], sounds: Sounds
) -> tuple[Arrays, Store]:
    """Return the arrays and the store of cleaned entries. marks: numbers of marks, where each entry's begin."""
    kinds = pc.index_in(table["kind"], pa.array([str(kind) for kind in KINDS])).to_numpy().astype(np.uint8)
    numbers = pc.index_in(pc.fill_null(table["list"], ""), pa.array(lists)).to_numpy().astype(np.int32)
    keys, values, named = _name_arrays(table, kinds, sounds)
    address, route = text_of(table["address"]), text_of(table["route"])
    place, first = np.zeros(6 * len(kinds) + 8, np.uint64), np.zeros(len(kinds) + 1, np.int32)
    place = place[: _places(address, sounds, space(longest(address)), (place, first))].copy()
    routes = np.zeros(len(kinds), np.uint64)
    _routes(route, sounds, np.zeros(longest(route) + 1, np.uint32), routes)
    routed = np.append(0, np.cumsum(routes != 0)).astype(np.int32)
    seconds = [(place, first), (routes[routes != 0], routed), (marks[0].astype(np.uint64), marks[1])]
    name_keys = np.concatenate([*keys, np.zeros(0, np.uint64)]), np.concatenate([*values, np.zeros(0, np.int32)])
    pairs = [name_keys, *_composites(*name_keys, seconds), _number_keys(table, sounds)]
    pairs.append((place, np.repeat(np.arange(len(kinds)), np.diff(first)).astype(np.int32)))
    store = build_store(np.concatenate([k for k, _ in pairs]), np.concatenate([v for _, v in pairs]).astype(np.int32))
    made = Arrays(kinds, numbers, *named, place, first, routes, *marks, _alike(named, len(kinds), sounds))
    for array in made:
        array.flags.writeable = False
    return made, store
