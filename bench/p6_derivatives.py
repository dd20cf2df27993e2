"""P6: what pages show of an upload: three WebP sizes of camera JPEGs, of PNGs with alpha, of the largest poster.

One file after another on one core, each with all that the product does for it: a caged process of its own, the colour,
the blur, the fingerprint. Against libvips, which makes each size from the one above it in this process, at the same
quality and with the effort that it takes by itself; and against Pillow as one writes it first, every size from the
whole picture, likewise. Ours must look as well as libvips' do, measured against the whole picture made smaller and not
encoded at all; weigh no more; and keep to its memory.
"""

import io
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageStat

from bench.tables import Result, Stopwatch
from contests.media.child import WEBP_QUALITY
from contests.media.limits import DEFAULT_WIDTHS
from contests.media.processing import process_image

os.environ["VIPS_CONCURRENCY"] = "1"

CAMERA_MIB, LARGEST_MIB = 150, 500
WORSE_BY = 0.5
"""In decibels: what nobody sees."""

HEAVIER = 1.02
"""All sizes of a picture together: no more than the noise of two encoders' bytes."""

WIDTHS = sorted(DEFAULT_WIDTHS, reverse=True)
Way = Callable[[Path, Path], dict[int, bytes]]


def run(*, rounds: int, with_largest: bool) -> list[Result]:
    """Every way in turn on the same files, round by round."""
    with tempfile.TemporaryDirectory(prefix="bench-images-") as folder:
        out = Path(folder, "out")
        out.mkdir()
        camera = [_camera(Path(folder, f"camera-{number}.jpg"), number) for number in range(3)]
        alpha = [_alpha(Path(folder, f"alpha-{number}.png"), number) for number in range(2)]
        _keep_to(CAMERA_MIB, camera, out)
        mixed = camera + alpha
        if with_largest:
            mixed.append(_poster(Path(folder, "poster.png")))
            _keep_to(LARGEST_MIB, mixed[-1:], out)
        _look_alike([camera[0], *mixed[len(camera) :]], out)
        return [
            *_race("camera JPEGs of 12 megapixels", camera, out, rounds, (1.05, None)),
            *_race("the mix of images", mixed, out, rounds, (0.9, 1.7)),
        ]


def _race(what: str, files: list[Path], out: Path, rounds: int, goals: tuple[float | None, ...]) -> list[Result]:
    ways: tuple[Way, ...] = (ours, vips, plain)
    watches = [Stopwatch() for _ in ways]
    for _ in range(rounds):
        for way, watch in zip(ways, watches, strict=True):
            watch.time(len(files), lambda way=way: [way(one, out) for one in files])
    first, *others = (watch.rate * 60 for watch in watches)
    names = ("libvips, chained", "Pillow, plainly")
    return [
        Result("P6", what, first, rate, "files/min", name, goal)
        for rate, name, goal in zip(others, names, goals, strict=True)
    ]


def ours(source: Path, out: Path) -> dict[int, bytes]:
    """As an upload is processed."""
    return {one.width: one.path.read_bytes() for one in process_image(source, out).derivatives}


def vips(source: Path, _out: Path) -> dict[int, bytes]:
    """Each from the one above it; a JPEG is decoded at a fraction of its size, as libvips does by itself."""
    import pyvips

    made, picture = {}, None
    for width in WIDTHS:
        picture = (
            pyvips.Image.thumbnail(str(source), width, height=10 * width).copy_memory()
            if picture is None
            else picture.thumbnail_image(width, height=10 * width).copy_memory()
        )
        made[width] = picture.webpsave_buffer(Q=WEBP_QUALITY, keep="none")
    return made


def plain(source: Path, _out: Path) -> dict[int, bytes]:
    """Every size from the whole picture."""
    made = {}
    for width in WIDTHS:
        target = io.BytesIO()
        _unspoilt(source, width).save(target, "WEBP", quality=WEBP_QUALITY)
        made[width] = target.getvalue()
    return made


def _unspoilt(source: Path, width: int) -> Any:
    """The whole picture made smaller."""
    with Image.open(source) as image:
        image.load()
        return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def _look_alike(files: list[Path], out: Path) -> None:
    """Ours against libvips' by how near each is to what it shows. Raises AssertionError for worse or heavier."""
    for source in files:
        mine, theirs = (way(source, out) for way in (ours, vips))
        for width in WIDTHS:
            near, far = (_decibels(made[width], _unspoilt(source, width)) for made in (mine, theirs))
            if near < far - WORSE_BY:
                raise AssertionError(f"{source.name} at {width}: {near:.1f} dB, libvips {far:.1f} dB.")
        weight, other = (sum(map(len, made.values())) for made in (mine, theirs))
        if weight > HEAVIER * other:
            raise AssertionError(f"{source.name}: {weight} bytes, libvips {other}.")


def _decibels(data: bytes, unspoilt: Any) -> float:
    """Peak signal to noise on white, over all channels."""
    one, other = _on_white(Image.open(io.BytesIO(data))), _on_white(unspoilt)
    if one.size != other.size:
        one = one.resize(other.size)
    squares = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    mean = sum(squares) / (3 * one.width * one.height)
    return 10 * math.log10(255**2 / max(mean, 1e-9))


def _on_white(image: Any) -> Any:
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


MEASURED = """
import resource, sys
from pathlib import Path
from contests.media import children, processing
processing.process_image(Path(sys.argv[1]), Path(sys.argv[2]))
children.end_all()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""From a small process of its own: a child's peak counts what its parent held when it was forked."""


def _keep_to(most_mib: int, files: list[Path], out: Path) -> None:
    for source in files:
        words = [sys.executable, "-c", MEASURED, str(source), str(out)]
        peak = int(subprocess.run(words, check=True, capture_output=True, text=True).stdout) // 1024
        if peak > most_mib:
            raise AssertionError(f"{peak} MiB for {source.name}; {most_mib} are allowed.")


def _camera(path: Path, seed: int) -> Path:
    """Soft light, hard edges and the grain of a sensor."""
    image = _scene((4000, 3000), seed)
    grain = Image.effect_noise((1000, 750), 60).resize(image.size).convert("RGB")
    Image.blend(image, grain, 0.12).save(path, quality=92)
    return path


def _alpha(path: Path, seed: int) -> Path:
    """A drawing that stands free."""
    image = _scene((3000, 3000), 100 + seed)
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse((150, 150, 2850, 2850), fill=255)
    image.putalpha(mask)
    image.save(path, compress_level=3)
    return path


def _poster(path: Path) -> Path:
    _scene((8000, 10_000), 7).save(path, compress_level=3)
    return path


def _scene(size: tuple[int, int], seed: int) -> Any:
    chance, (width, height) = random.Random(seed), size
    ground = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (ground, ground.transpose(Image.Transpose.ROTATE_180), ground))
    draw = ImageDraw.Draw(image)
    for _ in range(400):
        x, y, side = chance.randrange(width), chance.randrange(height), chance.randrange(20, width // 8)
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((x, y, x + side, y + side), fill=tuple(chance.randrange(256) for _ in range(3)))
    return image
