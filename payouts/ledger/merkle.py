"""Merkle trees as in RFC 6962, section 2.1: roots, inclusion paths and how a path is checked. Pure: it hashes bytes,
and knows nothing of books or databases.

A leaf and an inner node are hashed with different first bytes, so that no inner node can be passed off as a leaf. A
tree splits at the largest power of two below its size. Blocks of 2**n leaves are therefore complete subtrees: the root
over all leaves is the root over the blocks' roots, and a path is one within a block followed by one among the blocks.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

Hash = bytes
"""A SHA-256 digest: 32 bytes."""

EMPTY_ROOT: Final[Hash] = sha256(b"").digest()
"""The root of a tree without leaves."""

LEAF: Final = b"\x00"
NODE: Final = b"\x01"


def leaf_hash(text: bytes) -> Hash:
    """The hash of a leaf.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(LEAF + text).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node: its order matters.

    >>> a, b = leaf_hash(b"a"), leaf_hash(b"b")
    >>> node_hash(a, b) == node_hash(b, a)
    False
    """
    return sha256(NODE + left + right).digest()


def tree_root(hashes: Sequence[Hash]) -> Hash:
    """The root over hashes of leaves, or over roots of complete subtrees that are all of one size but the last, which
    may be smaller.

    >>> a, b, c = (leaf_hash(text) for text in (b"a", b"b", b"c"))
    >>> tree_root([a, b, c]) == node_hash(node_hash(a, b), c)
    True
    >>> tree_root([]) == EMPTY_ROOT, tree_root([a]) == a
    (True, True)
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    # Pairing from the left and carrying the odd one up gives the same tree as splitting at powers of two.
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(NODE + left + right).digest() for left, right in pairs] + odd
    return level[0]


def inclusion_path(hashes: Sequence[Hash], index: int) -> list[Hash]:
    """The hashes that lead from the hash at this index to the root, the nearest first. Raises IndexError.

    >>> a, b, c = (leaf_hash(text) for text in (b"a", b"b", b"c"))
    >>> inclusion_path([a, b, c], 0) == [b, c], inclusion_path([a, b, c], 2) == [node_hash(a, b)]
    (True, True)
    """
    if not 0 <= index < len(hashes):
        raise IndexError(f"no leaf {index} among {len(hashes)}")
    level, path = list(hashes), []
    while len(level) > 1:
        if (neighbour := index ^ 1) < len(level):
            path.append(level[neighbour])
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)] + odd
        index //= 2
    return path


def root_from_path(leaf: Hash, index: int, size: int, path: Sequence[Hash]) -> Hash:
    """The root that the path leads to from this leaf, the `index`-th of `size` (counted from 0). Raises ValueError for
    a path that is too long or too short for its place.

    >>> a, b, c = (leaf_hash(text) for text in (b"a", b"b", b"c"))
    >>> root_from_path(c, 2, 3, [node_hash(a, b)]) == tree_root([a, b, c])
    True
    >>> root_from_path(c, 2, 3, [])
    Traceback (most recent call last):
    ValueError: the path is too short
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} among {size}")
    found, last, rest = leaf, size - 1, list(path)
    while last:
        # On the right, or on the left with a neighbour; an odd one out is carried up as it is.
        if index % 2 or index < last:
            if not rest:
                raise ValueError("the path is too short")
            neighbour = rest.pop(0)
            found = node_hash(neighbour, found) if index % 2 else node_hash(found, neighbour)
        index, last = index // 2, last // 2
    if rest:
        raise ValueError("the path is too long")
    return found


class Frontier:
    """The root over hashes that come one after the other, in memory that grows with the logarithm of their number.

    >>> frontier = Frontier()
    >>> for text in (b"a", b"b", b"c"):
    ...     frontier.add(leaf_hash(text))
    >>> frontier.root() == tree_root([leaf_hash(text) for text in (b"a", b"b", b"c")])
    True
    """

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[Hash] = []

    def add(self, one: Hash) -> None:
        """Take the next hash."""
        carried, size = one, self.size
        while size % 2:
            carried = node_hash(self._peaks.pop(), carried)
            size //= 2
        self._peaks.append(carried)
        self.size += 1

    def root(self) -> Hash:
        """The root over what has come so far."""
        if not self._peaks:
            return EMPTY_ROOT
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found
