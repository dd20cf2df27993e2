"""The decoding child's work: one job, then it is over. It is forked for it by `forkserver`.

It puts itself under hard limits before it touches the file, knows neither Django nor any secret, and is allowed to die:
whatever happens in here, the worker that asked lives on. It starts no process and opens no connection.
"""

import base64
import json
import os
import resource
import signal
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from contests.media import colour, decoding, fingerprint
from contests.media.errors import MediaRefused
from contests.media.limits import ANSWER_NAME, PLACEHOLDER_LENGTH, Limits

WEBP_QUALITY = 82
"""Flat shapes and lettering, the usual content here, show ringing below this."""

LARGE_PIXELS = 1_500_000
"""From here on a derivative is looked at by itself; what is smaller stands on pages by the dozen."""

METHOD, METHOD_OF_LARGE = 3, 2
"""The encoder's effort. Method 3 takes twice the time of 2 for 6 % fewer bytes: worth it for what is sent thousands of
times, not for the full view, which is two thirds of the work and rarely asked for. Method 4 takes a fourteenth longer
than 3 for the same number of bytes.
"""

FIRST, FURTHER = Image.Resampling.BICUBIC, Image.Resampling.LANCZOS
"""From what was decoded to the largest, where the two can hardly be told apart and the pixels are many; then by halves
and thirds, where they can."""

PLACEHOLDER_SIDES = (32, 24, 20, 16, 12, 8, 6)


def enter_cage(limits: Limits) -> None:
    """Give up, for good, what decoding does not need. The alarm outlives a parent that was killed."""
    # Rounded up so that the parent, whose clock started earlier, is the one who normally ends us.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 2)
    for name, value in (
        (resource.RLIMIT_AS, limits.address_space_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds + 1),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(name)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # A second between the CPU's two limits lets the signal tell why we died; at the hard one there is only a kill.
        soft = value - 1 if name == resource.RLIMIT_CPU else value
        resource.setrlimit(name, (soft, value))


def upright(opened: decoding.Opened, size: tuple[int, int]) -> Image.Image:
    """The picture in `size`, as it is looked at and in sRGB: mode RGB or RGBa."""
    stored = (size[1], size[0]) if opened.turned else size
    image = opened.decode(size).resize(stored, FIRST)
    image = colour.to_srgb(image, opened.icc_profile)
    return image.transpose(opened.transposition) if opened.transposition is not None else image


def derive(source: Path, out_dir: Path, widths: list[int], limits: Limits) -> dict[str, Any]:
    """Decode `source`, write its derivatives into `out_dir` and describe them; the largest is made first."""
    opened = decoding.Opened(source, limits)
    # Of a thread, one pixel wide, several widths give several heights: a derivative is known by its width alone.
    sizes = sorted(dict(sorted(decoding.fitting(opened.size, width) for width in widths)).items(), reverse=True)
    working: Any = upright(opened, sizes[0])
    written = []
    for size in sizes:
        working = working if working.size == size else working.resize(size, FURTHER)
        shown = working.convert("RGBA") if working.mode == "RGBa" else working
        name = f"w{size[0]}.webp"
        (out_dir / name).write_bytes(encode(shown, WEBP_QUALITY, method_for(size)))
        written.append({"name": name, "width": size[0], "height": size[1]})
    return {
        "media_type": opened.media_type,
        "width": opened.size[0],
        "height": opened.size[1],
        "frames": opened.frames,
        "derivatives": written,
        "dominant_color": colour.dominant_colour(shown),
        "placeholder": placeholder(shown),
        "perceptual_hash": fingerprint.perceptual_hash(shown),
    }


def method_for(size: tuple[int, int]) -> int:
    """With how much effort a derivative of this size is encoded.

    >>> method_for((1920, 1440)), method_for((960, 720))
    (2, 3)
    """
    return METHOD_OF_LARGE if size[0] * size[1] >= LARGE_PIXELS else METHOD


class Memory(BytesIO):
    """A file in memory whose name tells Pillow the format; asked for by name, it loads its other codecs first."""

    name = "image.webp"


def encode(image: Any, quality: int, method: int) -> bytes:
    """The pixels alone as WebP: the encoder is handed a copy without what came along with them."""
    bare = image.copy()
    bare.info = {}
    target = Memory()
    bare.save(target, quality=quality, method=method, icc_profile=b"", exif=b"", xmp=b"")
    return target.getvalue()


def placeholder(image: Any) -> str:
    """A blur of the picture as a data address of less than 300 characters: the largest that fits."""
    for side in PLACEHOLDER_SIDES:
        tiny = image.copy()
        tiny.thumbnail((side, side))
        address = "data:image/webp;base64," + base64.b64encode(encode(tiny, 40, 4)).decode("ascii")
        if len(address) <= PLACEHOLDER_LENGTH:
            return address
    # Only a picture with an alpha channel of pure noise gets here; its opaque blur always fits.
    return placeholder(image.convert("RGB"))


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Do the job and put every outcome into words that the parent can read."""
    try:
        limits = Limits(**job["limits"])
        return {"done": derive(Path(job["source"]), Path(job["out_dir"]), job["widths"], limits)}
    except MediaRefused as refusal:
        return {"refused": refusal.code, "params": refusal.params}
    except MemoryError:
        return {"crashed": "out_of_memory"}
    except decoding.CODEC_ERRORS as error:
        if isinstance(error, OSError) and error.errno is not None:
            # The system's own words (a full disk, a limit of ours): not the file's fault. Codecs give no number.
            return {"crashed": "died", "detail": os.strerror(error.errno)}
        return {
            "refused": "damaged",
            "params": {},
            "detail": f"{type(error).__name__}: {error}"[:500],
        }


def work(job: dict[str, Any]) -> None:
    """Enter the cage, do the job, write the answer."""
    enter_cage(Limits(**job["limits"]))
    reply = answer(job)
    partial = Path(job["out_dir"], ANSWER_NAME + ".part")
    partial.write_text(json.dumps(reply), encoding="utf-8")
    partial.replace(partial.with_suffix(""))
