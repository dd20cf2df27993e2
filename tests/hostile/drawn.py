"""PNGs by a writer of our own: every colour type, depth, filter and interlacing; every ancillary chunk; every lie.

The classes of PngSuite, without its files.
"""

import random
import struct
import zlib
from collections.abc import Iterator

from tests.hostile.case import AT_THE_DOOR, EITHER, KEPT, REFUSED, Case, always
from tests.unit.media.builders import PNG_SIGNATURE, png_chunk

DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PALETTE = bytes(range(256)) * 3
SIDE = 33


def rows(width: int, height: int, bits: int, chance: random.Random, filtering: int) -> bytes:
    """Rows of noise, each behind its filter's number; filters undo to other noise, which is as good."""
    size = (width * bits + 7) // 8
    return b"".join(bytes([filtering]) + chance.randbytes(size) for _ in range(height))


def raw_data(colour: int, depth: int, interlaced: bool, filtering: int, side: int = SIDE) -> bytes:
    chance, bits = random.Random(colour * 100 + depth), CHANNELS[colour] * depth
    if not interlaced:
        return rows(side, side, bits, chance, filtering)
    passes = []
    for left, top, across, down in ADAM7:
        width, height = -(-(side - left) // across), -(-(side - top) // down)
        if width > 0 and height > 0:
            passes.append(rows(width, height, bits, chance, filtering))
    return b"".join(passes)


def drawn(
    colour: int = 2,
    depth: int = 8,
    *,
    interlaced: bool = False,
    filtering: int = 0,
    before: bytes = b"",
    after: bytes = b"",
    side: int = SIDE,
    data: bytes | None = None,
    end: bytes | None = None,
) -> bytes:
    """A PNG; `before` and `after` stand around its pixels."""
    header = struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, int(interlaced))
    palette = png_chunk(b"PLTE", PALETTE[: 3 << depth]) if colour == 3 else b""
    body = zlib.compress(raw_data(colour, depth, interlaced, filtering, side)) if data is None else data
    ending = png_chunk(b"IEND", b"") if end is None else end
    chunks = png_chunk(b"IHDR", header) + palette + before + png_chunk(b"IDAT", body) + after + ending
    return PNG_SIGNATURE + chunks


ANCILLARY = {
    "cHRM": struct.pack(">8I", *(2**32 - 1,) * 8),
    "gAMA": struct.pack(">I", 0),
    "sBIT": b"\x08\x08\x08",
    "sRGB": b"\xff",
    "bKGD": b"\xff" * 6,
    "hIST": b"\0\1" * 256,
    "pHYs": struct.pack(">IIB", 0, 2**32 - 1, 7),
    "sPLT": b"canary\0\x08" + b"\xff" * 60,
    "tIME": b"\xff" * 7,
    "tRNS": b"\0\1" * 3,
    "iCCP": b"canary\0\0" + zlib.compress(b"not a profile at all" * 20),
    "tEXt": b"Author\0canary",
    "zTXt": b"Author\0\0" + zlib.compress(b"canary"),
    "iTXt": b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>canary</x:xmpmeta>",
    "eXIf": b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x09\0\0\0\0\0\0",
    "oFFs": struct.pack(">iiB", -1, -(2**31), 1),
    "sTER": b"\2",
    "caBX": b"canary" * 30,
    "fcTL": struct.pack(">IIIIIHHBB", 0, 9999, 9999, 1, 1, 0, 0, 9, 9),
    "fdAT": struct.pack(">I", 5) + zlib.compress(b"\0" * 99),
    "acTL": struct.pack(">II", 0, 2**31),
}


def sound() -> Iterator[Case]:
    """Files that a viewer must show."""
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in (False, True):
                name = f"colour {colour}, depth {depth}{', interlaced' if interlaced else ''}"
                data = drawn(colour, depth, interlaced=interlaced)
                yield Case("drawn PNG", name, "drawn.png", always(data), frozenset({KEPT}))
    for filtering in range(5):
        data = drawn(filtering=filtering)
        yield Case("drawn PNG", f"filter {filtering}", "drawn.png", always(data), frozenset({KEPT}))
    for side in (1, 2, 7, 8, 9):
        data = drawn(6, 16, interlaced=True, side=side)
        yield Case("drawn PNG", f"{side} wide, interlaced", "drawn.png", always(data), frozenset({KEPT}))
    split = zlib.compress(raw_data(2, 8, False, 0))
    bits = b"".join(png_chunk(b"IDAT", split[at : at + 1]) for at in range(1, len(split)))
    data = drawn(data=split[:1], after=bits)
    yield Case("drawn PNG", "a chunk for each byte", "drawn.png", always(data), frozenset({KEPT}))


def odd() -> Iterator[Case]:
    """Chunks that say strange things, stand in strange places, or lie."""
    for name, body in ANCILLARY.items():
        chunk = png_chunk(name.encode(), body)
        for place, data in (
            ("before", drawn(before=chunk)),
            ("after", drawn(after=chunk)),
            ("twice", drawn(before=chunk * 2)),
            ("empty", drawn(before=png_chunk(name.encode(), b""))),
            ("too long", drawn(before=png_chunk(name.encode(), body + b"\xff" * 9_000))),
            ("in a palette's picture", drawn(3, 2, before=chunk)),
        ):
            yield Case("drawn PNG", f"{name} {place}", "drawn.png", always(data), EITHER)
    good = drawn(before=png_chunk(b"gAMA", b"\0\0\xb1\x8f"))
    for at in (8, 11, 12, 16, 20, 24, 25, 26, 27, 28, 29, 33, 36, 45, -1, -5, -12, -16):
        changed = bytearray(good)
        changed[at] ^= 0xFF
        # Of the end itself the decoder reads only the name.
        allowed = EITHER if at in (-1, -12) else REFUSED
        yield Case("drawn PNG", f"byte {at} turned", "drawn.png", always(bytes(changed)), allowed)
    for depth, colour in ((3, 0), (16, 3), (4, 2), (8, 1), (8, 5), (0, 0), (255, 255)):
        header = struct.pack(">IIBBBBB", 8, 8, depth, colour, 0, 0, 0)
        data = PNG_SIGNATURE + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(bytes(999)))
        label = f"no such type: colour {colour}, depth {depth}"
        yield Case("drawn PNG", label, "drawn.png", always(data + png_chunk(b"IEND", b"")), REFUSED)
    lies = {
        "no pixels": drawn(data=b""),
        "pixels that are no zlib": drawn(data=b"canary" * 50),
        "half of its pixels": drawn(data=zlib.compress(raw_data(2, 8, False, 0)[:900])),
        "no end": drawn(end=b""),
        "filter 9": drawn(filtering=9),
        "a header twice": drawn(before=png_chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 2_000, 8, 6, 0, 0, 0))),
        "a critical chunk that nobody knows": drawn(before=png_chunk(b"NOPE", b"canary")),
        "a chunk's name that is none": drawn(before=png_chunk(b"\0\xff\n\r", b"canary")),
        "a palette after its pixels": drawn(after=png_chunk(b"PLTE", PALETTE[:48])),
        "a palette of 300": drawn(before=png_chunk(b"PLTE", bytes(900))),
        "three times its pixels": drawn(data=zlib.compress(raw_data(2, 8, False, 0) * 3)),
    }
    for label, data in lies.items():
        yield Case("drawn PNG", label, "drawn.png", always(data), EITHER)
    yield Case("drawn PNG", "only a signature", "drawn.png", always(PNG_SIGNATURE), REFUSED)
    yield Case("drawn PNG", "a text instead", "drawn.png", always(b"canary"), frozenset({AT_THE_DOOR}))


def drawn_cases() -> list[Case]:
    return [*sound(), *odd()]
