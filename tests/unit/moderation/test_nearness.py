"""Bands and their neighbours: no pair within the radius is ever missed, and flat pictures say nothing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from contests.media.fingerprint import distance, perceptual_hash
from moderation.nearness import BANDS, RADIUS, bands_of, probes, says_something
from tests.fixtures.drawing import drawn, plain

HASHES = st.integers(0, 2**64 - 1)


@given(HASHES, st.sets(st.integers(0, 63), max_size=RADIUS))
def test_whatever_bits_differ_within_the_radius_one_band_meets(value: int, places: set[int]) -> None:
    other = value
    for place in places:
        other ^= 1 << place
    met = [band in asked for band, asked in zip(bands_of(other), map(set, probes(value)), strict=True)]
    assert any(met)


@given(HASHES)
def test_the_bands_are_the_whole_hash(value: int) -> None:
    together = sum(band << low for band, (low, _) in zip(bands_of(value), BANDS, strict=True))
    assert together == value and sum(width for _, width in BANDS) == 64


def test_beyond_the_radius_not_every_pair_is_met() -> None:
    """Nine bits, three in each band, are the nearest that may be missed: the bound is exact."""
    other = sum(0b111 << low for low, _ in BANDS)
    assert not any(band in asked for band, asked in zip(bands_of(other), map(set, probes(0)), strict=True))


def test_a_flat_picture_says_nothing_and_a_drawn_one_does() -> None:
    assert not says_something(perceptual_hash(plain("#ffffff")))
    assert not says_something(perceptual_hash(plain("#336699")))
    chance = random.Random(7)
    assert all(says_something(perceptual_hash(drawn(chance.randrange(10**6)))) for _ in range(10))


def test_a_recoloured_copy_is_near_and_another_drawing_is_not() -> None:
    first, copy = drawn(1), drawn(1).resize((310, 230)).point(lambda level: min(255, level + 9))
    assert distance(perceptual_hash(first), perceptual_hash(copy)) <= RADIUS
    assert distance(perceptual_hash(first), perceptual_hash(drawn(2))) > RADIUS
