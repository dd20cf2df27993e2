"""Reads an image's size, frames and likely cost from its header, in plain Python, before any codec sees the file.

It never decodes. Every loop is bounded by the file's own length or by a cap, and every read is small, so that a file
made to be slow to measure is refused instead. What it cannot find it reports as damaged.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from contests.media.errors import MediaRefused
from contests.media.limits import BYTES_PER_PIXEL, Limits
from contests.media.media_types import MediaType

MAX_CHUNKS = 20_000
"""Chunks, segments or boxes to walk; honest files have a few dozen."""

MAX_GIF_BLOCKS = 400_000
"""A GIF of 25 MB in full blocks of 255 bytes has 100 000; one made of tiny blocks would take minutes to walk."""


class Header(NamedTuple):
    """What the header announces. `decode_bytes` is the memory that decoding it is expected to hold at its peak."""

    width: int
    height: int
    frames: int
    decode_bytes: int


def measure(stream: BinaryIO, media_type: MediaType, limits: Limits) -> Header:
    """The image's announced measures, checked against the limits. Raises MediaRefused."""
    try:
        width, height, frames, extra = READERS[media_type](stream, limits)
    except (struct.error, IndexError, EOFError, OverflowError):
        raise MediaRefused("damaged") from None
    header = Header(width, height, frames, width * height * BYTES_PER_PIXEL[media_type] + extra)
    check(header, media_type, limits)
    return header


def check(header: Header, media_type: MediaType, limits: Limits) -> None:
    """Refuse measures beyond the limits, saying which and by how much."""
    width, height = header.width, header.height
    if width <= 0 or height <= 0:
        raise MediaRefused("damaged")
    if max(width, height) > limits.max_side:
        raise MediaRefused("too_long_a_side", width=width, height=height, limit=limits.max_side)
    pixels = width * height
    affordable = min(limits.max_pixels, pixels * limits.decode_bytes // header.decode_bytes)
    if pixels > affordable:
        raise MediaRefused(
            "too_many_pixels",
            width=width,
            height=height,
            found=round(pixels / 1e6),
            limit=affordable // 1_000_000,
            kind=media_type.label,
        )
    if header.frames > limits.max_frames:
        raise MediaRefused("too_many_frames", limit=limits.max_frames)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise EOFError
    return data


Measures = tuple[int, int, int, int]
"""Width, height, frames, and the bytes that decoding holds beyond the format's usual cost per pixel."""


def _png(stream: BinaryIO, limits: Limits) -> Measures:
    """IHDR comes first; an animation's acTL comes before the first IDAT."""
    stream.seek(8)
    length, name, width, height = struct.unpack(">I4sII", _exactly(stream, 16))
    if name != b"IHDR":
        raise MediaRefused("damaged")
    stream.seek(8 + 12 + length)
    frames = 1
    for _ in range(MAX_CHUNKS):
        length, name = struct.unpack(">I4s", _exactly(stream, 8))
        if name in (b"IDAT", b"IEND"):
            return width, height, frames, 0
        if name == b"acTL" and length == 8:
            frames = max(1, struct.unpack(">I", _exactly(stream, 4))[0])
            length -= 4
        stream.seek(length + 4, 1)
    raise MediaRefused("damaged")


def _jpeg(stream: BinaryIO, limits: Limits) -> Measures:
    """Walk the segments up to the frame header. A progressive one keeps every coefficient in memory (two bytes)."""
    stream.seek(2)
    for _ in range(MAX_CHUNKS):
        marker = _exactly(stream, 1)
        while marker != b"\xff":
            marker = _exactly(stream, 1)
        while marker == b"\xff":
            marker = _exactly(stream, 1)
        code = marker[0]
        if code == 0 or 0xD0 <= code <= 0xD8:
            continue
        (length,) = struct.unpack(">H", _exactly(stream, 2))
        if code in (0xD9, 0xDA) or length < 2:
            break
        if not (0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC)):
            stream.seek(length - 2, 1)
            continue
        _, height, width, components = struct.unpack(">BHHB", _exactly(stream, 6))
        factors = [_exactly(stream, 3)[1] for _ in range(components)]
        largest = max(((factor >> 4) * (factor & 15) for factor in factors), default=0)
        if not largest:
            break
        samples = sum((factor >> 4) * (factor & 15) for factor in factors) / largest
        return (
            width,
            height,
            1,
            0 if code in (0xC0, 0xC1) else round(width * height * samples * 2),
        )
    raise MediaRefused("damaged")


def _gif(stream: BinaryIO, limits: Limits) -> Measures:
    """Count image blocks, stopping at the cap; a frame that sticks out of the screen enlarges it."""
    stream.seek(6)
    width, height, flags, _, _ = struct.unpack("<HHBBB", _exactly(stream, 7))
    stream.seek(3 << ((flags & 7) + 1) if flags & 0x80 else 0, 1)
    frames = blocks = 0
    while frames <= limits.max_frames:
        kind = stream.read(1)
        if kind in (b";", b""):
            break
        if kind == b",":
            left, top, across, down, local = struct.unpack("<HHHHB", _exactly(stream, 9))
            width, height = max(width, left + across), max(height, top + down)
            stream.seek((3 << ((local & 7) + 1) if local & 0x80 else 0) + 1, 1)
            frames += 1
        elif kind == b"!":
            stream.seek(1, 1)
        else:
            break
        while (size := stream.read(1)) not in (b"", b"\0"):
            stream.seek(size[0], 1)
            blocks += 1
            if blocks > MAX_GIF_BLOCKS:
                raise MediaRefused("damaged")
    return width, height, frames, 0


def _webp(stream: BinaryIO, limits: Limits) -> Measures:
    """The first chunk gives the size; an extended file counts its ANMF chunks, stopping at the cap."""
    stream.seek(12)
    name = _exactly(stream, 4)
    (length,) = struct.unpack("<I", _exactly(stream, 4))
    body = _exactly(stream, 10)
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:])
        return width & 0x3FFF, height & 0x3FFF, 1, 0
    if name == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 1, 0
    if name != b"VP8X":
        raise MediaRefused("damaged")
    width, height = (
        int.from_bytes(body[4:7], "little") + 1,
        int.from_bytes(body[7:10], "little") + 1,
    )
    stream.seek(20 + length + length % 2)
    frames = 0
    for _ in range(MAX_CHUNKS):
        head = stream.read(8)
        if len(head) < 8 or frames > limits.max_frames:
            return width, height, max(1, frames), 0
        name, length = struct.unpack("<4sI", head)
        frames += name == b"ANMF"
        stream.seek(length + length % 2, 1)
    raise MediaRefused("damaged")


def _avif(stream: BinaryIO, limits: Limits) -> Measures:
    """The largest image-spatial-extents property of the meta box. Its decoder reports the frames without decoding."""
    stream.seek(0)
    for _ in range(MAX_CHUNKS):
        size, name = struct.unpack(">I4s", _exactly(stream, 8))
        header = 8
        if size == 1:
            (size,) = struct.unpack(">Q", _exactly(stream, 8))
            header = 16
        if size < header:
            break
        if name == b"meta":
            sizes = _spatial_extents(_exactly(stream, min(size - header, 1 << 20)))
            width, height = max(sizes, key=lambda pair: pair[0] * pair[1], default=(0, 0))
            return width, height, 1, 0
        stream.seek(size - header, 1)
    raise MediaRefused("damaged")


def _spatial_extents(meta: bytes) -> list[tuple[int, int]]:
    """Every `ispe` in a meta box. Searching for the name finds too much rather than too little: the safe side."""
    found: list[tuple[int, int]] = []
    index = meta.find(b"ispe")
    while index >= 0 and len(found) < MAX_CHUNKS:
        found.append(struct.unpack_from(">II", meta, index + 8))
        index = meta.find(b"ispe", index + 4)
    return found


READERS: dict[MediaType, Callable[[BinaryIO, Limits], Measures]] = {
    MediaType.PNG: _png,
    MediaType.JPEG: _jpeg,
    MediaType.GIF: _gif,
    MediaType.WEBP: _webp,
    MediaType.AVIF: _avif,
}
