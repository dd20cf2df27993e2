"""Builds images, hostile and honest, byte by byte or with Pillow; no file is ever committed for these tests."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Something to look at: a gradient with a disc off its centre, so that turning it is visible."""
    width, height = size
    image = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L").resize(size),
            Image.radial_gradient("L").resize(size),
            Image.linear_gradient("L").rotate(90).resize(size),
        ],
    )
    ImageDraw.Draw(image).ellipse((width * 0.05, height * 0.05, width * 0.3, height * 0.3), fill=(250, 240, 30))
    if mode == "RGBA":
        alpha = Image.new("L", size, 0)
        ImageDraw.Draw(alpha).rectangle((width * 0.2, height * 0.2, width * 0.8, height * 0.8), fill=255)
        image.putalpha(alpha)
        return image
    return image.convert(mode)


def saved(image: Image.Image, format_name: str, **options: Any) -> bytes:
    """The image's bytes in a format."""
    target = io.BytesIO()
    image.save(target, format=format_name, **options)
    return target.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    """A file holding `data`."""
    path = folder / name
    path.write_bytes(data)
    return path


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    width: int, height: int, *, rows: bytes = b"", before_data: bytes = b"", depth: int = 8, colour: int = 0
) -> bytes:
    """A hand-made PNG that announces any size, whatever its data holds."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        PNG_SIGNATURE
        + png_chunk(b"IHDR", header)
        + before_data
        + png_chunk(b"IDAT", zlib.compress(rows, 9))
        + png_chunk(b"IEND", b"")
    )


def frames(count: int, size: tuple[int, int] = (8, 8)) -> list[Image.Image]:
    """Frames that all differ, so that no encoder merges them."""
    return [Image.new("RGB", size, (index * 97 % 256, index * 57 % 256, index * 31 % 256)) for index in range(count)]


def animation(format_name: str, count: int, size: tuple[int, int] = (8, 8)) -> bytes:
    first, *others = frames(count, size)
    return saved(first, format_name, save_all=True, append_images=others, duration=40, loop=0)


def gif_of_empty_frames(count: int) -> bytes:
    """A GIF whose frames weigh a dozen bytes each."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return screen + frame * count + b";"


def with_gps() -> bytes:
    """A JPEG as a telephone writes it: turned by its EXIF, with a place, an author, a comment and a description."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CanaryPhones"
    exif[0x013B] = "Canary Author"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (48.0, 51.0, 24.0)
    gps[3], gps[4] = "E", (2.0, 21.0, 7.0)
    return saved(
        picture((640, 480)),
        "JPEG",
        exif=exif,
        comment=b"canary comment",
        xmp=b"<x:xmpmeta>canary xmp</x:xmpmeta>",
    )


def png_with_words() -> bytes:
    """A PNG with every place in which words can hide: text, compressed text, EXIF, XMP and a profile."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Canary Author")
    words.add_text("Comment", "canary comment", zip=True)
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>canary xmp</x:xmpmeta>")
    exif = Image.Exif()
    exif[0x010F] = "CanaryPhones"
    return saved(picture((640, 480), "RGBA"), "PNG", pnginfo=words, exif=exif, icc_profile=wide_gamut_profile())


def wide_gamut_profile() -> bytes:
    """A true profile in which red and green have changed places: whoever ignores it shows the wrong colours."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for index in range(struct.unpack_from(">I", profile, 128)[0]):
        at = 132 + 12 * index
        name = bytes(profile[at : at + 4])
        if name in (b"rXYZ", b"gXYZ"):
            profile[at : at + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(profile)
