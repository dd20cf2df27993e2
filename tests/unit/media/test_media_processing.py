"""Honest images, of every kind the codecs know: upright, in true colours, bare of metadata, never enlarged."""

import base64
import io
import random
import struct

import pytest
from PIL import Image, ImageDraw

from contests.media.errors import MediaRefused
from contests.media.fingerprint import distance, perceptual_hash
from contests.media.media_types import MediaType
from contests.media.processing import process_image
from contests.media.webp import chunks
from tests.unit.media.builders import (
    animation,
    picture,
    png,
    png_with_words,
    saved,
    wide_gamut_profile,
    with_gps,
    write,
)


def opened(derivative) -> Image.Image:
    with Image.open(derivative.path) as image:
        image.load()
        return image


def near(first, second, tolerance=12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(first, second, strict=True))


def test_derivatives_come_in_three_widths_smallest_first(tmp_path, out_dir):
    source = write(tmp_path, "source", saved(picture((2400, 1800)), "JPEG", quality=90))
    result = process_image(source, out_dir)
    assert (result.format, result.width, result.height, result.frames) == (MediaType.JPEG, 2400, 1800, 1)
    assert [(d.width, d.height) for d in result.derivatives] == [(320, 240), (960, 720), (1920, 1440)]
    for derivative in result.derivatives:
        assert derivative.path.parent == out_dir
        assert derivative.path.stat().st_size == derivative.bytes
        assert opened(derivative).size == (derivative.width, derivative.height)
        assert opened(derivative).format == "WEBP"


def test_a_small_image_is_never_enlarged(tmp_path, out_dir):
    result = process_image(write(tmp_path, "s", saved(picture((400, 300)), "PNG")), out_dir)
    assert [(d.width, d.height) for d in result.derivatives] == [(320, 240), (400, 300)]
    result = process_image(write(tmp_path, "s", saved(picture((1, 1)), "PNG")), out_dir)
    assert [(d.width, d.height) for d in result.derivatives] == [(1, 1)]


def test_a_very_tall_page_is_bounded_in_height(tmp_path, out_dir):
    result = process_image(write(tmp_path, "s", saved(Image.new("RGB", (300, 9000), "red"), "PNG")), out_dir)
    assert [(d.width, d.height) for d in result.derivatives] == [(43, 1280), (128, 3840), (256, 7680)]


def test_doing_it_twice_gives_the_same_files(tmp_path, out_dir):
    source = write(tmp_path, "s", saved(picture(), "PNG"))
    first = process_image(source, out_dir)
    before = {path.name: path.read_bytes() for path in out_dir.iterdir()}
    assert process_image(source, out_dir) == first
    assert {path.name: path.read_bytes() for path in out_dir.iterdir()} == before


def test_the_original_is_left_alone(tmp_path, out_dir):
    data = with_gps()
    source = write(tmp_path, "s", data)
    process_image(source, out_dir)
    assert source.read_bytes() == data


@pytest.mark.parametrize("build", [with_gps, png_with_words])
def test_nothing_of_the_metadata_survives(tmp_path, out_dir, build):
    data = build()
    canaries = [b"Canary", b"canary", b"xmpmeta", b"Exif", b"ICC", b"acsp", b"http"]
    assert all(canary in data for canary in canaries[:3])
    result = process_image(write(tmp_path, "s", data), out_dir)
    for derivative in result.derivatives:
        written = derivative.path.read_bytes()
        assert not [canary for canary in canaries if canary in written]
        assert {name for name, _ in chunks(written)} <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
        assert not opened(derivative).info.keys() & {"exif", "xmp", "icc_profile", "comment"}


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(tmp_path, out_dir, format_name, orientation):
    """The upright picture has its disc at the top left, however it was stored."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = picture((640, 480))
    stored = upright.transpose(back[orientation]) if orientation in back else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = process_image(
        write(tmp_path, "s", saved(stored, format_name, exif=exif, quality=95)), out_dir, widths=(320,)
    )
    assert (result.width, result.height) == (640, 480)
    (derivative,) = result.derivatives
    assert opened(derivative).size == (320, 240)
    assert near(opened(derivative).getpixel((320 * 0.17, 240 * 0.17)), (250, 240, 30), 25)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_colours_are_converted_to_srgb(tmp_path, out_dir, format_name):
    options = {"icc_profile": wide_gamut_profile(), "quality": 95}
    image = Image.new("RGB", (400, 300), (220, 20, 20))
    result = process_image(write(tmp_path, "s", saved(image, format_name, **options)), out_dir, widths=(320,))
    assert near(opened(result.derivatives[0]).getpixel((160, 120)), (20, 220, 20), 30)


@pytest.mark.parametrize("profile", [b"x" * 500, b"\0" * 128, wide_gamut_profile()[:300]])
def test_a_broken_profile_is_ignored(tmp_path, out_dir, profile):
    image = Image.new("RGB", (400, 300), (220, 20, 20))
    result = process_image(write(tmp_path, "s", saved(image, "JPEG", icc_profile=profile)), out_dir, widths=(320,))
    assert near(opened(result.derivatives[0]).getpixel((160, 120)), (220, 20, 20))


def test_a_profile_for_another_colour_space_is_ignored(tmp_path, out_dir):
    data = saved(Image.new("L", (400, 300), 100), "PNG", icc_profile=wide_gamut_profile())
    result = process_image(write(tmp_path, "s", data), out_dir, widths=(320,))
    assert near(opened(result.derivatives[0]).getpixel((160, 120)), (100, 100, 100))


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("size", [(400, 300), (3000, 2400)])
def test_transparency_is_kept(tmp_path, out_dir, format_name, size):
    data = saved(picture(size, "RGBA"), format_name, quality=90)
    result = process_image(write(tmp_path, "s", data), out_dir, widths=(320,))
    image = opened(result.derivatives[0])
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] < 5
    assert image.getpixel((160, 120))[3] > 250


@pytest.mark.parametrize("size", [(400, 300), (3100, 2300)])
def test_the_colour_of_invisible_pixels_stays_invisible(tmp_path, out_dir, size):
    """A red disc on see-through green: averaging must not drag green into the disc's edge."""
    image = Image.new("RGBA", size, (0, 255, 0, 0))
    ImageDraw.Draw(image).ellipse((size[0] * 0.1, size[1] * 0.1, size[0] * 0.9, size[1] * 0.9), fill=(255, 0, 0, 255))
    result = process_image(write(tmp_path, "s", saved(image, "PNG")), out_dir, widths=(320,))
    shown = opened(result.derivatives[0])
    edge = [pixel for pixel in shown.get_flattened_data() if 40 < pixel[3] < 215]
    assert edge
    assert max(green for _, green, _, _ in edge) < 60


def test_an_alpha_channel_that_hides_nothing_is_dropped(tmp_path, out_dir):
    result = process_image(write(tmp_path, "s", saved(picture().convert("RGBA"), "PNG")), out_dir, widths=(320,))
    assert opened(result.derivatives[0]).mode == "RGB"


@pytest.mark.parametrize(
    ("mode", "format_name", "colour", "expected"),
    [
        ("1", "PNG", 1, (255, 255, 255)),
        ("L", "PNG", 90, (90, 90, 90)),
        ("L", "JPEG", 90, (90, 90, 90)),
        ("LA", "PNG", (90, 255), (90, 90, 90)),
        ("P", "PNG", 0, None),
        ("P", "GIF", 0, None),
        ("I;16", "PNG", 90 * 257, (90, 90, 90)),
        ("CMYK", "JPEG", (0, 255, 255, 0), (255, 0, 0)),
        ("CMYK", "JPEG", (0, 0, 0, 255), (0, 0, 0)),
    ],
)
@pytest.mark.parametrize("size", [(400, 300), (2200, 1700)])
def test_every_pixel_mode_gives_true_colours(tmp_path, out_dir, mode, format_name, colour, expected, size):
    if mode == "P":
        image = Image.new("RGB", size, (30, 160, 90)).quantize(4)
        expected = (30, 160, 90)
    else:
        image = Image.new(mode, size, colour)
    result = process_image(write(tmp_path, "s", saved(image, format_name)), out_dir, widths=(320,))
    assert near(opened(result.derivatives[0]).getpixel((160, 120)), expected)
    assert near(bytes.fromhex(result.dominant_color[1:]), expected)


@pytest.mark.parametrize(("colour_type", "samples"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_sixteen_bit_png(tmp_path, out_dir, colour_type, samples):
    pixel = struct.pack(f">{samples}H", *[40_000] * (samples - 1), 40_000 if samples in (1, 3) else 65_535)
    rows = (b"\0" + pixel * 64) * 64
    result = process_image(write(tmp_path, "s", png(64, 64, rows=rows, depth=16, colour=colour_type)), out_dir)
    assert near(opened(result.derivatives[0]).getpixel((32, 32)), (156, 156, 156), 4)


def test_a_palette_with_a_transparent_entry(tmp_path, out_dir):
    image = Image.new("P", (400, 300), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (100, 100, 300, 200))
    result = process_image(write(tmp_path, "s", saved(image, "PNG", transparency=0)), out_dir, widths=(320,))
    shown = opened(result.derivatives[0])
    assert shown.getpixel((10, 10))[3] < 5
    assert near(shown.getpixel((160, 120)), (0, 0, 255, 255))


def test_a_colour_declared_transparent(tmp_path, out_dir):
    image = Image.new("RGB", (400, 300), (255, 0, 0))
    image.paste((0, 0, 255), (100, 100, 300, 200))
    result = process_image(write(tmp_path, "s", saved(image, "PNG", transparency=(255, 0, 0))), out_dir, widths=(320,))
    shown = opened(result.derivatives[0])
    assert shown.getpixel((10, 10))[3] < 5
    assert near(shown.getpixel((160, 120)), (0, 0, 255, 255))


@pytest.mark.parametrize("format_name", ["GIF", "PNG", "WEBP", "AVIF"])
def test_the_first_frame_of_an_animation_is_shown(tmp_path, out_dir, format_name):
    first = Image.new("RGB", (400, 300), (200, 40, 40))
    second = Image.new("RGB", (400, 300), (40, 40, 200))
    data = saved(first, format_name, save_all=True, append_images=[second], duration=100)
    result = process_image(write(tmp_path, "s", data), out_dir, widths=(320,))
    assert result.frames == 2
    assert near(opened(result.derivatives[0]).getpixel((160, 120)), (200, 40, 40))


@pytest.mark.parametrize("format_name", ["GIF", "PNG", "WEBP"])
def test_frames_are_counted(tmp_path, out_dir, format_name):
    assert process_image(write(tmp_path, "s", animation(format_name, 17)), out_dir).frames == 17


def test_the_placeholder_is_a_tiny_picture_of_the_picture(tmp_path, out_dir):
    result = process_image(write(tmp_path, "s", saved(Image.new("RGB", (800, 600), (20, 120, 220)), "PNG")), out_dir)
    assert len(result.placeholder) < 300
    prefix, data = result.placeholder.split(",")
    assert prefix == "data:image/webp;base64"
    tiny = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    assert near(tiny.getpixel((tiny.width // 2, tiny.height // 2)), (20, 120, 220))


def test_the_placeholder_of_noise_still_fits(tmp_path, out_dir):
    noise = Image.frombytes("RGBA", (200, 200), random.Random(7).randbytes(200 * 200 * 4))
    result = process_image(write(tmp_path, "s", saved(noise, "PNG")), out_dir)
    assert len(result.placeholder) < 300


def test_the_hash_follows_the_picture_not_the_file(tmp_path, out_dir):
    original = picture((1600, 1200))
    png_hash = process_image(write(tmp_path, "s", saved(original, "PNG")), out_dir).perceptual_hash
    smaller = original.resize((700, 525))
    jpeg_hash = process_image(write(tmp_path, "s", saved(smaller, "JPEG", quality=60)), out_dir).perceptual_hash
    turned = original.transpose(Image.Transpose.ROTATE_180)
    other_hash = process_image(write(tmp_path, "s", saved(turned, "PNG")), out_dir).perceptual_hash
    assert 0 <= png_hash < 2**64
    assert distance(png_hash, jpeg_hash) <= 6
    assert distance(png_hash, other_hash) >= 20


def test_black_and_white_marks_on_nothing_both_leave_a_trace():
    shape = picture((400, 300), "RGBA").getchannel("A")
    hashes = []
    for colour in ("black", "white"):
        mark = Image.new("RGBA", (400, 300), colour)
        mark.putalpha(shape)
        hashes.append(perceptual_hash(mark))
    assert all(value & (2**63 - 1) for value in hashes)


def test_a_flipped_byte_is_noticed(tmp_path, out_dir):
    data = bytearray(saved(picture(), "PNG"))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(MediaRefused) as refusal:
        process_image(write(tmp_path, "s", bytes(data)), out_dir)
    assert refusal.value.code == "damaged"


def test_widths_must_make_sense(tmp_path, out_dir):
    source = write(tmp_path, "s", saved(picture(), "PNG"))
    for widths in ((), (0,), (320, -1)):
        with pytest.raises(ValueError, match="width"):
            process_image(source, out_dir, widths=widths)
