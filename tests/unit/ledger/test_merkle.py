"""Merkle trees: the root is RFC 6962's own, whichever way it is found; a path proves its leaf, and nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.ledger.merkle import (
    Frontier,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_from_path,
    tree_root,
)

texts = st.lists(st.binary(max_size=8), min_size=1, max_size=70)
block_sizes = st.sampled_from([1, 2, 4, 8, 16])


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962's definition of MTH, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def hashes_of(leaves: list[bytes]) -> list[bytes]:
    return [leaf_hash(text) for text in leaves]


@pytest.mark.parametrize(
    ("count", "root"),
    [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)
def test_roots_are_those_of_certificate_transparency(count: int, root: str) -> None:
    """The leaves that its implementations test with."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    assert tree_root(hashes_of([bytes.fromhex(leaf) for leaf in leaves[:count]])).hex() == root


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_is_the_same_by_definition_at_once_and_one_by_one(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for one in hashes_of(leaves):
        frontier.add(one)
    assert by_the_book(leaves) == tree_root(hashes_of(leaves)) == frontier.root()
    assert frontier.size == len(leaves)


@given(texts, block_sizes)
def test_blocks_of_a_power_of_two_are_subtrees(leaves: list[bytes], block: int) -> None:
    hashes = hashes_of(leaves)
    roots = [tree_root(hashes[start : start + block]) for start in range(0, len(hashes), block)]
    assert tree_root(roots) == tree_root(hashes)


@given(texts, st.data())
def test_a_path_leads_from_its_leaf_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    hashes, index = hashes_of(leaves), data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_path(hashes, index)
    assert root_from_path(hashes[index], index, len(hashes), path) == tree_root(hashes)
    assert len(path) <= (len(hashes) - 1).bit_length()


@given(texts, block_sizes, st.data())
def test_a_path_is_one_within_its_block_and_one_among_the_blocks(
    leaves: list[bytes], block: int, data: st.DataObject
) -> None:
    hashes, index = hashes_of(leaves), data.draw(st.integers(0, len(leaves) - 1))
    blocks = [hashes[start : start + block] for start in range(0, len(hashes), block)]
    inside = inclusion_path(blocks[index // block], index % block)
    among = inclusion_path([tree_root(one) for one in blocks], index // block)
    assert inside + among == inclusion_path(hashes, index)


@given(texts, st.data())
def test_a_path_proves_no_other_text_place_or_size(leaves: list[bytes], data: st.DataObject) -> None:
    hashes, index = hashes_of(leaves), data.draw(st.integers(0, len(leaves) - 1))
    path, root = inclusion_path(hashes, index), tree_root(hashes)
    assert root_from_path(leaf_hash(leaves[index] + b"!"), index, len(hashes), path) != root
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        bent = [*path[:place], bytes([path[place][0] ^ 1]) + path[place][1:], *path[place + 1 :]]
        assert root_from_path(hashes[index], index, len(hashes), bent) != root
    for wrong in (path[:-1], [*path, root]):
        if wrong != path:
            with pytest.raises(ValueError, match="path is too"):
                root_from_path(hashes[index], index, len(hashes), wrong)


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=40, unique=True), st.data())
def test_two_leaves_cannot_change_places(leaves: list[bytes], data: st.DataObject) -> None:
    first, second = data.draw(st.lists(st.integers(0, len(leaves) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(leaves)
    swapped[first], swapped[second] = leaves[second], leaves[first]
    assert tree_root(hashes_of(swapped)) != tree_root(hashes_of(leaves))


def test_an_inner_node_is_no_leaf() -> None:
    """Without the first byte, a text of 64 bytes would be as good as two leaves."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert tree_root([left, right]) != tree_root([leaf_hash(left + right)])


@pytest.mark.parametrize("index", [-1, 3])
def test_a_place_outside_the_tree_is_refused(index: int) -> None:
    hashes = hashes_of([b"a", b"b", b"c"])
    with pytest.raises(IndexError):
        inclusion_path(hashes, index)
    with pytest.raises(ValueError, match="no leaf"):
        root_from_path(hashes[0], index, 3, [])
