"""Small files that would cost a careless reader gigabytes or minutes: in pixels, frames, chunks, scans and archives."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from contests.media.media_types import MIB
from tests.hostile.case import EITHER, KEPT, REFUSED, Case
from tests.hostile.drawn import drawn
from tests.hostile.mutants import archive
from tests.unit.media.builders import (
    PNG_SIGNATURE,
    animation,
    gif_of_empty_frames,
    picture,
    png,
    png_chunk,
    saved,
    with_gps,
)

FULL = 59 * MIB
"""Just below what is taken in at all."""


def flat_png(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: bool = False) -> bytes:
    """As many pixels as announced, all alike, in a few kilobytes."""
    row = b"\0" + bytes(width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] // 8)
    packer = zlib.compressobj(9)
    # An interlaced picture has about as many bytes in more rows: too many are as good.
    data = b"".join(packer.compress(row) for _ in range(height + (height if interlaced else 0))) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    palette = png_chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    return PNG_SIGNATURE + png_chunk(b"IHDR", header) + palette + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def countless(chunk: bytes, size: int = FULL) -> bytes:
    return chunk * (size // len(chunk))


def flat(mode: str, size: tuple[int, int], format_name: str, **options: object) -> bytes:
    return saved(Image.new(mode, size, 128), format_name, **options)


def with_segments(segment: bytes, *, behind_frame: bool) -> bytes:
    """A JPEG with as many of these segments as fit, before or behind the header of its frame."""
    data = saved(picture((64, 64)), "JPEG")
    at = data.index(b"\xff\xc0")
    if behind_frame:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data[:at] + countless(segment) + data[at:]


def many_scans(size: tuple[int, int], count: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: each costs a walk over all coefficients."""
    data = flat("L", size, "JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * count + data[-2:]


def webp_of(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif_start() -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"


GIF_FRAME = b"," + struct.pack("<HHHHB", 0, 0, 8, 8, 0) + b"\x02\x02\x44\x01\0;"


def nested_zip(depth: int) -> bytes:
    data = archive({"zeros": bytes(10 * MIB)})
    for level in range(depth):
        data = archive({f"{number}-{level}.zip": data for number in range(10)})
    return data


def ten_thousand_names() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for number in range(10_000):
            opened.writestr(f"{number}", b"")
    return target.getvalue()


def zip_with(at: int, value: bytes) -> bytes:
    """A ZIP whose end record says something else."""
    data = bytearray(archive({"a.txt": b"canary"}))
    start = data.rindex(b"PK\x05\x06") + at
    data[start : start + len(value)] = value
    return bytes(data)


def deep(name: bytes, head: bytes, size: int, count: int = 1) -> bytes:
    return drawn(before=png_chunk(name, head + zlib.compress(bytes(size), 9)) * count)


def photograph() -> bytes:
    """Noise, which is the worst that a camera's picture can be."""
    noise = Image.effect_noise((6_000, 4_000), 60)
    return saved(Image.merge("RGB", (noise, noise.rotate(180), noise)), "JPEG", quality=85)


Bomb = tuple[str, str, Callable[[], bytes], frozenset[str]]

PIXELS: list[Bomb] = [
    ("20 000 square", "a.png", partial(png, 20_000, 20_000), REFUSED),
    ("the most that a header can say", "a.png", partial(png, 2**31 - 1, 2**31 - 1), REFUSED),
    ("as much as is taken, and nothing in it", "a.png", partial(png, 8_900, 8_900), REFUSED),
    ("79 megapixels of nothing", "a.png", partial(flat_png, 8_900, 8_900), EITHER),
    ("79 megapixels with alpha", "a.png", partial(flat_png, 8_900, 8_900, 8, 6), EITHER),
    ("79 megapixels of 64 bits", "a.png", partial(flat_png, 8_900, 8_900, 16, 6), EITHER),
    ("79 megapixels of a palette", "a.png", partial(flat_png, 8_900, 8_900, 8, 3), EITHER),
    ("79 megapixels of grey, 16 bits", "a.png", partial(flat_png, 8_900, 8_900, 16, 0), EITHER),
    ("79 megapixels, interlaced", "a.png", partial(flat_png, 8_900, 8_900, 8, 6, True), EITHER),
    ("79 megapixels of 64 bits, interlaced", "a.png", partial(flat_png, 8_900, 8_900, 16, 6, True), EITHER),
    ("30 000 by 2 600", "a.png", partial(flat_png, 30_000, 2_600), EITHER),
    ("one by 30 000", "a.png", partial(flat_png, 1, 30_000), EITHER),
    ("30 000 by one", "a.png", partial(flat_png, 30_000, 1), EITHER),
    ("79 megapixels", "a.gif", partial(flat, "P", (8_900, 8_900), "GIF"), EITHER),
    ("79 megapixels", "a.jpg", partial(flat, "RGB", (8_900, 8_900), "JPEG"), EITHER),
    ("79 megapixels for print", "a.jpg", partial(flat, "CMYK", (8_900, 8_900), "JPEG"), EITHER),
    (
        "65 000 by 65 000",
        "a.jpg",
        lambda: saved(picture(), "JPEG").replace(b"\x01\x2c\x01\x90", b"\xff\xff\xff\xff"),
        REFUSED,
    ),
    ("in steps", "a.jpg", partial(flat, "RGB", (7_900, 7_900), "JPEG", progressive=True), EITHER),
    ("18 megapixels", "a.webp", partial(flat, "RGB", (4_260, 4_260), "WEBP", method=0), EITHER),
    (
        "18 megapixels without loss",
        "a.webp",
        partial(flat, "RGBA", (4_260, 4_260), "WEBP", lossless=True, method=0),
        EITHER,
    ),
    ("29 megapixels", "a.avif", partial(flat, "RGB", (5_400, 5_400), "AVIF", speed=10), EITHER),
    ("a canvas of 16 777 216 square", "a.webp", lambda: webp_of((b"VP8X", b"\x12\0\0\0" + b"\xff" * 6)), REFUSED),
    ("a large canvas of small frames", "a.webp", partial(animation, "WEBP", 40, (1_000, 1_000)), EITHER),
]

FRAMES: list[Bomb] = [
    ("a million", "a.gif", partial(gif_of_empty_frames, 1_000_000), REFUSED),
    ("six hundred", "a.gif", partial(gif_of_empty_frames, 600), EITHER),
    ("601 in a PNG", "a.png", partial(animation, "PNG", 601, (4, 4)), REFUSED),
    ("601 in a WebP", "a.webp", partial(animation, "WEBP", 601, (4, 4)), REFUSED),
    ("four thousand million announced", "a.png", lambda: drawn(before=png_chunk(b"acTL", b"\xff" * 8)), REFUSED),
    (
        "one larger than its screen",
        "a.gif",
        lambda: gif_start() + GIF_FRAME.replace(b"\x08\0\x08\0", b"\xff\xff\xff\xff"),
        REFUSED,
    ),
]

CHUNKS: list[Bomb] = [
    ("empty ones before the pixels", "a.png", lambda: drawn(before=countless(png_chunk(b"aaAa", b""))), REFUSED),
    ("empty ones behind the pixels", "a.png", lambda: drawn(after=countless(png_chunk(b"aaAa", b""))), REFUSED),
    ("empty ones of pixels", "a.png", lambda: drawn(after=countless(png_chunk(b"IDAT", b""))), REFUSED),
    ("words behind the pixels", "a.png", lambda: drawn(after=countless(png_chunk(b"tEXt", b"a\0b"))), REFUSED),
    ("frames' headers", "a.png", lambda: drawn(after=countless(png_chunk(b"fcTL", bytes(26)))), REFUSED),
    ("fill bytes", "a.jpg", lambda: b"\xff\xd8" + b"\xff" * FULL, REFUSED),
    ("nothing between segments", "a.jpg", lambda: b"\xff\xd8\xff\xe0\0\2" + bytes(FULL), REFUSED),
    ("restarts", "a.jpg", lambda: b"\xff\xd8" + countless(b"\xff\xd0"), REFUSED),
    ("comments before the frame", "a.jpg", partial(with_segments, b"\xff\xfe\0\2", behind_frame=False), REFUSED),
    ("comments behind the frame", "a.jpg", partial(with_segments, b"\xff\xfe\0\2", behind_frame=True), REFUSED),
    (
        "profiles behind the frame",
        "a.jpg",
        partial(with_segments, b"\xff\xe2\0\x10ICC_PROFILE\0\1\1", behind_frame=True),
        REFUSED,
    ),
    (
        "notes behind the frame",
        "a.jpg",
        partial(with_segments, b"\xff\xed\0\x2cPhotoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\1xx" * 2, behind_frame=True),
        REFUSED,
    ),
    (
        "tables behind the frame",
        "a.jpg",
        partial(with_segments, b"\xff\xdb\0\x43\0" + b"\1" * 64, behind_frame=True),
        REFUSED,
    ),
    ("fill bytes behind the frame", "a.jpg", partial(with_segments, b"\xff", behind_frame=True), REFUSED),
    ("scans", "a.jpg", partial(many_scans, (2_000, 2_000), 20_000), EITHER),
    ("scans of a large picture", "a.jpg", partial(many_scans, (7_000, 7_000), 3_000), EITHER),
    ("a few scans of a large picture", "a.jpg", partial(many_scans, (7_000, 7_000), 50), EITHER),
    ("blocks of one byte", "a.gif", lambda: gif_start() + b"!\xfe" + b"\1x" * 390_000 + b"\0" + GIF_FRAME, EITHER),
    ("comments of one byte", "a.gif", lambda: gif_start() + b"!\xfe\1x\0" * 390_000 + GIF_FRAME, EITHER),
    ("empty comments", "a.gif", lambda: gif_start() + b"!\xfe\0" * 8_000_000 + GIF_FRAME, EITHER),
    (
        "comments of 255",
        "a.gif",
        lambda: gif_start() + (b"!\xfe\xff" + b"x" * 255 + b"\0") * 90_000 + GIF_FRAME,
        EITHER,
    ),
    ("controls", "a.gif", lambda: gif_start() + b"!\xf9\4\1\0\0\0\0" * 390_000 + GIF_FRAME, EITHER),
    ("trash between blocks", "a.gif", lambda: gif_start() + bytes(20 * MIB) + GIF_FRAME, EITHER),
    ("empty ones", "a.webp", lambda: webp_of((b"VP8X", bytes(10)), *[(b"junk", b"")] * 1_000_000), REFUSED),
    (
        "empty boxes",
        "a.avif",
        lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + countless(b"\0\0\0\x08free"),
        REFUSED,
    ),
    (
        "extents without end",
        "a.avif",
        lambda: (
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\x10\0\0meta"
            + countless(b"\0\0\0\x14ispe\0\0\0\0\0\0\0\1\0\0\0\1", MIB)
        ),
        REFUSED,
    ),
]

DEEP: list[Bomb] = [
    ("a profile of a gigabyte", "a.png", partial(deep, b"iCCP", b"deep\0\0", 10**9), REFUSED),
    ("words of 30 megabytes", "a.png", partial(deep, b"zTXt", b"Comment\0\0", 30_000_000), REFUSED),
    ("words of a megabyte, a thousand times", "a.png", partial(deep, b"zTXt", b"Comment\0\0", 10**6, 1_000), REFUSED),
    ("XMP of 30 megabytes", "a.png", partial(deep, b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0", 30_000_000), REFUSED),
    ("pixels of a gigabyte for a dot", "a.png", lambda: drawn(data=zlib.compress(bytes(10**9), 9)), EITHER),
    (
        "EXIF of 50 megabytes",
        "a.png",
        lambda: drawn(before=png_chunk(b"eXIf", with_gps()[26:80] + bytes(50 * MIB))),
        EITHER,
    ),
    ("XMP of 50 megabytes", "a.webp", lambda: saved(picture(), "WEBP", xmp=b"<tiff:Orientation" * 3_000_000), EITHER),
    (
        "EXIF of 50 megabytes",
        "a.webp",
        lambda: saved(picture(), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * (50 * MIB)),
        EITHER,
    ),
]

ARCHIVES: list[Bomb] = [
    ("a hundred megabytes of zeros", "a.zip", lambda: archive({"zeros": bytes(100 * MIB)}), REFUSED),
    ("ten in ten in ten", "a.zip", partial(nested_zip, 3), EITHER),
    ("ten thousand names", "a.zip", ten_thousand_names, REFUSED),
    ("one name of 60 000", "a.zip", lambda: archive({"x" * 60_000: b"canary"}), EITHER),
    ("a name that leads out", "a.zip", lambda: archive({"../../etc/cron.d/a": b"canary"}), REFUSED),
    ("a name from the root", "a.zip", lambda: archive({"/etc/cron.d/a": b"canary"}), REFUSED),
    ("a drive's name", "a.zip", lambda: archive({"C:\\a": b"canary"}), REFUSED),
    ("a directory of four gigabytes", "a.zip", partial(zip_with, 12, b"\xff" * 4), REFUSED),
    ("a directory that begins nowhere", "a.zip", partial(zip_with, 16, b"\xff\xff\xff\x7f"), EITHER),
    ("a comment longer than the file", "a.zip", partial(zip_with, 20, b"\xff\xff"), EITHER),
    ("sixty-five thousand announced", "a.zip", partial(zip_with, 8, b"\xff" * 4), REFUSED),
    ("only an end", "a.zip", lambda: b"PK\x05\x06" + bytes(18), REFUSED),
    ("ends without number", "a.zip", lambda: b"PK\x03\x04" + countless(b"PK\x05\x06"), REFUSED),
    (
        "a comment full of ends",
        "a.zip",
        lambda: archive({"a": b"a"})[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_383 + b"abc",
        EITHER,
    ),
]

WEIGHT: list[Bomb] = [
    ("61 megabytes", "a.png", lambda: drawn() + bytes(61 * MIB), REFUSED),
    ("26 megabytes", "a.gif", lambda: gif_start() + GIF_FRAME + bytes(26 * MIB), REFUSED),
    ("11 megabytes", "a.svg", lambda: b"<svg>" + bytes(11 * MIB), REFUSED),
    ("59 megabytes behind the end", "a.png", lambda: drawn() + bytes(58 * MIB), EITHER),
    ("nothing", "a.png", bytes, REFUSED),
    ("a photograph of 24 megapixels", "a.jpg", photograph, frozenset({KEPT})),
]


KINDS = {
    "bombs of pixels": PIXELS,
    "bombs of frames": FRAMES,
    "bombs of chunks": CHUNKS,
    "bombs of depth": DEEP,
    "bombs of archives": ARCHIVES,
    "bombs of weight": WEIGHT,
}


def bomb_cases() -> list[Case]:
    return [
        Case(kind, f"{label} ({name})", name, make, allowed)
        for kind, bombs in KINDS.items()
        for label, name, make, allowed in bombs
    ]
