"""A 64-bit perceptual hash: near-duplicates differ in a few bits, unrelated pictures in about half of them.

The classical DCT hash: 32 × 32 grey levels, the 8 × 8 lowest frequencies, each bit says whether its frequency is above
their median. It finds resized, recompressed and slightly recoloured copies; it does not find crops or mirror images.
"""

import math

from PIL import Image

SIDE = 32
KEPT = 8
COSINES = [
    [math.cos(math.pi * (2 * position + 1) * frequency / (2 * SIDE)) for position in range(SIDE)]
    for frequency in range(KEPT)
]


def perceptual_hash(image: Image.Image) -> int:
    """The hash as an unsigned 64-bit number.

    Transparent pictures are laid on middle grey, so that a white logo and a black one both leave a trace.
    """
    if image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, (128, 128, 128, 255))
        image = Image.alpha_composite(ground, image)
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = [grey[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(float.__mul__, cosine, map(float, row))) for cosine in COSINES] for row in rows]
    columns = list(zip(*across, strict=True))
    frequencies = [sum(map(float.__mul__, cosine, column)) for cosine in COSINES for column in columns]
    # The first term is the mean brightness: it would drown the median, so it takes no part in it.
    median = sorted(frequencies[1:])[(KEPT * KEPT - 1) // 2]
    # A flat picture has no frequencies, only rounding noise: half a grey level is the least that counts.
    return sum(1 << index for index, value in enumerate(reversed(frequencies)) if value > median + 0.5)


def distance(first: int, second: int) -> int:
    """In how many of the 64 bits two hashes differ; up to 10 is a likely copy.

    >>> distance(0b1011, 0b0001)
    2
    """
    return (first ^ second).bit_count()


def as_bits(value: int) -> str:
    """The hash as PostgreSQL writes a `bit(64)`.

    >>> as_bits(5)[-4:]
    '0101'
    """
    return format(value, "064b")


def as_signed(value: int) -> int:
    """The hash as a signed `bigint` column holds it; `& 0xFFFF_FFFF_FFFF_FFFF` turns it back.

    >>> as_signed(2**64 - 1)
    -1
    """
    return value - (1 << 64) if value >> 63 else value
