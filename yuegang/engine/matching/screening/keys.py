"""Write the keys under which names, numbers and addresses meet, compiled; entries and lines use the same functions.

A key is a hash of its kind and of what agrees, so that one table holds them all.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled
from .names_kernel import SYLLABLES, Core, Orders
from .sounds import SPELT
from .text import Tokens, decode

FORM, HAN_SOUND, LATIN_SOUND, WORDS, CORE, OPENING, FIRM_SOUND, NUMBER, PLACE, UNIT = range(1, 11)
TRIED = 96  # keys of one order of one family
OPEN = 3  # characters or syllables that open a firm's name
NUMBERS = 64  # keys of one identifier
LONGEST_NUMBER = 24
HOUSE = 5  # digits and letters of a house number

UInt64 = NDArray[np.uint64]
Int32 = NDArray[np.int32]


def mix_hash(state: np.uint64, value: np.uint64) -> Any:  # Any: numpy's arithmetic
    """Return a hash with one value more. Source: the finaliser of splitmix64 (Steele et al., 2014)."""
    x = (state ^ value) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


mix: Any = compiled(mix_hash)  # Any: a dispatcher of numba has no type


def hash_span(kind: int, keys: UInt64, first: int, last: int) -> Any:  # Any: as above
    """Return the key of values in their order."""
    state = np.uint64(kind)
    for at in range(first, last):
        state = mix(state, keys[at])
    return mix(state, np.uint64(last - first))


span: Any = compiled(hash_span)  # Any: as above


def hash_set(kind: int, keys: UInt64, first: int, last: int) -> Any:  # Any: as above
    """Return the key of values in any order."""
    state = np.uint64(0)
    for at in range(first, last):
        state += mix(np.uint64(kind), keys[at])
    return mix(np.uint64(kind), state)


bag: Any = compiled(hash_set)  # Any: as above


def expand_states(readings: Int32, count: int, out: UInt64) -> int:
    """Add each of a syllable's readings to every state of the ones before, at most TRIED; -1 is none."""
    made = count
    if readings[0] < 0:
        return 0
    for state in range(count):
        for reading in readings[1:]:
            if reading >= 0 and made < TRIED:
                out[made] = mix(out[state], np.uint64(reading + 1))
                made += 1
    for state in range(count):
        out[state] = mix(out[state], np.uint64(readings[0] + 1))
    return made


expand: Any = compiled(expand_states)  # Any: as above


def write_han_sounds(symbols: Int32, size: int, ask: tuple[int, int, int], sounds: Any, out: UInt64) -> int:
    """Write the sound keys of Han characters; ask: kind, family whose readings are taken, family of the key."""
    kind, family, tag = ask
    out[0] = mix(np.uint64(kind * 2 + tag), np.uint64(size))
    made = 1
    for d in range(size):
        if symbols[d] < 0:
            return 0
        made = expand(sounds.read[family, symbols[d]], made, out)
    return int(made)


han_sounds: Any = compiled(write_han_sounds)  # Any: as above


def write_spelt_sounds(order: Int32, size: int, ask: tuple[int, int, int], sounds: Any, out: UInt64) -> int:
    """Write the sound keys of a Latin name in one order; ask: kind, family it is spelt in, family of the key."""
    kind, family, tag = ask
    width = SPELT if size < 3 else 4 if size < 4 else 3
    out[0] = mix(np.uint64(kind * 2 + tag), np.uint64(size))
    made = 1
    for d in range(size):
        readings = sounds.crossed[order[d], :width] if family != tag else sounds.spelt[family, order[d], :width]
        made = expand(readings, made, out)
    return int(made)


spelt_sounds: Any = compiled(write_spelt_sounds)  # Any: as above


def write_firm(core: Core, parts: tuple[int, int], out: UInt64) -> int:
    """Write the keys of the Han part and of the words of a firm: the whole, and what opens it."""
    han, words = parts
    made = 0
    for first, last, opening in ((0, han, OPEN), (han, han + words, 2)):
        if last > first:
            out[made] = span(CORE, core.keys, first, last)
            made += 1
        if last - first >= opening:
            out[made] = span(OPENING, core.keys, first, first + opening)
            made += 1
    return made


firm_keys: Any = compiled(write_firm)  # Any: as above


def write_entry_name(
    name: tuple[Core, int, int], is_firm: bool, orders: tuple[Orders, int], sounds: Any, out: UInt64
) -> int:
    """Write every key a name of an entry stands under."""
    core, han, words = name
    made = 0
    if is_firm:
        made = firm_keys(core, (han, words), out)
        if han >= OPEN:
            made += han_sounds(core.symbols, OPEN, (FIRM_SOUND, 0, 0), sounds, out[made:])
        return int(made)
    if han > 0:
        out[made] = span(FORM, core.keys, 0, han)
        made += 1
        if 2 <= han <= SYLLABLES:
            made += han_sounds(core.symbols, han, (HAN_SOUND, 0, 0), sounds, out[made:])
            made += han_sounds(core.symbols, han, (HAN_SOUND, 1, 1), sounds, out[made:])
        if han == SYLLABLES:  # a husband's surname before the own one
            out[made] = span(FORM, core.keys, 1, han)
            made += 1 + han_sounds(core.symbols[1:], han - 1, (HAN_SOUND, 0, 0), sounds, out[made + 1 :])
        return int(made)
    out[made] = bag(WORDS, core.keys, 0, words)
    made += 1
    space, count = orders
    for order in range(min(count, 4)):
        for family in range(2):
            ask = (LATIN_SOUND, family, 0)
            made += spelt_sounds(space.spellings[order], space.sizes[order], ask, sounds, out[made:])
    return int(made)


entry_keys: Any = compiled(write_entry_name)  # Any: as above


def fold_number(text: tuple[NDArray[np.uint8], int, int], sounds: Any, codes: NDArray[np.uint32], out: UInt64) -> int:
    """Write the folded letters and digits of a number, look-alikes as one (O is 0, I is 1); return how many."""
    data, begin, end = text
    length, count = decode(data, begin, end, codes), 0
    for at in range(length):
        code = sounds.folds[codes[at]] if codes[at] < len(sounds.folds) else np.uint32(0)
        if code > 1 and count < LONGEST_NUMBER:
            out[count] = code
            count += 1
    return count


folded: Any = compiled(fold_number)  # Any: as above


def is_personal_form(digits: UInt64, count: int) -> bool:
    """Say whether folded letters and digits have the form of a natural person's number; such are never hashed.

    Source: GB 11643-1999 (date of birth, check by ISO 7064 MOD 11-2); Hong Kong identity card (weights 9 to 2).
    """
    if count == 18:
        total, power = 0, 131072  # 2^17
        for at in range(17):
            if not 48 <= digits[at] < 58:
                return False
            total += (int(digits[at]) - 48) * (power % 11)
            power >>= 1
        century = (int(digits[6]) - 48) * 10 + int(digits[7]) - 48
        check = (12 - total % 11) % 11
        last = int(digits[17])
        return century in (19, 20) and (last == 120 if check == 10 else last == 48 + check)
    if count not in (8, 9):
        return False
    letters = count - 7
    total = 0 if letters == 2 else 36 * 9
    for at in range(count):
        code = int(digits[at])
        is_letter = 97 <= code < 123
        if is_letter != (at < letters) and not (at == count - 1 and code == 97):
            return False
        value = code - 87 if is_letter else code - 48
        total += value * (9 - (at if letters == 2 else at + 1))
    return total % 11 == 0


personal: Any = compiled(is_personal_form)  # Any: as above


def look_alike(code: np.uint64) -> np.uint64:
    """Return the digit a letter is misread for, the letter itself for others. Source: `identifiers.near`."""
    for letter, digit in ((111, 48), (113, 48), (100, 48), (105, 49), (122, 50), (115, 53), (98, 56), (103, 54)):
        if code == letter:
            return np.uint64(digit)
    return code


looks: Any = compiled(look_alike)  # Any: as above


def write_number(digits: UInt64, count: int, column: int, out: UInt64) -> int:
    """Write the keys of a number: itself, and itself less each character; the last eight count of a telephone."""
    first = 0
    while first < count and 97 <= digits[first] < 123:
        first += 1
    made = 0
    for turn in range(2 if first > 0 else 1):  # CR 1234567 is 1234567 as well
        start = first * turn
        if count - start >= 3 and (turn == 0 or count - start >= 7):
            state = np.uint64(NUMBER * 64 + column)
            for at in range(start, count):
                state = mix(state, looks(digits[at]))
            out[made] = state
            made += 1
    for left in range(count if count >= 5 else 0):
        state = np.uint64(NUMBER * 64 + column)
        for at in range(count):
            if at != left:
                state = mix(state, looks(digits[at]))
        out[made] = state
        made += 1
    return made


number_keys: Any = compiled(write_number)  # Any: as above


def digits_at(tokens: Tokens, token: int) -> bool:
    """Say whether a token is a number of a house or floor; longer ones may be a person's and are left alone."""
    code = tokens.codes[tokens.first[token]]
    return bool(48 <= code < 58) and tokens.last[token] - tokens.first[token] <= HOUSE


is_digits: Any = compiled(digits_at)  # Any: as above


def street_key(tokens: Tokens, token: int, count: int) -> Any:  # Any: as above
    """Return the key of a street and its number, 0 for none.

    Chinese: the three characters before the number; English: the two words behind it.
    """
    if token >= 3 and not (tokens.is_word[token - 1] or tokens.is_word[token - 2] or tokens.is_word[token - 3]):
        return span(PLACE, tokens.hashed, token - 3, token + 1)
    if token + 2 >= count or not (tokens.is_word[token + 1] and tokens.is_word[token + 2]):
        return np.uint64(0)
    is_long = tokens.last[token + 1] - tokens.first[token + 1] > 1
    if is_long and not is_digits(tokens, token + 1) and not is_digits(tokens, token + 2):
        return span(PLACE, tokens.hashed, token, token + 3)
    return np.uint64(0)


street: Any = compiled(street_key)  # Any: as above


def write_places(tokens: Tokens, count: int, out: UInt64) -> int:
    """Write the keys of an address: street with number, and the same with every other number of the address."""
    every, made = np.uint64(0), 0
    for token in range(count):
        if is_digits(tokens, token):
            every += mix(np.uint64(UNIT), tokens.hashed[token])
    for token in range(count):
        state = street(tokens, token, count) if made < 6 and is_digits(tokens, token) else np.uint64(0)
        if state != 0:
            out[made], out[made + 1] = state, mix(state, every)
            made += 2
    return made


place_keys: Any = compiled(write_places)  # Any: as above
