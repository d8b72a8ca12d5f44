"""The Merkle tree of RFC 9162 (section 2.1) over SHA-256: roots, and proofs about them.

A leaf is hashed as ``0x00 ‖ bytes`` and a node as ``0x01 ‖ left ‖ right``, so that neither can
pass for the other. The functions take leaf hashes; nothing here knows what a leaf says.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_LENGTH = 32


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows, as the roots of its full subtrees, the largest first.

    It holds at most 64 hashes, whatever the size of the tree.
    """

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        if len(packed) != size.bit_count() * HASH_LENGTH:
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} full subtrees")
        self.size = size
        self._roots = [packed[at : at + HASH_LENGTH] for at in range(0, len(packed), HASH_LENGTH)]

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        hashed, size = leaf, self.size
        while size & 1:
            hashed = node_hash(self._roots.pop(), hashed)
            size >>= 1
        self._roots.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self._roots:
            return EMPTY_ROOT
        hashed = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            hashed = node_hash(left, hashed)
        return hashed

    def packed(self) -> bytes:
        """The hashes in a row, from which an equal frontier can be made."""
        return b"".join(self._roots)


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    grown = Frontier()
    for leaf in leaves:
        grown.append(leaf)
    return grown.root()


def inclusion_proof(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """The path from a leaf to the root over all of them (section 2.1.3.1).

    Raises
    ------
    IndexError
        If there is no leaf at that position.
    """
    if not 0 <= position < len(leaves):
        raise IndexError(position)
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        split = start + _largest_power_below(end - start)
        if position < split:
            path.append(root_of(leaves[split:end]))
            end = split
        else:
            path.append(root_of(leaves[start:split]))
            start = split
    return path[::-1]


def inclusion_proofs(leaves: Sequence[bytes], positions: Iterable[int]) -> dict[int, list[bytes]]:
    """The paths of many leaves, each as `inclusion_proof` gives it, for the cost of one tree."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        # What is alone at the end of a level goes up as it is.
        levels.append(
            [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            + below[len(below) - len(below) % 2 :]
        )
    return {
        position: [
            level[position >> height ^ 1]
            for height, level in enumerate(levels)
            if position >> height ^ 1 < len(level)
        ]
        for position in positions
    }


def root_from_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads from a leaf (section 2.1.3.2).

    Raises
    ------
    ValueError
        If no tree of this size has such a path.
    """
    if not 0 <= position < size:
        raise ValueError("the position lies outside of the tree")
    first, last, hashed = position, size - 1, leaf
    for one in path:
        if last == 0:
            raise ValueError("the path is too long")
        if first & 1 or first == last:
            hashed = node_hash(one, hashed)
            first, last = _above_while_even(first, last)
        else:
            hashed = node_hash(hashed, one)
        first, last = first >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return hashed


def consistency_proof(leaves: Sequence[bytes], earlier_size: int) -> list[bytes]:
    """What shows that the tree over the first leaves was only added to (section 2.1.4.1).

    Raises
    ------
    ValueError
        If the earlier tree was empty or larger than the present one.
    """
    if not 0 < earlier_size <= len(leaves):
        raise ValueError("the earlier tree lies within the present one")
    proof: list[bytes] = []
    start, end, earlier = 0, len(leaves), earlier_size
    is_whole = True
    while earlier != end - start:
        split = _largest_power_below(end - start)
        if earlier <= split:
            proof.append(root_of(leaves[start + split : end]))
            end = start + split
        else:
            proof.append(root_of(leaves[start : start + split]))
            start, earlier, is_whole = start + split, earlier - split, False
    if not is_whole:
        proof.append(root_of(leaves[start:end]))
    return proof[::-1]


def is_consistent(
    earlier_root: bytes, earlier_size: int, root: bytes, size: int, proof: Sequence[bytes]
) -> bool:
    """Whether the proof leads to both roots (section 2.1.4.2)."""
    if earlier_size == size:
        return not proof and earlier_root == root
    if not 0 < earlier_size < size:
        return False
    path = list(proof)
    if earlier_size.bit_count() == 1:
        path.insert(0, earlier_root)
    return _roots_from_growth(earlier_size, size, path) == (earlier_root, root)


def _roots_from_growth(
    earlier_size: int, size: int, path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """The roots of both trees to which the path leads; None if no trees have such a path."""
    if not path:
        return None
    first, last = _above_while_odd(earlier_size - 1, size - 1)
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return None
        if first & 1 or first == last:
            old, new = node_hash(one, old), node_hash(one, new)
            first, last = _above_while_even(first, last)
        else:
            new = node_hash(new, one)
        first, last = first >> 1, last >> 1
    return (old, new) if last == 0 else None


def _above_while_odd(first: int, last: int) -> tuple[int, int]:
    while first & 1:
        first, last = first >> 1, last >> 1
    return first, last


def _above_while_even(first: int, last: int) -> tuple[int, int]:
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last


def _largest_power_below(size: int) -> int:
    """The largest power of two that is smaller than a size of at least two."""
    return 1 << (size - 1).bit_length() - 1
