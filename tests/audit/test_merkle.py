"""The tree of RFC 9162, against the vectors of its predecessors and trees written out by hand."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.kit.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    inclusion_proofs,
    is_consistent,
    leaf_hash,
    root_from_inclusion,
    root_of,
)

# The leaves and roots with which implementations of Certificate Transparency are tested.
CONTENTS = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(content) for content in CONTENTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def node(left: bytes, right: bytes) -> bytes:
    """A node above two others, written out."""
    return sha256(b"\x01" + left + right).digest()


A, B, C, D, E, F, G = LEAVES[:7]
AB, CD, EF = node(A, B), node(C, D), node(E, F)
ABCD, EFG = node(AB, CD), node(EF, G)


def test_empty_tree():
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_tree_of_seven_by_hand():
    assert root_of(LEAVES[:7]) == node(ABCD, EFG)


# The worked example of RFC 9162, section 2.1.5.
@pytest.mark.parametrize(
    ("position", "path"),
    [(0, [B, CD, EFG]), (3, [C, AB, EFG]), (4, [F, G, ABCD]), (6, [EF, ABCD])],
)
def test_inclusion_by_hand(position, path):
    assert inclusion_proof(LEAVES[:7], position) == path
    assert root_from_inclusion(LEAVES[position], position, 7, path) == node(ABCD, EFG)


@pytest.mark.parametrize(
    ("earlier", "proof"),
    [(3, [C, D, AB, EFG]), (4, [EFG]), (6, [EF, G, ABCD])],
)
def test_consistency_by_hand(earlier, proof):
    assert consistency_proof(LEAVES[:7], earlier) == proof
    assert is_consistent(root_of(LEAVES[:earlier]), earlier, node(ABCD, EFG), 7, proof)


def test_leaf_cannot_pass_for_a_node():
    assert leaf_hash(A + B) != node(A, B)


@given(size=st.integers(1, 70), seed=st.integers(0, 10**6))
def test_every_path_leads_to_the_root_and_no_other_leaf_does(size, seed):
    leaves = [leaf_hash(b"%d %d" % (seed, number)) for number in range(size)]
    position = seed % size
    path = inclusion_proof(leaves, position)

    assert root_from_inclusion(leaves[position], position, size, path) == root_of(leaves)
    assert root_from_inclusion(leaf_hash(b"other"), position, size, path) != root_of(leaves)
    for spoilt in (path[:-1], [*path, leaf_hash(b"more")]):
        if spoilt != path:
            with pytest.raises(ValueError, match="path"):
                root_from_inclusion(leaves[position], position, size, spoilt)


@given(size=st.integers(1, 70), seed=st.integers(0, 10**6))
def test_growth_is_proved_and_a_rewritten_past_is_not(size, seed):
    leaves = [leaf_hash(b"%d %d" % (seed, number)) for number in range(size)]
    earlier = 1 + seed % size
    past = root_of(leaves[:earlier])
    proof = consistency_proof(leaves, earlier)

    assert is_consistent(past, earlier, root_of(leaves), size, proof)
    forged = [leaf_hash(b"forged"), *leaves[1:]]
    assert not is_consistent(past, earlier, root_of(forged), size, proof)
    assert not is_consistent(past, earlier, root_of(leaves), size, [*proof, past])


@given(size=st.integers(0, 200))
def test_packed_frontier_goes_on_where_it_was(size):
    leaves = [leaf_hash(b"%d" % number) for number in range(size + 5)]
    grown = Frontier()
    for leaf in leaves[:size]:
        grown.append(leaf)

    again = Frontier(grown.size, grown.packed())
    for leaf in leaves[size:]:
        again.append(leaf)

    assert again.root() == root_of(leaves)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: inclusion_proof(LEAVES, 8), IndexError),
        (lambda: consistency_proof(LEAVES, 0), ValueError),
        (lambda: consistency_proof(LEAVES, 9), ValueError),
        (lambda: root_from_inclusion(A, 7, 7, []), ValueError),
        (lambda: Frontier(3, b""), ValueError),
    ],
)
def test_impossible_questions_are_refused(call, error):
    with pytest.raises(error):
        call()


@pytest.mark.parametrize(
    ("earlier", "size", "proof"), [(0, 7, []), (8, 7, []), (3, 7, []), (7, 7, [A]), (5, 7, [A])]
)
def test_impossible_growth_is_not_consistent(earlier, size, proof):
    assert not is_consistent(root_of(LEAVES[: max(earlier, 0)]), earlier, A, size, proof)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 13, 64, 65])
def test_many_proofs_at_once_are_those_of_each(size):
    leaves = [leaf_hash(bytes([number])) for number in range(size)]

    found = inclusion_proofs(leaves, range(size))

    assert found == {at: inclusion_proof(leaves, at) for at in range(size)}
