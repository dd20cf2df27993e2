"""Decodes an image's first frame inside the caged child, small enough to work with. Never imported by a worker.

The largest target box is known before anything is decoded: a JPEG is decoded at a fraction of its size (draft), and
every other image is averaged down in horizontal strips, so that conversions never hold a second full-size copy.
"""

import math
import struct
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile

from contests.media.errors import MediaRefused
from contests.media.headers import Header, check, measure
from contests.media.limits import MAX_RATIO, Limits
from contests.media.media_types import HEAD_BYTES, MIB, MediaType, recognise

# Each plugin is called by its class: no other of Pillow's forty formats can be reached through a crafted file.
PLUGINS = {
    MediaType.PNG: ("PIL.PngImagePlugin", "PngImageFile"),
    MediaType.JPEG: ("PIL.JpegImagePlugin", "JpegImageFile"),
    MediaType.WEBP: ("PIL.WebPImagePlugin", "WebPImageFile"),
    MediaType.AVIF: ("PIL.AvifImagePlugin", "AvifImageFile"),
    MediaType.GIF: ("PIL.GifImagePlugin", "GifImageFile"),
}

CODEC_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    struct.error,
)
"""What codecs and their wrappers raise for files that are broken, or made to break them."""

REDUCING_GAP = 2.0
"""Averaging stops at twice the target; the last step is a true resampling (differences are invisible)."""

AVERAGED = 4
"""From so many times the target on, averaging goes as near to it as it can: 43 decibels of 45 for half of the time."""

STRIP_PIXELS = 2_000_000
"""A strip's conversion then costs about 16 MB, whatever the image's size."""

ORIENTATION_TAG = 0x0112
TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Opened:
    """An image whose header was read and accepted, not decoded yet. Sizes are given upright."""

    def __init__(self, path: Path, limits: Limits) -> None:
        stream = path.open("rb")
        found = recognise(stream.read(HEAD_BYTES))
        if found is None or not found.is_image:
            raise MediaRefused("unknown_format" if found is None else "not_an_image")
        self.media_type = found
        self.limits = limits
        header = measure(stream, found, limits)
        opener = load_plugin(found, limits)
        stream.seek(0)
        if found is MediaType.PNG:
            # Decoding would not notice a wrong checksum, but the brand's own software will.
            opener(stream).verify()
            stream.seek(0)
        self.image = opener(stream)
        # The codec has read the header in its own way: hold its answer against the same limits.
        self.frames = max(
            header.frames,
            getattr(self.image, "n_frames", 1) if found is MediaType.AVIF else 1,
        )
        width, height = self.image.size
        pixel_bytes = math.ceil(header.decode_bytes / (header.width * header.height))
        check(
            Header(width, height, self.frames, width * height * pixel_bytes),
            found,
            limits,
        )
        self.transposition = TRANSPOSITIONS.get(self._orientation())
        turned = self.transposition in (
            Image.Transpose.TRANSPOSE,
            Image.Transpose.ROTATE_270,
            Image.Transpose.TRANSVERSE,
            Image.Transpose.ROTATE_90,
        )
        self.size = (height, width) if turned else (width, height)
        self.turned = turned
        self.icc_profile = self._icc_profile()

    def _orientation(self) -> int:
        try:
            return int(self.image.getexif().get(ORIENTATION_TAG, 1))
        except CODEC_ERRORS:
            # A broken EXIF block says nothing about the picture, whichever way it is broken.
            return 1

    def _icc_profile(self) -> bytes | None:
        profile = self.image.info.get("icc_profile")
        if isinstance(profile, bytes) and 128 <= len(profile) <= self.limits.max_icc_bytes:
            return profile
        return None

    def decode(self, box: tuple[int, int]) -> Image.Image:
        """The first frame, not smaller than the upright `box` but close to it, still lying as it is stored.

        The mode is one of L, RGB, RGBa or CMYK: colours stay multiplied by their alpha until they have been resized.
        """
        across, down = (box[1], box[0]) if self.turned else box
        if self.media_type is MediaType.JPEG:
            # The true target box: asking for more decodes four times the pixels, asking for a square does nothing.
            self.image.draft(None, (across, down))
        self.image.load()
        width, height = self.image.size
        scale = min(width / across, height / down)
        factor = max(1, int(scale if scale >= AVERAGED else scale / REDUCING_GAP))
        reduced = shrink(self.image, factor)
        if reduced is not self.image:
            # Frees the full-size pixels before anything else is allocated.
            self.image.close()
        return reduced


def load_plugin(media_type: MediaType, limits: Limits) -> type[ImageFile.ImageFile]:
    """The class that opens this format. Sets the codecs' own limits: nothing incomplete, no hidden megabytes of text,
    no threads.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    name, opener = PLUGINS[media_type]
    plugin: Any = import_module(name)
    if media_type is MediaType.PNG:
        plugin.MAX_TEXT_CHUNK = limits.max_icc_bytes
        plugin.MAX_TEXT_MEMORY = 4 * limits.max_icc_bytes + MIB
    elif media_type is MediaType.AVIF:
        plugin.DEFAULT_MAX_THREADS = 1
    found: type[ImageFile.ImageFile] = getattr(plugin, opener)
    return found


def load_all() -> None:
    """Load every plugin and what they load by themselves, for the children to come."""
    for name, _opener in PLUGINS.values():
        import_module(name)


def fitting(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size of a derivative `width` wide: never enlarged, and at most MAX_RATIO times as high as it is wide.

    >>> fitting((4000, 3000), 1920), fitting((200, 100), 320), fitting((1000, 40_000), 320)
    ((1920, 1440), (200, 100), (32, 1280))
    """
    scale = min(width / size[0], width * MAX_RATIO / size[1], 1.0)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: Image.Image, factor: int) -> Image.Image:
    """Average `factor` × `factor` pixels into one and convert to a plain mode, that one strip at a time.

    The image itself is returned when there is nothing to do.
    """
    if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
        return image.reduce(factor) if factor > 1 else image
    width, height = image.size
    rows = max(1, STRIP_PIXELS // (width * factor)) * factor
    result: Image.Image | None = None
    for top in range(0, height, rows):
        strip = plain(image.crop((0, top, width, min(top + rows, height))))
        strip = strip.reduce(factor) if factor > 1 else strip
        if result is None:
            result = Image.new(strip.mode, (strip.width, math.ceil(height / factor)), None)
        result.paste(strip, (0, top // factor))
    assert result is not None
    return result


def plain(strip: Image.Image) -> Image.Image:
    """The same pixels as L, RGB, CMYK, or RGBa (colours multiplied by alpha, so that averaging is right)."""
    if strip.mode in ("RGB", "L", "CMYK") and "transparency" not in strip.info:
        return strip
    if strip.mode.startswith("I"):
        return strip.convert("I").point([value >> 8 for value in range(65_536)], "L")
    if strip.mode == "1":
        return strip.convert("L")
    if strip.has_transparency_data:
        return (strip if strip.mode == "RGBA" else strip.convert("RGBA")).convert("RGBa")
    return strip.convert("RGB")
