import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.errors import ProtocolError
from yuegang.engine.protocol.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]
sizes = st.integers(1, 70)

# The test vectors every RFC 6962 implementation shares (certificate-transparency, merkle_tree_test)
CT_DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def root_by_definition(leaves: list[bytes]) -> bytes:
    """Compute the tree head as RFC 6962, 2.1 defines it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(root_by_definition(leaves[:half]), root_by_definition(leaves[half:]))


@pytest.mark.parametrize("size", CT_ROOTS)
def test_roots_equal_those_of_certificate_transparency(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in CT_DATA[:size]]
    assert tree_root(leaves).hex() == CT_ROOTS[size]


@pytest.mark.parametrize("size", range(71))
def test_appending_gives_the_root_by_definition(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier = frontier.append(leaf)
    assert frontier == Frontier().extend(LEAVES[:size])
    assert frontier.root() == root_by_definition(LEAVES[:size])
    assert len(frontier.peaks) == size.bit_count()
    assert Frontier.load(frontier.dump()) == frontier


def test_an_empty_log_has_a_root() -> None:
    assert Frontier().root() == EMPTY_ROOT
    assert Frontier().root_text() == "sha256:" + EMPTY_ROOT.hex()


@given(sizes, st.data())
def test_an_inclusion_proof_proves_its_leaf_and_no_other(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(LEAVES[:size], index)
    root = tree_root(LEAVES[:size])
    assert verify_inclusion(LEAVES[index], index, size, root, proof)
    assert verify_inclusion(LEAVES[other], other, size, root, proof) == (index == other)
    assert not verify_inclusion(LEAVES[index], index, size, root, [*proof, root])
    assert not verify_inclusion(LEAVES[index], index, size, EMPTY_ROOT, proof)
    assert not proof or not verify_inclusion(LEAVES[index], index, size, root, proof[:-1])


@given(sizes, st.data())
def test_a_consistency_proof_proves_a_beginning_and_nothing_else(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(LEAVES[:new], old)
    roots = tree_root(LEAVES[:old]), tree_root(LEAVES[:new])
    assert verify_consistency(old, new, roots, proof)
    assert not verify_consistency(old, new, (roots[0], EMPTY_ROOT), proof)
    assert not verify_consistency(old, new, (EMPTY_ROOT, roots[1]), proof)
    assert not verify_consistency(old, new, roots, [*proof, roots[0]])
    assert not proof or not verify_consistency(old, new, roots, proof[:-1])


def test_indices_outside_the_tree_are_refused() -> None:
    assert not verify_inclusion(LEAVES[0], 1, 1, LEAVES[0], [])
    assert not verify_consistency(0, 1, (EMPTY_ROOT, LEAVES[0]), [])
    assert not verify_consistency(3, 5, (EMPTY_ROOT, EMPTY_ROOT), [])


@pytest.mark.parametrize(("prove", "number"), [(inclusion_proof, 2), (consistency_proof, 0), (consistency_proof, 3)])
def test_there_is_no_proof_for_a_leaf_outside_the_tree(prove: Callable[..., object], number: int) -> None:
    with pytest.raises(ProtocolError) as refused:
        prove(LEAVES[:2], number)
    assert (refused.value.rule, refused.value.place) == ("tree.index", str(number))


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"size": -1, "peaks": []},
        {"size": 1, "peaks": []},
        {"size": 1, "peaks": ["00"]},
        {"size": 1, "peaks": ["x"]},
        {"size": 1, "peaks": [1]},
        {"size": 1, "peaks": None},
    ],
)
def test_a_broken_frontier_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ProtocolError) as refused:
        Frontier.load(value)
    assert refused.value.rule == "tree.frontier"
