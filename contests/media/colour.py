"""Colour decisions, inside the child: into sRGB, and which colour stands for the picture before it has loaded."""

import io
from collections import Counter

from PIL import Image, ImageCms

PROFILE_SPACES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}


def to_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """The image as sRGB, in mode RGB, or RGBa if one can see through it anywhere.

    A profile that is broken or of another colour space is ignored.
    """
    if image.mode == "RGBa" and image.getchannel("a").getextrema() == (255, 255):
        image = image.convert("RGBA").convert("RGB")
    space = "RGB" if image.mode == "RGBa" else image.mode
    if not icc_profile or PROFILE_SPACES.get(icc_profile[16:20]) != space:
        return image if image.mode in ("RGB", "RGBa") else image.convert("RGB")
    if image.mode != "RGBa":
        return _converted(image, icc_profile)
    plain = image.convert("RGBA")
    colours = _converted(plain.convert("RGB"), icc_profile)
    colours.putalpha(plain.getchannel("A"))
    return colours.convert("RGBa")


def _converted(colours: Image.Image, icc_profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(colours, source, target, outputMode="RGB") or colours.convert("RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return colours.convert("RGB")


def dominant_colour(image: Image.Image) -> str:
    """The most widespread colour as `#rrggbb`: the mean of the fullest of 4 096 cells, see-through pixels left out.

    >>> dominant_colour(Image.new("RGB", (40, 40), (200, 30, 60)))
    '#c81e3c'
    """
    sample = image.convert("RGBA")
    sample.thumbnail((48, 48))
    data = sample.tobytes()
    pixels = [data[index : index + 3] for index in range(0, len(data), 4) if data[index + 3] >= 128]
    if not pixels:
        return "#ffffff"
    (cell, count), *_ = Counter((p[0] >> 4, p[1] >> 4, p[2] >> 4) for p in pixels).most_common(1)
    members = [p for p in pixels if (p[0] >> 4, p[1] >> 4, p[2] >> 4) == cell]
    return "#" + "".join(f"{sum(p[band] for p in members) // count:02x}" for band in range(3))
