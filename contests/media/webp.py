"""Reads a WebP's chunk list, to prove that a derivative holds pixels and nothing else. It never decodes."""

import struct
from collections.abc import Iterator

PIXEL_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
ALPHA_FEATURE = 0x10


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's name and body. Raises ValueError when the container does not add up to the byte."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) != int.from_bytes(data[4:8], "little") + 8:
        raise ValueError("not a whole WebP")
    position = 12
    while position < len(data):
        if position + 8 > len(data):
            raise ValueError("a chunk's header is cut off")
        name, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length
        if end > len(data):
            raise ValueError("a chunk is cut off")
        yield name, data[position + 8 : end]
        position = end + length % 2


def is_bare_webp(data: bytes) -> bool:
    """Whether it is a still WebP with neither EXIF, XMP, colour profile nor any unknown chunk."""
    try:
        found = dict(chunks(data))
    except ValueError:
        return False
    features = found.get(b"VP8X", b"\0")[0]
    return bool(found) and found.keys() <= PIXEL_CHUNKS and features | ALPHA_FEATURE == ALPHA_FEATURE
