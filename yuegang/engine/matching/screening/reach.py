"""Say in bits, compiled, what a party's name reaches against an entry's: close to `names.py`, never far below it.

What reaches the threshold is weighed again with every reason; these functions only keep out the rest.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yuegang.engine.lexicon.romanisation import PRIOR
from yuegang.engine.matching.firms import MISSING, SAME_KEY
from yuegang.engine.matching.names import HUSBAND
from yuegang.engine.matching.symbols import MISS, SAME_WORD, UNKNOWN

from .compiled import compiled
from .names_kernel import BIT, SYLLABLES, UNKNOWN_WORD, spelt
from .sides import FIRM_HAN, FIRM_WORDS, HAN, ORDERS, WORDS, Side

NOTHING = np.float32(-99.0)
MISSED = np.float32(MISS * BIT)
PRIORS = (float(np.log2(PRIOR[0])), float(np.log2(PRIOR[1])))
REST = 8.0  # bits the rest of a firm's name may add to what opens it
OPEN = 3

Int32 = NDArray[np.int32]


def cell_bits(sounds: Any, family: int, character: int, spelling: int) -> float:  # Any: a tuple of arrays
    """Return the bits of a spelling for a character."""
    if character < 0:
        return float(MISSED)
    low, high = sounds.starts[family, character], sounds.starts[family, character + 1]
    while low < high:
        middle = (low + high) >> 1
        if sounds.columns[family, middle] < spelling:
            low = middle + 1
        else:
            high = middle
    if low < sounds.starts[family, character + 1] and sounds.columns[family, low] == spelling:
        return float(max(sounds.bits[family, low], MISSED))
    return float(MISSED)


cell: Any = compiled(cell_bits)  # Any: a dispatcher of numba has no type


def latin_to_han(side: Side, entry: Int32, sounds: Any, ask: int) -> float:  # Any: as above
    """Return the bits of a Latin name in one order and family for the characters of an entry.

    ask: twice the order and the family; an order shorter by one leaves a husband's surname out.
    """
    order, family, size = ask >> 1, ask & 1, len(entry)
    shift = size - side.orders.sizes[order]
    if shift != 0 and not (shift == 1 and size == SYLLABLES):
        return float(NOTHING)
    bits = float(side.orders.penalties[order]) + PRIORS[family] - HUSBAND * BIT * shift
    for d in range(size - shift):
        bits += cell(sounds, family, entry[d + shift], side.orders.spellings[order, d])
    return float(bits)


_latin_order: Any = compiled(latin_to_han)  # Any: as above


def best_latin(side: Side, entry: Int32, sounds: Any, ask: int) -> float:  # Any: as above
    """Return the bits of the order asked for, of the best one if none is (-1)."""
    best = float(NOTHING)
    first, last = (ask, ask + 1) if ask >= 0 else (0, 2 * side.counts[ORDERS])
    for each in range(first, last):
        best = max(best, float(_latin_order(side, entry, sounds, each)))
    return best


_latin_han: Any = compiled(best_latin)  # Any: as above


def han_to_han(asked: Int32, entry: Int32, sounds: Any) -> float:  # Any: as above
    """Return the bits of characters against as many others."""
    bits = PRIORS[0]
    for d in range(len(entry)):
        one, other = asked[d], entry[d]
        same = one >= 0 and other >= 0 and sounds.folded[one] == sounds.folded[other]
        bits += float(sounds.rarity[one]) if same else float(MISSED)
    return bits


_han_han: Any = compiled(han_to_han)  # Any: as above


def word_bits(sounds: Any, symbol: int) -> float:  # Any: as above
    """Return the bits of a word equal to itself in a personal name."""
    spelling = spelt(sounds, symbol)
    return float(sounds.spelling_rarity[spelling]) if spelling >= 0 else SAME_WORD * BIT


_word: Any = compiled(word_bits)  # Any: as above


def words_to_words(asked: Int32, entry: Int32, sounds: Any) -> float:  # Any: as above
    """Return bits no smaller than those of two Latin names: other spellings of a syllable count nearly as the same."""
    bits = PRIORS[0]
    for word in entry:
        same = False
        for other in asked:
            same = same or other == word
        if same:
            bits += _word(sounds, word)
        else:
            bits += _word(sounds, word) - 1.0 if spelt(sounds, word) >= 0 else UNKNOWN * BIT
    return bits


_words: Any = compiled(words_to_words)  # Any: as above


def person_reach(side: Side, entry: Int32, han: int, ask: tuple[Any, int]) -> float:  # Any: as above
    """Return the bits of a party's name against a person's. ask: the sounds, and which order of a Latin name."""
    sounds, order = ask
    asked = side.counts[HAN]
    if han == 0:
        if asked == 0:
            return float(_words(side.person.symbols[: side.counts[WORDS]], entry, sounds))
        return float(_words(side.person.symbols[:0], entry, sounds))
    if asked == 0:
        return float(_latin_han(side, entry, sounds, order))
    mine = side.person.symbols[:asked]
    if asked == han:
        return float(_han_han(mine, entry, sounds))
    if asked == 4 and han == 3:
        return float(_han_han(mine[1:], entry, sounds)) - HUSBAND * BIT
    if asked == 3 and han == 4:
        return float(_han_han(mine, entry[1:], sounds)) - HUSBAND * BIT
    return float(NOTHING)


person: Any = compiled(person_reach)  # Any: as above


def unit_bits(sounds: Any, symbol: int) -> float:  # Any: as above
    """Return the rarity of a character or word in firms' names."""
    if symbol >= 0:
        return float(sounds.firm_rarity[symbol])
    return float(sounds.word_rarity[-2 - symbol if symbol > UNKNOWN_WORD and symbol < -1 else -1])


unit: Any = compiled(unit_bits)  # Any: as above


def shared_units(asked: Int32, entry: Int32, sounds: Any) -> float:  # Any: as above
    """Return the bits of what two cores of one script share, less what they do not."""
    bits, alike = 0.0, len(asked) == len(entry)
    for at in range(len(entry)):
        found = False
        for other in asked:
            same = other == entry[at]
            if other >= 0 and entry[at] >= 0:
                same = sounds.folded[other] == sounds.folded[entry[at]]
            found = found or same
        bits += unit(sounds, entry[at]) * (1.0 if found else -MISSING)
        alike = alike and found
    if not alike:
        for symbol in asked:
            found = False
            for other in entry:
                same = other == symbol
                if other >= 0 and symbol >= 0:
                    same = sounds.folded[other] == sounds.folded[symbol]
                found = found or same
            bits -= 0.0 if found else MISSING * unit(sounds, symbol)
    return bits + (SAME_KEY * BIT if alike else 0.0)


shared: Any = compiled(shared_units)  # Any: as above


def firm_reach(side: Side, entry: Int32, han: int, ask: tuple[Any, int]) -> float:  # Any: as above
    """Return the bits of a party's name against a firm's; across scripts by the sound of what opens it."""
    sounds, order = ask
    mine, words = side.counts[FIRM_HAN], side.counts[FIRM_WORDS]
    best = float(NOTHING)
    if mine > 0 and han > 0:
        best = float(shared(side.firm.symbols[:mine], entry[:han], sounds))
    if words > 0 and len(entry) > han:
        best = max(best, float(shared(side.firm.symbols[mine : mine + words], entry[han:], sounds)))
    if mine == 0 and han >= OPEN:
        best = max(best, float(_latin_han(side, entry[:OPEN], sounds, order) + REST))
    return best


firm: Any = compiled(firm_reach)  # Any: as above


def most_latin(side: Side, order: int, family: int, sounds: Any) -> float:  # Any: as above
    """Return the most bits one order of a Latin name can reach."""
    bits = side.orders.penalties[order] + PRIORS[family]
    for d in range(side.orders.sizes[order]):
        bits += sounds.most[family, side.orders.spellings[order, d]]
    return float(bits)


most_of_order: Any = compiled(most_latin)  # Any: as above


def most_equal(side: Side, is_firm: bool, sounds: Any) -> float:  # Any: as above
    """Return the most bits a name can reach against one of its own script."""
    bits = 0.0
    if is_firm:
        for at in range(side.counts[FIRM_HAN] + side.counts[FIRM_WORDS]):
            bits += unit(sounds, side.firm.symbols[at])
        return bits + SAME_KEY * BIT
    for at in range(side.counts[HAN]):
        if side.person.symbols[at] >= 0:
            bits += sounds.rarity[side.person.symbols[at]]
    if side.counts[HAN] == 0:
        for at in range(side.counts[WORDS]):
            bits += _word(sounds, side.person.symbols[at])
    return bits


most: Any = compiled(most_equal)  # Any: as above
