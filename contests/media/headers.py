"""Reads an image's size, frames and likely cost from its header, in plain Python, before any codec sees the file.

It never decodes. Every loop is bounded by the file's own length or by a cap, and every read is small, so that a file
made to be slow to measure is refused instead. What it cannot find it reports as damaged.
"""

import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from contests.media.errors import MediaRefused
from contests.media.limits import BYTES_PER_PIXEL, Limits
from contests.media.media_types import MediaType

MAX_CHUNKS = 20_000
"""Chunks, segments or boxes to walk; honest files have a few dozen."""

MAX_PNG_CHUNKS = 60_000
"""Sixty megabytes in pieces of a kilobyte; eight and more are usual."""

MAX_BETWEEN = 100_000
"""Bytes between a JPEG's segments: the standard allows any number of fill bytes, and honest files have few."""

MAX_BEFORE_SCAN = 16 << 20
"""Bytes of a JPEG before its first scan: EXIF, profile, XMP with a picture of the depths."""

MAX_SCANS = 40
"""Encoders make about ten; a file of countless ones, each a walk over the whole picture, takes minutes."""

SCAN_READ = 1 << 20

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
    """IHDR comes first; an animation's acTL before the first IDAT. All chunks are counted, down to IEND: each costs the
    decoder the same, however empty it is.
    """
    stream.seek(8)
    length, name, width, height = struct.unpack(">I4sII", _exactly(stream, 16))
    if name != b"IHDR":
        raise MediaRefused("damaged")
    stream.seek(8 + 12 + length)
    frames, has_pixels = 1, False
    for _ in range(MAX_PNG_CHUNKS):
        # Where a file is cut off is the decoder's to say.
        head = stream.read(8)
        if len(head) < 8:
            break
        length, name = struct.unpack(">I4s", head)
        if name == b"IEND":
            break
        has_pixels = has_pixels or name == b"IDAT"
        if name == b"acTL" and length == 8 and not has_pixels:
            frames = max(1, struct.unpack(">I", _exactly(stream, 4))[0])
            length -= 4
        stream.seek(length + 4, 1)
    else:
        raise MediaRefused("damaged")
    if not has_pixels:
        raise MediaRefused("damaged")
    return width, height, frames, 0


def _jpeg(stream: BinaryIO, limits: Limits) -> Measures:
    """Walk the segments down to the first scan, which is behind the frame header. A progressive picture keeps every
    coefficient in memory (two bytes), and each of its scans walks over all of them.
    """
    stream.seek(2)
    found: Measures | None = None
    is_progressive = False
    for code in _jpeg_segments(stream):
        if code == 0xDA:
            break
        (length,) = struct.unpack(">H", _exactly(stream, 2))
        if length < 2:
            raise MediaRefused("damaged")
        if not (0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC)):
            stream.seek(length - 2, 1)
            continue
        if found is not None:
            raise MediaRefused("damaged")
        is_progressive = code not in (0xC0, 0xC1)
        found = _jpeg_frame(_exactly(stream, length - 2), is_progressive)
    if found is None or (is_progressive and _scans(stream) > MAX_SCANS):
        raise MediaRefused("damaged")
    return found


def _jpeg_segments(stream: BinaryIO) -> Iterator[int]:
    """The code of each segment; whoever reads it moves the stream behind it. Endless ones are refused: to the decoder
    each costs the same, however empty it is.
    """
    between = 0
    for _ in range(MAX_CHUNKS):
        before, byte = b"", stream.read(1)
        while byte and not (before == b"\xff" != byte):
            between += 1
            if between > MAX_BETWEEN:
                raise MediaRefused("damaged")
            before, byte = byte, stream.read(1)
        if not byte:
            return  # Where a file is cut off is the decoder's to say.
        if byte[0] == 0xD9 or stream.tell() > MAX_BEFORE_SCAN:
            raise MediaRefused("damaged")
        if byte[0] and not 0xD0 <= byte[0] <= 0xD8:
            yield byte[0]
    raise MediaRefused("damaged")


def _jpeg_frame(body: bytes, is_progressive: bool) -> Measures:
    _, height, width, components = struct.unpack_from(">BHHB", body)
    factors = [body[7 + 3 * number] for number in range(components)]
    largest = max(((factor >> 4) * (factor & 15) for factor in factors), default=0)
    if not largest:
        raise MediaRefused("damaged")
    samples = sum((factor >> 4) * (factor & 15) for factor in factors) / largest
    return width, height, 1, round(width * height * samples * 2) if is_progressive else 0


def _scans(stream: BinaryIO) -> int:
    """How many more scans there are at most: within coded pixels the marker's two bytes never stand together."""
    count, last = 1, b""
    while data := stream.read(SCAN_READ):
        count += (last + data).count(b"\xff\xda")
        last = data[-1:]
    return count


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
        blocks += 1
        if kind == b",":
            left, top, across, down, local = struct.unpack("<HHHHB", _exactly(stream, 9))
            width, height = max(width, left + across), max(height, top + down)
            stream.seek((3 << ((local & 7) + 1) if local & 0x80 else 0) + 1, 1)
            frames += 1
        elif kind == b"!":
            stream.seek(1, 1)
        elif frames:
            break
        else:
            # The decoder passes over it byte by byte, and so do we.
            _check_gif_blocks(blocks)
            continue
        while (size := stream.read(1)) not in (b"", b"\0"):
            stream.seek(size[0], 1)
            blocks += 1
            _check_gif_blocks(blocks)
        _check_gif_blocks(blocks)
    return width, height, frames, 0


def _check_gif_blocks(blocks: int) -> None:
    if blocks > MAX_GIF_BLOCKS:
        raise MediaRefused("damaged")


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
