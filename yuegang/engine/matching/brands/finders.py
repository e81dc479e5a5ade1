"""Find the parts that a keyword may stand for, one function per way of hiding a mark.

A weight compares ways: 1000 is the part itself, 1 next to nothing. It is an odds scale, not a probability.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from yuegang.engine.matching.brands.bridge import letters, shipped_costs
from yuegang.engine.matching.brands.folding import MASK, is_han, look
from yuegang.engine.matching.brands.marks import script_runs
from yuegang.engine.matching.brands.sounds import pinyin
from yuegang.engine.matching.brands.vocabulary import Vocabulary

EXACT = 1000.0
_MOST_PARTIAL = 300.0  # of anything that is not a part itself
_LATIN_LENGTHS = (0.0, 0.05, 0.25, 0.6, 1.0, 1.6, 2.2, 3.0)  # by letters of the fragment; longer as the last
_HAN_LENGTHS = (0.0, 0.15, 0.9, 2.5, 4.0)
_MOST_SOUND = 150.0
_RARE_READING = 0.4
_INITIALS = (0.0, 0.0, 0.5, 3.0, 40.0)  # by their number
_LEAST_BITS, _BITS_SLOPE = 6.0, 0.5
_PREFIX, _INNER, _SUFFIX = 60.0, 25.0, 35.0
_SOUND_FACTORS = {"pinyin": 0.5, "near pinyin": 0.2, "jyutping": 0.3}
_HOUSE = re.compile(r"(?:家族?|牌|专柜?|高仿?|男|女|新|包|表|鞋|款)$")


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one part found, the weight of the finding and how it was found, for a person to check."""

    part: str
    weight: float
    how: str


def _length_factor(fragment: str) -> float:
    table = _HAN_LENGTHS if is_han(fragment[0]) else _LATIN_LENGTHS
    return table[min(len(fragment), len(table) - 1)]


def _fragment_weight(fragment: str, part: str, place: int) -> float:
    if len(fragment) == len(part):
        return EXACT
    base = _PREFIX if place == 0 else _SUFFIX if place + len(fragment) == len(part) else _INNER
    return min(_MOST_PARTIAL, base * _length_factor(fragment) * float((len(fragment) / len(part)) ** 0.7))


def literal(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts equal to the keyword after folding."""
    if vocabulary.uses(query):
        yield Found(query, EXACT, f"equal after folding: {query}")


def contained(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts that stand whole inside a longer keyword."""
    for start in range(min(len(query), 40)):
        for end in range(start + 2, min(len(query), start + 24) + 1):
            part = query[start:end]
            if len(part) < len(query) and (len(part) > 3 or is_han(part[0])) and vocabulary.uses(part):
                weight = 0.5 * EXACT * min(1.0, _length_factor(part)) * (len(part) / len(query)) ** 1.5
                yield Found(part, weight, f"inside the keyword at [{start}:{end}]: {part}")


def fragments(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts of which the keyword is a fragment; a single letter only where it opens the part."""
    blob = vocabulary.written
    alone = len(query) < 2 and not is_han(query)
    for number in blob.starting(query) if alone else blob.holding(query):
        part = blob.texts[number]
        if part != query:
            place = part.find(query)
            yield Found(part, _fragment_weight(query, part, place), f"fragment {query} at [{place}] of {part}")


def looks(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts that look like the keyword: 1V is LV, 0 is O."""
    shape, blob = look(query), vocabulary.looks
    for number in blob.starting(shape) if len(query) > 1 else ():
        part = vocabulary.texts[number]
        if not part.startswith(query):
            weight = 0.5 * _fragment_weight(shape, blob.texts[number], 0)
            yield Found(part, weight, f"looks like: {query} ~ {part}")


def masked(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts that fit a keyword with masks: 葆～ opens 葆蝶家, g***i is gucci."""
    pieces = [piece for piece in query.split(MASK) if piece]
    if not pieces or MASK not in query:
        return
    fixed = sum(map(len, pieces))
    pattern = ("" if query[0] != MASK else "[^\n]*?") + "[^\n]*?".join(map(re.escape, pieces))
    for number in vocabulary.written.matching(pattern):
        part = vocabulary.texts[number]
        ends = query[-1] == MASK or part.endswith(pieces[-1])
        weight = _PREFIX * max(0.3, _length_factor("".join(pieces))) * (fixed / max(fixed, len(part))) ** 0.5
        yield Found(part, weight * (1.0 if ends else 0.3), f"mask fits: {query} ~ {part}")


def house(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts opened by what stands before 家, 牌, 专 (the house of …): 卡家, g家."""
    stem = _HOUSE.sub("", query)
    if stem == query or not 1 <= len(stem) <= 4:
        return
    for number in vocabulary.written.starting(stem):
        part = vocabulary.texts[number]
        weight = 1.2 * max(_fragment_weight(stem, part, 0), 8 / len(part)) if part != stem else 0.4 * EXACT
        yield Found(part, weight, f"house of {stem}: {part}")


def misspelt(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts one or two letters away, swapped neighbours counting as one."""
    length = len(query)
    if length < 3 or (length < 4 and not is_han(query[0])):
        return
    slack = 1 if length < 6 else 2
    choices = list(vocabulary.near_length(length, slack))
    for part, distance, _ in process.extract(query, choices, scorer=OSA.distance, score_cutoff=slack, limit=40):
        if distance:
            opening = 1.0 if part[0] == query[0] else 0.4
            weight = 1.3 * _PREFIX * float((1 - distance / length) ** 3) * opening
            yield Found(part, weight, f"misspelt by {int(distance)}: {query} ~ {part}")


def _consonants(text: str) -> str:
    return text[:1] + re.sub("[aeiou]", "", text[1:])


def shortened(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts from which letters were left out: vltn, hm, 路登; the first letter stays."""
    if not 2 <= len(query) <= 4 or MASK in query:
        return
    han = is_han(query[0])
    for number in vocabulary.written.matching("[^\n]*?".join(map(re.escape, query))):
        part = vocabulary.texts[number]
        if query in part or len(part) > 14:
            continue
        base = 30.0 if han else 12.0 if _consonants(part).startswith(query) else 3.0
        base *= 1.0 if part[-1] == query[-1] or not han else 0.5
        weight = base * _length_factor(query) * len(query) / len(part)
        yield Found(part, weight, f"shortened: {query} ~ {part}")


def sounding(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the Chinese parts that sound like the keyword or open with its sound: 保龙 is 暴龙."""
    if not any(map(is_han, query)) or MASK in query:
        return
    for system, (syllables, blob) in vocabulary.sounds.items():
        for turn, row in enumerate(syllables.rows(query)):
            for number in blob.starting(row) if len(row) < 2 else blob.holding(row):
                part = vocabulary.texts[number]
                if query not in part:
                    weight = (_RARE_READING if turn else 1.0) * _SOUND_FACTORS[system]
                    weight *= _sound_weight(query, part, row, blob.texts[number])
                    yield Found(part, weight, f"sounds like, {system}: {query} ~ {part}")


def _sound_weight(query: str, part: str, row: str, spoken: str) -> float:
    place = spoken.find(row)
    same = sum(a == b for a, b in zip(query, part[place:], strict=False)) / len(query)
    return (0.3 + 0.7 * same) * min(_MOST_SOUND, _fragment_weight(row, spoken, place) / 2)


def transliterated(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the parts of the other script that open with the sound of the keyword: 阿迪 is the opening of adidas."""
    spoken = letters(query)
    if spoken is None or len(query) < (2 if is_han(query[0]) else 4):
        return
    bridge = vocabulary.latin if is_han(query[0]) else vocabulary.chinese
    for number, opening, whole in bridge.search(spoken, shipped_costs(), _LEAST_BITS, 20):
        bits = opening + (1.5 if whole > opening - 0.5 else 0.0)
        weight = min(_MOST_SOUND, 2.0 ** (_BITS_SLOPE * (bits - _LEAST_BITS)))
        part = vocabulary.texts[number]
        yield Found(part, weight, f"transliterates, {opening:+.1f} bits: {query} ({spoken}) ~ {part}")


def initialled(query: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Find the Chinese parts whose pinyin initials stand for some or all characters: blsj, 耐k."""
    if not 2 <= len(query) <= 8:
        return
    if query.isascii():
        for part in vocabulary.initials.get(query, ()):
            weight = _INITIALS[min(len(query), len(_INITIALS) - 1)]
            yield Found(part, weight, f"pinyin initials: {query} ~ {part}")
        return
    runs = script_runs(query)
    written = max((run for run in runs if is_han(run[0])), key=len, default="")
    if not written or len(runs) == 1:
        return
    for number in vocabulary.written.holding(written):
        part = vocabulary.texts[number]
        if part != query and _fits(query, part):
            yield Found(part, _MOST_PARTIAL * len(written) / len(part), f"pinyin initials: {query} ~ {part}")


def _fits(query: str, part: str) -> bool:
    """Say whether every character is the part's own or the initial of its reading."""
    if len(query) != len(part):
        return False
    return all(a == b or (is_han(b) and pinyin(b)[0][0] == a) for a, b in zip(query, part, strict=True))


FINDERS = (
    literal,
    contained,
    fragments,
    looks,
    masked,
    house,
    misspelt,
    shortened,
    sounding,
    transliterated,
    initialled,
)
