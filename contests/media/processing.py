"""From an uploaded image to what pages show: derivatives, a colour, a blur and a fingerprint.

Decides nothing about entries and knows no model. The file is decoded only in a child process that can be killed; this
side starts it, bounds its time, and then trusts none of its answer without checking it. On any failure the output
folder is left as it was.
"""

import json
import re
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contests.media import children
from contests.media.errors import MESSAGES, MediaCrashed, MediaRefused
from contests.media.limits import (
    ANSWER_NAME,
    DEFAULT_LIMITS,
    DEFAULT_WIDTHS,
    PLACEHOLDER_LENGTH,
    WORDS_NAME,
    Limits,
)
from contests.media.media_types import HEAD_BYTES, MediaType, check_size, recognise
from contests.media.webp import is_bare_webp

MAX_ANSWER_BYTES = 16_384
COLOUR_SHAPE = re.compile(r"#[0-9a-f]{6}")
PLACEHOLDER_SHAPE = re.compile(r"data:image/webp;base64,[A-Za-z0-9+/]+=*")


@dataclass(frozen=True, slots=True)
class Derivative:
    """One WebP made from the original, without any metadata."""

    path: Path
    width: int
    height: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ProcessedImage:
    """What is known of an image after decoding it once; measures are those of the upright original in pixels."""

    format: MediaType
    width: int
    height: int
    frames: int
    derivatives: tuple[Derivative, ...]
    """Ordered from the smallest to the largest; an original smaller than a wanted width is never enlarged."""
    dominant_color: str
    """As `#rrggbb`."""
    placeholder: str
    """A data address of less than 300 characters."""
    perceptual_hash: int
    """Unsigned, 64 bits; see `fingerprint`."""


def process_image(
    source: Path,
    out_dir: Path,
    *,
    widths: Sequence[int] = DEFAULT_WIDTHS,
    limits: Limits = DEFAULT_LIMITS,
) -> ProcessedImage:
    """Make derivatives of `source` (its first frame, upright, in sRGB) in the existing folder `out_dir`.

    They are named `w<width>.webp` and replace earlier ones of that name, so that doing it twice is harmless. Raises
    MediaRefused for a file that is not acceptable and MediaCrashed, which is also a refusal, when the child died.
    """
    if not widths or min(widths) < 1:
        raise ValueError("At least one positive width is needed.")
    with source.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    check_size(recognise(head) or MediaType.PNG, source.stat().st_size)
    found = recognise(head)
    if found is None:
        raise MediaRefused("unknown_format")
    if not found.is_image:
        raise MediaRefused("not_an_image", found=found.label)
    with tempfile.TemporaryDirectory(prefix=".deriving-", dir=out_dir) as scratch:
        job = {
            "source": str(source.resolve()),
            "out_dir": scratch,
            "widths": list(widths),
            "limits": limits._asdict(),
        }
        _run_child(job, Path(scratch), limits)
        return _collect(_read_answer(Path(scratch)), Path(scratch), out_dir)


def _run_child(job: dict[str, Any], scratch: Path, limits: Limits) -> None:
    """Have a child do the job. Raises MediaCrashed for one that overstayed or died."""
    try:
        code = children.run(job, limits.wall_seconds)
    except TimeoutError:
        raise MediaCrashed("timed_out", detail=f"killed after {limits.wall_seconds} s") from None
    except children.ServerLost:
        raise MediaCrashed("died", detail="the fork server was lost") from None
    if code != 0:
        words = (scratch / WORDS_NAME).read_bytes()[-2000:] if (scratch / WORDS_NAME).exists() else b""
        by_time = code in (-signal.SIGXCPU, -signal.SIGALRM)
        raise MediaCrashed(
            "timed_out" if by_time else "died",
            detail=f"exit {code}: {words.decode('utf-8', errors='replace')}",
        )


def _read_answer(scratch: Path) -> dict[str, Any]:
    """The child's description of its work; its refusals and failures are raised here, in our own words."""
    try:
        with (scratch / ANSWER_NAME).open("rb") as stream:
            reply = json.loads(stream.read(MAX_ANSWER_BYTES))
        if "done" in reply:
            return dict(reply["done"])
        params = {str(name): value for name, value in reply.get("params", {}).items()}
        if reply.get("refused") in MESSAGES and all(isinstance(value, int | str) for value in params.values()):
            refusal = MediaRefused(reply["refused"], **params)
        else:
            code = "out_of_memory" if reply.get("crashed") == "out_of_memory" else "died"
            refusal = MediaCrashed(code, detail=str(reply.get("detail", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MediaCrashed("died", detail=f"unreadable answer: {error}") from None
    raise refusal


def _collect(done: dict[str, Any], scratch: Path, out_dir: Path) -> ProcessedImage:
    """Check everything the child says, then move its files to their place."""
    try:
        made = [_derivative(part, scratch) for part in done["derivatives"]]
        result = ProcessedImage(
            format=MediaType(done["media_type"]),
            width=_whole(done["width"]),
            height=_whole(done["height"]),
            frames=_whole(done["frames"]),
            derivatives=tuple(
                Derivative(out_dir / d.path.name, d.width, d.height, d.bytes) for d in sorted_by_width(made)
            ),
            dominant_color=_shaped(done["dominant_color"], COLOUR_SHAPE, 7),
            placeholder=_shaped(done["placeholder"], PLACEHOLDER_SHAPE, PLACEHOLDER_LENGTH),
            perceptual_hash=_whole(done["perceptual_hash"], least=0, most=2**64 - 1),
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise MediaCrashed("died", detail=f"the child's answer does not hold: {error!r}") from None
    for derivative in made:
        derivative.path.replace(out_dir / derivative.path.name)
    return result


def sorted_by_width(derivatives: list[Derivative]) -> list[Derivative]:
    """The order in which pages list them."""
    return sorted(derivatives, key=lambda derivative: (derivative.width, derivative.height))


def _derivative(part: dict[str, Any], scratch: Path) -> Derivative:
    width, height = _whole(part["width"]), _whole(part["height"])
    path = scratch / f"w{width}.webp"
    if path.is_symlink() or not is_bare_webp(data := path.read_bytes()):
        raise ValueError(f"{path.name} is not a WebP free of metadata")
    return Derivative(path, width, height, len(data))


def _whole(value: object, *, least: int = 1, most: int = 2**31) -> int:
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{value!r} is out of range")
    return value


def _shaped(value: object, shape: re.Pattern[str], longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not shape.fullmatch(value):
        raise ValueError(f"{value!r} is not shaped as it should be")
    return value
