"""The demo's artwork: repeatable, different from hand to hand, and never broken by a name."""

import io
import random
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from PIL import Image

from contests.media.fingerprint import distance, perceptual_hash
from contests.media.media_types import MediaType
from contests.media.processing import process_image
from demo.artwork import HANDS, KINDS, cover, draw, draw_avatar, encode, kind_of
from demo.artwork.canvas import Canvas
from demo.artwork.cover import SCENES as COVERS
from demo.artwork.motifs import MOTIFS, repeat
from demo.artwork.palettes import MOODS, PALETTES, lightness

SMALL = (320, 240)
ROOT = Path(__file__).resolve().parents[3]
EVERY_HAND = [(kind, style) for kind in KINDS for style in range(len(HANDS[kind]))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_picture_in_another_process(kind):
    """Nothing may depend on the hash seed, the order of calls or what was drawn before."""
    code = (
        "import sys, hashlib; from demo.artwork import draw;"
        "print(hashlib.sha256(draw(sys.argv[1], 5, (320, 240), brand_name='Halden').tobytes()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, kind],
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(number)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for number in (1, 2)
    }
    assert len(seen) == 1
    assert draw(kind, 5, SMALL, brand_name="Halden").tobytes() == draw(kind, 5, SMALL, brand_name="Halden").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_entries_of_one_brief_are_all_different(kind):
    pictures = [draw(kind, seed, SMALL, brand_name="Halden") for seed in range(12)]
    hashes = [perceptual_hash(picture) for picture in pictures]
    assert len({picture.resize((8, 6)).tobytes() for picture in pictures}) == 12
    # A dozen entries in which many are near-copies of each other would not look like a dozen people's work.
    near = sum(distance(one, other) <= 8 for one, other in combinations(hashes, 2))
    assert near <= 3


def test_two_brands_do_not_get_the_same_entries():
    pairs = [
        (draw("logo", seed, SMALL, brand_name="Halden"), draw("logo", seed, SMALL, brand_name="Morvane"))
        for seed in range(6)
    ]
    assert all(distance(perceptual_hash(one), perceptual_hash(other)) > 8 for one, other in pairs)


@pytest.mark.parametrize(("kind", "style"), EVERY_HAND)
def test_every_hand_copes_with_every_name(kind, style):
    for name in ("The Very Long Company Of Ancient Mapmakers", ("X", "Zoë & Ørn")[style % 2]):
        image = draw(kind, 3, SMALL, brand_name=name, style=style)
        assert (image.mode, image.size) == ("RGB", SMALL)
        # Something was drawn: neither a blank sheet nor one flat colour.
        assert len(image.getcolors(maxcolors=SMALL[0] * SMALL[1]) or []) > 12


@pytest.mark.parametrize("size", [(300, 400), (640, 240), (1, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_any_shape_of_sheet_will_do(kind, size):
    assert draw(kind, 1, size).size == size


@pytest.mark.parametrize("hint", [*sorted(MOODS), "tide", "#1f5c7a", None])
def test_palettes_can_be_hinted(hint):
    assert draw("logo", 2, SMALL, palette=hint).size == SMALL


def test_a_dark_mood_gives_dark_grounds():
    for seed in range(6):
        image = draw("naming", seed, SMALL, palette="dark", style=1)
        assert lightness(image.getpixel((2, 2))) < 0.45


@pytest.mark.parametrize("hint", ["nonsense", "#12"])
def test_an_unknown_hint_is_an_error(hint):
    with pytest.raises(ValueError, match=r"nonsense|color specifier"):
        draw("logo", 1, SMALL, palette=hint)


def test_every_palette_can_be_read():
    for palette in PALETTES:
        assert abs(lightness(palette.ground) - lightness(palette.ink)) > 0.3, palette.name
        assert len({palette.ground, *palette.inks}) == 4, palette.name


def test_categories_are_understood_however_they_are_spelled():
    assert kind_of("web-page") == kind_of("web_page") == "web_page"
    assert kind_of("identity") == "logo"
    with pytest.raises(ValueError, match="nobody here draws"):
        kind_of("jingle")


@pytest.mark.parametrize("category", sorted(COVERS))
def test_every_category_has_a_cover(category):
    image = cover(category.replace("_", "-"), 4, (320, 180))
    assert image.size == (320, 180)
    assert image.tobytes() == cover(category, 4, (320, 180)).tobytes()


def test_covers_differ_by_category():
    hashes = [perceptual_hash(cover(category, 4, (320, 180))) for category in sorted(COVERS)]
    assert len(set(hashes)) == len(hashes)


def test_portraits_are_repeatable_and_many():
    assert draw_avatar(7, 64).tobytes() == draw_avatar(7, 64).tobytes()
    assert len({draw_avatar(seed, 32).tobytes() for seed in range(60)}) == 60
    assert draw_avatar(1, 96).size == (96, 96)


@pytest.mark.parametrize("place", range(len(MOTIFS)))
def test_motifs_repeat_without_a_seam(place):
    """A tile laid beside itself must not show where it ends: no row or column jumps more than those inside of it."""
    palette = PALETTES[0]
    sheet = Canvas.sheet((800, 600), palette.ground)
    tile = MOTIFS[place](sheet, palette, random.Random(3), 1.0)
    repeat(sheet, tile)
    image = tile.image.convert("L")
    width, height = image.size

    def jump(first: Image.Image, second: Image.Image) -> float:
        pairs = zip(first.tobytes(), second.tobytes(), strict=True)
        return sum(abs(a - b) for a, b in pairs) / (first.width * first.height)

    columns = [image.crop((x, 0, x + 1, height)) for x in range(width)]
    rows = [image.crop((0, y, width, y + 1)) for y in range(height)]
    for lines in (columns, rows):
        inside = max(jump(one, other) for one, other in pairwise(lines))
        assert jump(lines[-1], lines[0]) <= 1.2 * inside + 2


def test_a_drawing_goes_through_the_upload_pipeline(tmp_path):
    source = tmp_path / "entry"
    source.write_bytes(encode(draw("poster", 3, brand_name="Halden")))
    out_dir = tmp_path / "out"
    out_dir.mkdir()
    result = process_image(source, out_dir)
    assert (result.format, result.width, result.height) == (MediaType.JPEG, 1600, 1200)
    assert [derivative.width for derivative in result.derivatives] == [320, 960, 1600]


def test_encoding_is_light_enough_to_seed_eighty():
    data = encode(draw("illustration", 1, brand_name="Halden"))
    assert 20_000 < len(data) < 1_500_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_the_contact_sheet_command(tmp_path):
    target = tmp_path / "sheet.png"
    run = subprocess.run(
        [sys.executable, "-m", "demo.artwork", "--sheet", str(target), "--kind", "naming", "--columns", "4"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "naming" in run.stdout
    assert Image.open(target).size == (4 * 328, 2 * 248)
