"""Read the tokens of a name, compiled: the orders of syllables it may stand for, the core of a firm, its symbols.

What is read here only finds candidates; `names.py` weighs them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.latin import JOINED, LEFT_SYLLABLE, LEFT_WORD, SURNAME_LAST

from .compiled import compiled
from .text import LETTERS, LONGEST, Tokens, copy, lookup, run_hash

ORDERS, SYLLABLES, SEQUENCES = 48, 4, 4  # orders of a name, syllables of one, ways to take joined words apart
READ = 8  # words of a name that are read
BIT = 1.4426950408889634  # bits of a nat
UNKNOWN_WORD = -100_000  # symbols below are hashes of words no table knows

Int32 = NDArray[np.int32]


class Orders(NamedTuple):
    """Space for the orders of one Latin name: spellings, how many, bits lost."""

    spellings: Int32  # (ORDERS, SYLLABLES)
    sizes: Int32  # (ORDERS,)
    penalties: NDArray[np.float32]  # (ORDERS,)
    sequence: Int32  # (SEQUENCES, 2 * READ) spellings of the words in their order, -1 unknown
    lengths: Int32  # (SEQUENCES,)


def order_space() -> Orders:
    """Return space for the orders of one name."""
    return Orders(
        np.zeros((ORDERS, SYLLABLES), np.int32),
        np.zeros(ORDERS, np.int32),
        np.zeros(ORDERS, np.float32),
        np.zeros((SEQUENCES, 2 * READ), np.int32),
        np.zeros(SEQUENCES, np.int32),
    )


def spelling_of(sounds: Any, symbol: int) -> int:  # Any: a tuple of arrays
    """Return the spelling a symbol is, -1 for none."""
    return int(sounds.spelling[-2 - symbol]) if UNKNOWN_WORD < symbol < -1 else -1


spelt: Any = compiled(spelling_of)  # Any: a dispatcher of numba has no type


def spelled_run(codes: NDArray[np.uint32], first: int, last: int, sounds: Any) -> int:  # Any: as above
    """Return the spelling of a run of codes, -1 for none."""
    word = lookup(run_hash(codes, first, last), sounds.slots, sounds.hashes)
    return int(sounds.spelling[word]) if word >= 0 else -1


spelled: Any = compiled(spelled_run)  # Any: as above


def sequence_words(tokens: Tokens, count: int, sounds: Any, out: Orders) -> int:  # Any: as above
    """Write the name as read, then with one joined word taken apart (Taiman is Tai Man); return how many ways."""
    length = 0
    for word in range(min(count, READ)):
        out.sequence[0, length] = spelt(sounds, tokens.symbol[word])
        length += 1
    out.lengths[0] = length
    made = 1
    for word in range(length):
        if out.sequence[0, word] >= 0 and length != 2:
            continue
        first, last = tokens.first[word], tokens.last[word]
        for cut in range(first + 2, min(last - 1, first + 7)):
            head, tail = spelled(tokens.codes, first, cut, sounds), spelled(tokens.codes, cut, last, sounds)
            if head >= 0 and tail >= 0 and made < SEQUENCES:
                copy(out.sequence[0, :word], out.sequence[made])
                out.sequence[made, word], out.sequence[made, word + 1] = head, tail
                copy(out.sequence[0, word + 1 : length], out.sequence[made, word + 2 :])
                out.lengths[made] = length + 1
                made += 1
    return made


sequences: Any = compiled(sequence_words)  # Any: as above


def write_windows(syllables: Int32, count: int, loss: float, state: tuple[Orders, int]) -> int:
    """Write every run of four, three or two syllables, and those at the end with the surname last."""
    out, made = state
    for size in (4, 3, 2):
        for start in range(count - size + 1):
            for turned in range(2 if start + size == count else 1):
                if made == ORDERS:
                    return made
                for d in range(size):
                    out.spellings[made, d] = syllables[start + (d + size - turned) % size]
                out.sizes[made] = size
                out.penalties[made] = loss - LEFT_SYLLABLE * BIT * (count - size) - SURNAME_LAST * BIT * turned
                made += 1
    return made


windows: Any = compiled(write_windows)  # Any: as above


def read_orders(tokens: Tokens, count: int, sounds: Any, out: Orders) -> int:  # Any: as above
    """Write the orders of syllables a Latin name may stand for and return how many there are."""
    made = 0
    for way in range(sequences(tokens, count, sounds, out)):
        known, length = 0, out.lengths[way]
        for word in range(length):
            if out.sequence[way, word] >= 0:
                out.sequence[way, known] = out.sequence[way, word]
                known += 1
        loss = -LEFT_WORD * BIT * min(length - known, 2) - JOINED * BIT * (way > 0)
        made = windows(out.sequence[way], known, loss, (out, made))
    return made


orders: Any = compiled(read_orders)  # Any: as above


class Core(NamedTuple):
    """Space for what a name is in the index: symbols and folded codes or hashes of its Han part and of its words."""

    symbols: Int32  # (2 * LONGEST,) first the Han part, then the words
    keys: NDArray[np.uint64]  # (2 * LONGEST,)


def core_space() -> Core:
    """Return space for the core of one name."""
    return Core(np.zeros(2 * LONGEST, np.int32), np.zeros(2 * LONGEST, np.uint64))


def starts_with(tokens: Tokens, span: tuple[int, int], pattern: NDArray[np.uint32]) -> int:
    """Return how many tokens from a place on are the pattern, 0 if they are not; no gap may lie between them."""
    at, count = span
    size = 0
    while size < LETTERS and pattern[size] != 0:
        token = at + size
        if token >= count or tokens.codes[tokens.first[token]] != pattern[size]:
            return 0
        if size > 0 and tokens.first[token] != tokens.last[token - 1]:
            return 0
        size += 1
    return size


fits: Any = compiled(starts_with)  # Any: as above


def place_at(tokens: Tokens, at: int, count: int, sounds: Any) -> int:  # Any: as above
    """Return how many tokens a place takes that opens the name or stands in brackets, 0 for none."""
    if at > 0 and tokens.first[at] == tokens.last[at - 1]:
        return 0
    for row in range(len(sounds.places)):
        size = fits(tokens, (at, count), sounds.places[row])
        if size > 0:
            behind = at + size
            apart = behind == count or tokens.first[behind] != tokens.last[behind - 1]
            if (at == 0 and behind < count) or (apart and at > 0):
                return int(size)
    return 0


place: Any = compiled(place_at)  # Any: as above


def cut_ending(out: Core, count: int, least: int, sounds: Any) -> int:  # Any: as above
    """Return how many of the folded codes are left without the legal form, `least` at least."""
    left = count
    for row in range(len(sounds.suffixes)):
        size = 0
        while size < LETTERS and sounds.suffixes[row, size] != 0:
            size += 1
        if left >= size + least:
            same = True
            for d in range(size):
                same = same and out.keys[left - size + d] == sounds.suffixes[row, d]
            if same:
                left -= size
    return left


ending: Any = compiled(cut_ending)  # Any: as above


def word_symbol(symbol: int, hashed: np.uint64) -> int:
    """Return the symbol of a word: the number of a known one, else a hash."""
    return symbol if symbol < -1 else UNKNOWN_WORD - int(hashed & np.uint64(0x3FFFFFFF))


numbered: Any = compiled(word_symbol)  # Any: as above


def read_words(tokens: Tokens, count: int, sounds: Any, is_firm: bool, state: tuple[Core, int]) -> int:  # Any: as above
    """Write the words of a name behind its Han part, a firm's without legal forms unless it has nothing else."""
    out, han = state
    words = 0
    for strict in (True, False):
        for token in range(count):
            symbol = tokens.symbol[token]
            legal = strict and is_firm and symbol < -1 and sounds.legal[-2 - symbol]
            if tokens.is_word[token] and not legal:
                out.symbols[han + words] = numbered(symbol, tokens.hashed[token])
                out.keys[han + words] = tokens.hashed[token]
                words += 1
        if words > 0:
            break
    return words


words_of: Any = compiled(read_words)  # Any: as above


def read_core(tokens: Tokens, count: int, sounds: Any, is_firm: bool, out: Core) -> tuple[int, int]:  # Any: as above
    """Write the Han part and the words of a name, a firm's without legal form and place; return how many of each."""
    han, at, has_word = 0, 0, False
    while at < count:
        has_word = has_word or tokens.is_word[at]
        skipped = place(tokens, at, count, sounds) if is_firm and not tokens.is_word[at] else 0
        if skipped == 0 and not tokens.is_word[at]:
            out.symbols[han], out.keys[han] = tokens.symbol[at], np.uint64(tokens.codes[tokens.first[at]])
            han += 1
        at += max(1, skipped)
    if is_firm:
        han = ending(out, han, 0 if has_word else 1, sounds)
    return han, words_of(tokens, count, sounds, is_firm, (out, han))


core: Any = compiled(read_core)  # Any: as above
