"""A wire that drops, repeats, reorders, cuts, damages and mixes what passes over it, by the fall of dice."""

import random
from collections.abc import Callable

Fault = Callable[[random.Random, bytes, list[bytes]], bytes]


def drop(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Lose one line, or all."""
    lines = segment.splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    return b"".join(lines) if dice.random() < 0.8 else b""


def repeat(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Say an old answer again, or a line twice."""
    if before and dice.random() < 0.5:
        return dice.choice(before)
    lines = segment.splitlines(keepends=True)
    place = dice.randrange(len(lines))
    return b"".join([*lines[:place], lines[place], *lines[place:]])


def reorder(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Shuffle the lines, the head mostly left at the end."""
    lines = segment.splitlines(keepends=True)
    entries = lines[:-1] if dice.random() < 0.8 else lines
    dice.shuffle(entries)
    return b"".join([*entries, *lines[len(entries) :]])


def truncate(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Cut the answer off."""
    return segment[: dice.randrange(len(segment))]


def corrupt(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Change some bytes."""
    damaged = bytearray(segment)
    for _number in range(dice.choice((1, 1, 2, 8))):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged)


def mix(dice: random.Random, segment: bytes, before: list[bytes]) -> bytes:
    """Put the head of another answer under these entries, or exchange the bodies of two."""
    lines = segment.splitlines(keepends=True)
    if before and dice.random() < 0.5:
        return b"".join([*lines[:-1], dice.choice(before).splitlines(keepends=True)[-1]])
    if len(lines) > 2:
        first, second = lines[0].split(b'"h"'), lines[1].split(b'"h"')
        lines[0], lines[1] = first[0] + b'"h"' + second[1], second[0] + b'"h"' + first[1]
    return b"".join(lines)


FAULTS: tuple[Fault, ...] = (drop, repeat, reorder, truncate, corrupt, mix)
