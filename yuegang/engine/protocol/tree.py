"""Grow and prove the Merkle tree over a log's headers.

Source: RFC 6962, 2.1 (the hashes, the tree and both proofs). Hashes are 32 raw bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from .errors import ProtocolError

EMPTY_ROOT = hashlib.sha256(b"").digest()  # RFC 6962, 2.1


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf: the canonical header bytes of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """Hold what is needed to append: the roots of the full subtrees, largest first.

    peaks: one per set bit of size, O(log size).
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Self:
        """Return the frontier with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Sequence[bytes]) -> Self:
        """Return the frontier with more leaf hashes, in order."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            full, joined = size, leaf
            while full & 1:
                joined = node_hash(peaks.pop(), joined)
                full >>= 1
            peaks.append(joined)
            size += 1
        return type(self)(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the tree head of all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        joined = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            joined = node_hash(peak, joined)
        return joined

    def root_text(self) -> str:
        """Return the tree head as "sha256:" and hexadecimal digits."""
        return "sha256:" + self.root().hex()

    def dump(self) -> dict[str, object]:
        """Return the frontier as a JSON object."""
        return {"size": self.size, "peaks": [peak.hex() for peak in self.peaks]}

    @classmethod
    def load(cls, value: Mapping[str, object]) -> Self:
        """Return the frontier of `dump`; raises ProtocolError "tree.frontier"."""
        size, peaks = value.get("size"), value.get("peaks")
        if type(size) is not int or size < 0 or not isinstance(peaks, list):
            raise ProtocolError("tree.frontier")
        try:
            raw = tuple(bytes.fromhex(peak) for peak in peaks)
        except (TypeError, ValueError) as error:
            raise ProtocolError("tree.frontier") from error
        if len(raw) != size.bit_count() or any(len(peak) != 32 for peak in raw):
            raise ProtocolError("tree.frontier")
        return cls(size, raw)


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the tree head of leaf hashes."""
    return Frontier().extend(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of the leaf at `index`, counted from 0 (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ProtocolError("tree.index", str(index))
    if len(leaves) == 1:
        return ()
    half = _half(len(leaves))
    if index < half:
        return (*inclusion_proof(leaves[:half], index), tree_root(leaves[half:]))
    return (*inclusion_proof(leaves[half:], index - half), tree_root(leaves[:half]))


def consistency_proof(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Return the proof that the first `old` leaves are a beginning of all (RFC 6962, 2.1.2)."""
    if not 0 < old <= len(leaves):
        raise ProtocolError("tree.index", str(old))
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> tuple[bytes, ...]:
    if old == len(leaves):
        return () if whole else (tree_root(leaves),)
    half = _half(len(leaves))
    if old <= half:
        return (*_subproof(leaves[:half], old, whole=whole), tree_root(leaves[half:]))
    return (*_subproof(leaves[half:], old - half, whole=False), tree_root(leaves[:half]))


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a leaf hash stands at `index` of the tree of `size` leaves with this root.

    Source: RFC 9162, 2.1.3.2 (the algorithm; the tree is that of RFC 6962).
    """
    if not 0 <= index < size:
        return False
    sides = _sides(index, size - 1, len(proof))
    joined = leaf
    for on_left, step in zip(sides, proof, strict=False):
        joined = node_hash(step, joined) if on_left else node_hash(joined, step)
    return len(sides) == len(proof) and joined == root


def verify_consistency(old: int, new: int, roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Tell whether the tree of `old` leaves is a beginning of the tree of `new`; roots: (old, new).

    Source: RFC 9162, 2.1.4.2.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and roots[0] == roots[1]
    path = [roots[0], *proof] if old.bit_count() == 1 else list(proof)
    trailing = (old & -old).bit_length() - 1  # levels on which the old tree's last node is a right child
    sides = _sides((old - 1) >> trailing, (new - 1) >> trailing, len(path) - 1)
    if not path or len(sides) != len(path) - 1:
        return False
    first = second = path[0]
    for on_left, step in zip(sides, path[1:], strict=True):
        first = node_hash(step, first) if on_left else first
        second = node_hash(step, second) if on_left else node_hash(second, step)
    return (first, second) == roots


def _sides(position: int, last: int, steps: int) -> tuple[bool, ...]:
    """Return, level by level, whether the sibling stands on the left; as long as `steps` only if the path fits."""
    sides: list[bool] = []
    while last > 0 and len(sides) <= steps:
        on_left = position & 1 == 1 or position == last
        sides.append(on_left)
        while on_left and position and not position & 1:
            position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    return tuple(sides)


def _half(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
