"""Inclusion and consistency proofs as RFC 9162 checks them, written from docs/protocol.md, section 7."""

import hashlib
from collections.abc import Iterable, Sequence


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _climb(place: tuple[int, int], start: bytes, steps: Iterable[bytes]) -> tuple[bytes, bytes] | None:
    """Return the old and the new root a proof leads to; place: number of the node and of the last one."""
    (number, last), first, second = place, start, start
    for step in steps:
        if last == 0:
            return None
        if number & 1 or number == last:
            first, second = _join(step, first), _join(step, second)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            second = _join(second, step)
        number, last = number >> 1, last >> 1
    return (first, second) if last == 0 else None


def included(place: tuple[int, int], leaf: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a leaf is in a tree; place: index and size."""
    found = _climb((place[0], place[1] - 1), leaf, proof) if 0 <= place[0] < place[1] else None
    return found is not None and found[1] == root


def consistent(sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether an older tree is the beginning of a newer one."""
    old, new = sizes
    if old in (0, new):
        return not proof and (old == 0 or roots[0] == roots[1])
    steps = ([roots[0]] if old & (old - 1) == 0 else []) + list(proof)
    if not 0 < old < new or not steps:
        return False
    number, last = old - 1, new - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    return _climb((number, last), steps[0], steps[1:]) == roots
