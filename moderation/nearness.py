"""Which perceptual hashes are near one another, and how an index finds them without looking at every one. Pure.

Two hashes of 64 bits that differ in at most 8 of them differ, cut into three bands, in at most 2 bits of at least one
band: 3 + 3 + 3 would be 9. So each band is indexed by itself, and asked for all its values within 2 bits. Three bands
of about 21 bits ask for 718 values and meet some two hundred strangers in a million; four of 16 would meet thousands.
"""

from collections.abc import Iterator
from itertools import combinations

RADIUS = 8
"""The most bits in which two images of one work are taken to differ."""

BANDS = ((43, 21), (21, 22), (0, 21))
"""Of each band the lowest bit and the width, from the highest band down."""

BAND_RADIUS = RADIUS // len(BANDS)
LEAST_BITS = 10
"""A flat or nearly flat picture sets almost no bits, and is like every other: with fewer, a hash says nothing."""


def bands_of(value: int) -> tuple[int, ...]:
    """The bands of an unsigned hash, from the highest down.

    >>> bands_of((1 << 43) + (2 << 21) + 3)
    (1, 2, 3)
    """
    return tuple((value >> low) & ((1 << width) - 1) for low, width in BANDS)


def neighbours(band: int, width: int) -> Iterator[int]:
    """Every value of the band within BAND_RADIUS bits of this one, itself included.

    >>> sum(1 for _ in neighbours(0, 21))
    232
    """
    for count in range(BAND_RADIUS + 1):
        for places in combinations(range(width), count):
            flipped = band
            for place in places:
                flipped ^= 1 << place
            yield flipped


def probes(value: int) -> list[list[int]]:
    """Of each band the values to ask the index for, to meet every hash within RADIUS of this one."""
    return [list(neighbours(band, width)) for band, (_low, width) in zip(bands_of(value), BANDS, strict=True)]


def says_something(value: int) -> bool:
    """Whether a hash tells one picture from others.

    >>> says_something(0), says_something(0b11), says_something(0x5A5A_5A5A_5A5A_5A5A)
    (False, False, True)
    """
    return LEAST_BITS <= value.bit_count() <= 64 - LEAST_BITS
