"""Files made to harm: each is rightly refused or gives clean derivatives; nothing hangs, nothing swells."""

import io
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from contests.media import children, processing
from contests.media.errors import MediaCrashed, MediaRefused
from contests.media.limits import Limits
from contests.media.processing import process_image
from contests.media.webp import is_bare_webp
from tests.unit.media.builders import (
    animation,
    gif_of_empty_frames,
    picture,
    png,
    png_chunk,
    saved,
    wide_gamut_profile,
    write,
)

MEMORY_CEILING = 512 * 1024 * 1024


def refusal_of(path: Path, out_dir: Path, **options) -> MediaRefused:
    with pytest.raises(MediaRefused) as caught:
        process_image(path, out_dir, **options)
    assert not list(out_dir.iterdir())
    return caught.value


def jpeg_with_frame_header(marker: int, width: int, height: int, factor: int) -> bytes:
    """The start of a JPEG that announces any size, three components sampled alike."""
    components = b"".join(bytes((number, factor, 0)) for number in (1, 2, 3))
    body = struct.pack(">BHHB", 8, height, width, 3) + components
    return b"\xff\xd8\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def webp_canvas(width: int, height: int) -> bytes:
    body = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def avif_of(width: int, height: int) -> bytes:
    """A true AVIF whose announced size was overwritten."""
    data = bytearray(saved(picture(), "AVIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", width, height)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png(50_000, 50_000), "too_long_a_side"),
        (png(20_000, 20_000), "too_many_pixels"),
        (png(2**31 - 1, 2**31 - 1), "too_long_a_side"),
        (png(0, 100), "damaged"),
        (jpeg_with_frame_header(0xC0, 20_000, 20_000, 0x11), "too_many_pixels"),
        (jpeg_with_frame_header(0xC2, 8_000, 7_000, 0x11), "too_many_pixels"),
        (jpeg_with_frame_header(0xC0, 100, 0, 0x11), "damaged"),
        (jpeg_with_frame_header(0xC0, 100, 100, 0x00), "damaged"),
        (b"GIF89a" + struct.pack("<HHBBB", 20_000, 20_000, 0, 0, 0) + b";", "too_many_pixels"),
        (webp_canvas(16_384, 16_384), "too_many_pixels"),
        (webp_canvas(5_000, 4_500), "too_many_pixels"),
        (avif_of(6_000, 5_500), "too_many_pixels"),
        (avif_of(12_000, 9_000), "too_many_pixels"),
        (avif_of(2**32 - 1, 2**32 - 1), "too_long_a_side"),
    ],
)
def test_huge_measures_are_refused_before_anything_is_decoded(tmp_path, out_dir, data, code, monkeypatch):
    refusal = refusal_of(write(tmp_path, "s", data), out_dir)
    assert refusal.code == code
    assert not isinstance(refusal, MediaCrashed)


def test_a_frame_larger_than_its_screen_counts(tmp_path, out_dir):
    frame = b"," + struct.pack("<HHHHB", 0, 0, 20_000, 20_000, 0) + b"\x02\x02\x44\x01\0;"
    data = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "too_many_pixels"


def test_an_honest_header_over_too_little_data(tmp_path, out_dir):
    """It announces as much as we accept, and holds nothing."""
    assert refusal_of(write(tmp_path, "s", png(8_900, 8_900)), out_dir).code == "damaged"


def test_a_bomb_within_the_limits_is_only_a_big_image(tmp_path, out_dir):
    """79 megapixels of nothing in 77 kB: decoded, and the child stays below the ceiling."""
    width = height = 8_900
    compressor = zlib.compressobj(9)
    row = b"\0" + b"\x80" * width * 3
    data = b"".join(compressor.compress(row) for _ in range(height)) + compressor.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")
    source = write(tmp_path, "s", b"\x89PNG\r\n\x1a\n" + body)
    probe = (
        "import resource, sys; from pathlib import Path; from contests.media import children, processing;"
        "processing.process_image(Path(sys.argv[1]), Path(sys.argv[2])); children.end_all();"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    # Measured from a small process of its own: this one's size would be counted as the child's.
    run = subprocess.run(
        [sys.executable, "-c", probe, str(source), str(out_dir)],
        cwd=children.PROJECT_ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert int(run.stdout) * 1024 < MEMORY_CEILING
    assert len(list(out_dir.iterdir())) == 3


@pytest.mark.parametrize("format_name", ["GIF", "PNG", "WEBP", "AVIF"])
def test_too_many_frames(tmp_path, out_dir, format_name):
    path = write(tmp_path, "s", animation(format_name, 12))
    assert refusal_of(path, out_dir, limits=Limits(max_frames=11)).code == "too_many_frames"
    assert process_image(path, out_dir, limits=Limits(max_frames=12)).frames == 12


def test_a_million_frames_are_not_counted_to_the_end(tmp_path, out_dir):
    assert refusal_of(write(tmp_path, "s", gif_of_empty_frames(1_000_000)), out_dir).code == "too_many_frames"


def test_a_gif_of_countless_tiny_blocks(tmp_path, out_dir):
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0x80) + b"\0\0\0\xff\xff\xff" + b"\x02\x02\x44\x01\0"
    assert process_image(write(tmp_path, "s", screen + frame + b";"), tmp_path).frames == 1
    data = screen + b"!\xfe" + b"\x01x" * 500_000 + b"\0" + frame + b";"
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"


def test_a_png_of_countless_chunks(tmp_path, out_dir):
    data = png(8, 8, before_data=png_chunk(b"aaAa", b"") * 50_000)
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_a_truncated_file_is_damaged(tmp_path, out_dir, format_name, part):
    data = saved(picture((640, 480)), format_name)
    refusal = refusal_of(write(tmp_path, "s", data[: max(30, int(len(data) * part))]), out_dir)
    assert refusal.code == "damaged"
    assert "export it again" in refusal.message.lower()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n", "damaged"), (b"\xff\xd8\xff", "damaged"), (b"GIF89a", "damaged")],
)
def test_nothing_or_hardly_anything(tmp_path, out_dir, data, code):
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == code


def test_an_overweight_file_is_refused_unread(tmp_path, out_dir):
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    os.truncate(path, 61 * 1024 * 1024)
    assert refusal_of(path, out_dir).code == "too_large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_an_image"),
        (b"%PDF-1.7\n%\xff", "not_an_image"),
        (b"PK\x03\x04" + b"\0" * 40, "not_an_image"),
        (b"P6 1 1 255 \0\0\0", "unknown_format"),
        (b"BM" + b"\0" * 60, "unknown_format"),
        (b"II*\0" + b"\0" * 60, "unknown_format"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "unknown_format"),
    ],
)
def test_what_is_no_image_of_ours_is_never_decoded(tmp_path, out_dir, data, code):
    assert refusal_of(write(tmp_path, "s.png", data), out_dir).code == code


def test_a_picture_that_is_also_an_archive_gives_pure_pictures(tmp_path, out_dir):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("payload.sh", "#!/bin/sh\necho owned\n")
    data = saved(picture(), "PNG") + archive.getvalue()
    path = write(tmp_path, "s", data)
    assert zipfile.is_zipfile(path)
    for derivative in process_image(path, out_dir).derivatives:
        assert not zipfile.is_zipfile(derivative.path)
        assert b"payload" not in derivative.path.read_bytes()
        assert is_bare_webp(derivative.path.read_bytes())


def test_a_picture_that_is_also_a_page_gives_pure_pictures(tmp_path, out_dir):
    data = saved(picture(), "JPEG", comment=b"--><script>alert(1)</script><!--") + b"<html><script>alert(2)</script>"
    for derivative in process_image(write(tmp_path, "s", data), out_dir).derivatives:
        assert b"script" not in derivative.path.read_bytes()


def test_a_profile_that_unpacks_to_gigabytes(tmp_path, out_dir):
    bomb = zlib.compressobj(9)
    packed = b"".join(bomb.compress(b"\0" * 1_000_000) for _ in range(1_000)) + bomb.flush()
    data = png(8, 8, rows=b"\0" * 72, before_data=png_chunk(b"iCCP", b"deep\0\0" + packed))
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"


def test_words_that_unpack_to_gigabytes(tmp_path, out_dir):
    packed = zlib.compress(b"\0" * 30_000_000, 9)
    data = png(8, 8, rows=b"\0" * 72, before_data=png_chunk(b"zTXt", b"Comment\0\0" + packed))
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"


@pytest.mark.parametrize("size", [200_000, 5_000_000])
def test_a_deep_profile_is_used_or_ignored(tmp_path, out_dir, size):
    profile = bytearray(wide_gamut_profile() + bytes(size))
    profile[:4] = struct.pack(">I", len(profile))
    data = saved(picture(), "WEBP", icc_profile=bytes(profile))
    assert process_image(write(tmp_path, "s", data), out_dir).width == 400


def test_an_exif_block_of_garbage(tmp_path, out_dir):
    data = saved(picture(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 400)
    assert process_image(write(tmp_path, "s", data), out_dir).width == 400


def test_random_damage_never_escapes(tmp_path, out_dir):
    """A few bytes of an honest file are changed at random: a clean result or a refusal, never anything else."""
    chance = random.Random(77)
    for format_name in ("PNG", "JPEG", "WEBP", "AVIF", "GIF"):
        honest = saved(picture((120, 90), "P" if format_name == "GIF" else "RGB"), format_name)
        for _ in range(8):
            data = bytearray(honest)
            for _ in range(chance.choice((1, 4, 30))):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
            try:
                result = process_image(write(tmp_path, "s", bytes(data)), out_dir)
            except MediaRefused as refusal:
                assert not isinstance(refusal, MediaCrashed), refusal.detail
            else:
                assert all(is_bare_webp(derivative.path.read_bytes()) for derivative in result.derivatives)


# --- The child's own death ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(address_space_bytes=220 * 1024 * 1024), "out_of_memory"),
        (Limits(cpu_seconds=0), "timed_out"),
        (Limits(output_bytes=100), "died"),
        (Limits(open_files=3), "died"),
    ],
)
def test_a_child_without_means_is_a_crash_and_a_refusal(tmp_path, out_dir, limits, code):
    rows = (b"\0" + b"\x80" * 6_000 * 4) * 6_000
    refusal = refusal_of(write(tmp_path, "s", png(6_000, 6_000, rows=rows, colour=6)), out_dir, limits=limits)
    assert isinstance(refusal, MediaCrashed)
    assert refusal.code == code


# --- A child that lies --------------------------------------------------------------------------------------------

HONEST_ANSWER = {
    "media_type": "image/png",
    "width": 4,
    "height": 4,
    "frames": 1,
    "derivatives": [{"name": "w4.webp", "width": 4, "height": 4}],
    "dominant_color": "#112233",
    "placeholder": "data:image/webp;base64,UklGRg==",
    "perceptual_hash": 5,
}


@pytest.fixture
def bare() -> bytes:
    return saved(Image.new("RGB", (4, 4)), "WEBP")


def collected(tmp_path: Path, out_dir: Path, derivative: bytes, **changes: object) -> processing.ProcessedImage:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    write(scratch, "w4.webp", derivative)
    return processing._collect(HONEST_ANSWER | changes, scratch, out_dir)


def test_an_honest_answer_is_taken(tmp_path, out_dir, bare):
    assert collected(tmp_path, out_dir, bare).perceptual_hash == 5
    assert (out_dir / "w4.webp").read_bytes() == bare


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"width": "4"},
        {"frames": -1},
        {"perceptual_hash": 2**64},
        {"dominant_color": "#11223g"},
        {"dominant_color": "url(x)"},
        {"placeholder": "data:text/html;base64,AAAA"},
        {"placeholder": 'data:image/webp;base64,AAAA" onload="x'},
        {"placeholder": "data:image/webp;base64," + "A" * 300},
        {"media_type": "text/html"},
        {"derivatives": [{"width": 9, "height": 4}]},
        {"derivatives": [{"width": "../../etc/passwd", "height": 4}]},
        {"derivatives": None},
    ],
)
def test_a_lying_answer_is_a_crash(tmp_path, out_dir, bare, changes):
    with pytest.raises(MediaCrashed):
        collected(tmp_path, out_dir, bare, **changes)
    assert not list(out_dir.iterdir())


@pytest.mark.parametrize(
    "options",
    [{"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}, {"xmp": b"<x/>"}, {"icc_profile": wide_gamut_profile()}],
)
def test_a_derivative_with_metadata_is_a_crash(tmp_path, out_dir, options):
    with pytest.raises(MediaCrashed):
        collected(tmp_path, out_dir, saved(Image.new("RGB", (4, 4)), "WEBP", **options))


def test_metadata_is_found_with_or_without_its_announcement(bare):
    """An unannounced chunk and an announcement without its chunk are both refused."""
    pixels = bare[12:]
    words = b"EXIF" + struct.pack("<I", 4) + b"abcd"
    unannounced = b"RIFF" + struct.pack("<I", 4 + len(pixels + words)) + b"WEBP" + pixels + words
    features = b"VP8X" + struct.pack("<I", 10) + b"\x08\0\0\0" + b"\x03\0\0" * 2
    announced = b"RIFF" + struct.pack("<I", 4 + len(features + pixels)) + b"WEBP" + features + pixels
    assert is_bare_webp(bare)
    assert not is_bare_webp(unannounced)
    assert not is_bare_webp(announced)


def test_a_derivative_with_a_tail_is_a_crash(tmp_path, out_dir, bare):
    with pytest.raises(MediaCrashed):
        collected(tmp_path, out_dir, bare + b"PK\x03\x04")


def test_a_link_in_place_of_a_derivative_is_a_crash(tmp_path, out_dir, bare):
    target = write(tmp_path, "elsewhere", bare)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (scratch / "w4.webp").symlink_to(target)
    with pytest.raises(MediaCrashed):
        processing._collect(HONEST_ANSWER, scratch, out_dir)


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b"{", b'{"refused": "no such code"}', b'{"refused": "damaged", "params": 4}', b"A" * 99_999],
)
def test_an_unreadable_answer_is_a_crash(tmp_path, answer):
    write(tmp_path, "answer.json", answer)
    with pytest.raises(MediaCrashed):
        processing._read_answer(tmp_path)


# --- What the campaign of hostile files found ---------------------------------------------------------------------


def test_a_thread_one_pixel_wide_has_one_derivative_of_that_width(tmp_path, out_dir):
    """Three widths once gave three heights of the same name, and a failure that was tried again for ever."""
    result = process_image(write(tmp_path, "s", saved(Image.new("L", (1, 9_000)), "PNG")), out_dir)
    assert [(one.width, one.height) for one in result.derivatives] == [(1, 7_680)]


def jpeg_with(segments: bytes, *, behind_frame: bool) -> bytes:
    data = saved(picture((64, 48)), "JPEG")
    at = data.index(b"\xff\xc0")
    if behind_frame:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data[:at] + segments + data[at:]


@pytest.mark.parametrize("behind_frame", [False, True])
@pytest.mark.parametrize(
    "segments", [b"\xff\xfe\0\2" * 30_000, b"\xff" * 200_000, b"\0" * 200_000, b"\xff\xd0" * 60_000]
)
def test_a_jpeg_of_countless_segments(tmp_path, out_dir, segments, behind_frame):
    data = jpeg_with(segments, behind_frame=behind_frame)
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"
    honest = jpeg_with(b"\xff\xfe\0\2" * 30 + b"\xff" * 300, behind_frame=behind_frame)
    assert process_image(write(tmp_path, "s", honest), out_dir).width == 64


def test_a_jpeg_of_countless_scans(tmp_path, out_dir):
    data = saved(picture((64, 48)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    for more, is_kept in ((20, True), (60, False)):
        source = write(tmp_path, "s", data[:last] + data[last:-2] * more + data[-2:])
        if is_kept:
            assert process_image(source, out_dir).width == 64
            (out_dir / "w64.webp").unlink()
        else:
            assert refusal_of(source, out_dir).code == "damaged"


@pytest.mark.parametrize("name", [b"IDAT", b"aaAa", b"tEXt"])
def test_a_png_of_countless_chunks_behind_its_pixels(tmp_path, out_dir, name):
    good = saved(picture((64, 48)), "PNG")
    for count, is_kept in ((500, True), (70_000, False)):
        source = write(
            tmp_path, "s", good[:-12] + png_chunk(name, b"a\0b" if name == b"tEXt" else b"") * count + good[-12:]
        )
        if is_kept:
            assert process_image(source, out_dir).width == 64
            (out_dir / "w64.webp").unlink()
        else:
            assert refusal_of(source, out_dir).code == "damaged"


@pytest.mark.parametrize("trash", [b"!\xfe\0" * 500_000, bytes(500_000)])
def test_a_gif_of_trash_before_its_picture(tmp_path, out_dir, trash):
    start = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    data = start + trash + b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0;"
    assert refusal_of(write(tmp_path, "s", data), out_dir).code == "damaged"
