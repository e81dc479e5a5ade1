"""Cut texts of one column into folded tokens, compiled: a Han character or a run of letters or digits each."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .compiled import compiled

GAP, JOINER = 0, 1  # folded code points of what parts words, and of what stands inside one (O'Brien)
LETTERS = 6  # code points of the longest ending
LONGEST = 64  # tokens of a text that are read
_PRIME, _BASIS = 0x100000001B3, 0xCBF29CE484222325  # FNV-1a, 64 bits

UInt32 = NDArray[np.uint32]
UInt64 = NDArray[np.uint64]


def hash_word(codes: UInt32) -> int:
    """Return the hash of a word of folded code points."""
    value = _BASIS
    for code in codes:
        value = ((value ^ int(code)) * _PRIME) & 0xFFFFFFFFFFFFFFFF
    return value


class Tokens(NamedTuple):
    """Space for the tokens of one text: folded codes, what each token is, its hash, where its codes stand."""

    codes: UInt32  # (n,) folded code points of the text
    first: NDArray[np.int32]  # (LONGEST,) place of the first code of a token
    last: NDArray[np.int32]  # (LONGEST,) place behind the last one
    symbol: NDArray[np.int32]  # (LONGEST,) number of a character, or -2 - number of a word, -1 unknown
    hashed: UInt64  # (LONGEST,)
    is_word: NDArray[np.bool_]  # (LONGEST,)


def space(longest: int) -> Tokens:
    """Return space for texts of so many bytes."""
    return Tokens(
        np.zeros(longest + 1, np.uint32),
        np.zeros(LONGEST, np.int32),
        np.zeros(LONGEST, np.int32),
        np.zeros(LONGEST, np.int32),
        np.zeros(LONGEST, np.uint64),
        np.zeros(LONGEST, np.bool_),
    )


def copy_values(source: NDArray[Any], target: NDArray[Any]) -> None:  # Any: of any type
    """Copy as many values as the source has."""
    for at in range(len(source)):
        target[at] = source[at]


copy: Any = compiled(copy_values)  # Any: a dispatcher of numba has no type


def decode_text(data: NDArray[np.uint8], begin: int, end: int, codes: UInt32) -> int:
    """Write the code points of UTF-8 bytes and return how many there are."""
    at, count = begin, 0
    while at < end:
        byte = np.uint32(data[at])
        if byte < 0x80:
            codes[count] = byte
            at += 1
        elif byte < 0xE0:
            codes[count] = ((byte & 0x1F) << 6) | (data[at + 1] & 0x3F)
            at += 2
        elif byte < 0xF0:
            codes[count] = ((byte & 0xF) << 12) | (np.uint32(data[at + 1] & 0x3F) << 6) | (data[at + 2] & 0x3F)
            at += 3
        else:
            high = ((byte & 7) << 18) | (np.uint32(data[at + 1] & 0x3F) << 12)
            codes[count] = high | (np.uint32(data[at + 2] & 0x3F) << 6) | (data[at + 3] & 0x3F)
            at += 4
        count += 1
    return count


decode: Any = compiled(decode_text)  # Any: as above


def find_word(hashed: np.uint64, slots: NDArray[np.int32], hashes: UInt64) -> int:
    """Return the number of a word, -1 for an unknown one."""
    mask = len(slots) - 1
    at = np.int64(hashed & np.uint64(mask))
    while slots[at] >= 0:
        if hashes[slots[at]] == hashed:
            return int(slots[at])
        at = (at + 1) & mask
    return -1


lookup: Any = compiled(find_word)  # Any: as above


def hash_run(codes: UInt32, first: int, last: int) -> np.uint64:
    """Return the hash of the folded codes of a word, joiners left out."""
    value = np.uint64(_BASIS)
    for at in range(first, last):
        if codes[at] != JOINER:
            value = (value ^ np.uint64(codes[at])) * np.uint64(_PRIME)
    return value


run_hash: Any = compiled(hash_run)  # Any: as above


def cut_text(text: tuple[NDArray[np.uint8], int, int], sounds: Any, out: Tokens) -> int:  # Any: a tuple of arrays
    """Write the tokens of a text and return how many there are."""
    data, begin, end = text
    length, count, at = decode(data, begin, end, out.codes), 0, 0
    while at < length and count < LONGEST:
        code = out.codes[at]
        number = sounds.character[code] if code < len(sounds.character) else -1
        folded = sounds.folds[code] if code < len(sounds.folds) else np.uint32(GAP)
        out.codes[at] = folded
        at += 1
        if folded <= JOINER:
            continue
        out.first[count] = at - 1
        if folded >= 0x3000 and not 0xAC00 <= folded < 0xE000:
            out.symbol[count], out.is_word[count] = number, False
            out.hashed[count] = (np.uint64(folded) ^ np.uint64(_BASIS)) * np.uint64(_PRIME)
        else:
            while at < length:
                folded = sounds.folds[out.codes[at]] if out.codes[at] < len(sounds.folds) else np.uint32(GAP)
                if folded == GAP or folded >= 0x3000:
                    break
                out.codes[at] = folded
                at += 1
            out.is_word[count] = True
            out.hashed[count] = run_hash(out.codes, out.first[count], at)
            word = lookup(out.hashed[count], sounds.slots, sounds.hashes)
            out.symbol[count] = -2 - word if word >= 0 else -1
        out.last[count] = at
        count += 1
    return count


cut: Any = compiled(cut_text)  # Any: as above
