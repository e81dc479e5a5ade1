"""Take a mark apart: its sides (one script or language each), the words of a side, its initials."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from yuegang.engine.matching.brands.folding import is_han, key

_SIDES = re.compile(r"[/／|｜;；,，、()（）\[\]【】=]+")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class PartKind(IntEnum):
    """Say what a part is of its mark; the smaller the more of it."""

    SIDE = 0
    SCRIPT = 1
    WORD = 2
    INITIALS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one folded part of a mark and how much of its side it is, in (0, 1]."""

    text: str
    kind: PartKind
    share: float


def script_runs(folded: str) -> list[str]:
    """Split a folded text where Chinese and other letters meet."""
    runs: list[str] = []
    for character in folded:
        if runs and is_han(runs[-1][-1]) == is_han(character):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def words(side: str) -> list[str]:
    """Return the folded words of an unfolded side, written apart, with hyphens or in CamelCase."""
    spaced = _CAMEL.sub(" ", side)
    return [folded for word in _WORDS.findall(spaced) if (folded := key(word))]


def _parts_of_side(side: str) -> Iterator[Part]:
    whole = key(side)
    if not whole:
        return
    yield Part(whole, PartKind.SIDE, 1.0)
    runs = script_runs(whole)
    if len(runs) > 1:
        yield from (Part(run, PartKind.SCRIPT, len(run) / len(whole)) for run in runs if len(run) > 1)
    listed = words(side)
    if len(listed) < 2:
        return
    for word in listed:
        if word not in runs and len(word) > 1:
            yield Part(word, PartKind.WORD, len(word) / len(whole))
    latin = [word for word in listed if not is_han(word[0])]
    if len(latin) > 1:
        yield Part("".join(word[0] for word in latin), PartKind.INITIALS, len(latin) / len(whole))


def parts(mark: str) -> list[Part]:
    """Return the parts of a mark such as `Alexander Wang/亚历山大·王`, the largest first, each text once."""
    found: dict[str, Part] = {}
    whole = key(mark)
    candidates = [Part(whole, PartKind.SIDE, 1.0)] if whole else []
    for side in _SIDES.split(mark):
        candidates.extend(_parts_of_side(side))
    for part in sorted(candidates, key=lambda each: (each.kind, -each.share)):
        found.setdefault(part.text, part)
    return list(found.values())
