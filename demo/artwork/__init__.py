"""Artwork for the demo, drawn by code: no file is shipped, and the same seed gives the same picture.

    draw("logo", seed, brand_name="Halden")      an entry; consecutive seeds look like different designers
    draw_avatar(seed)                            a portrait
    cover("logo", seed)                          a brief's own picture
    encode(image)                                the bytes to upload

Decides nothing about the demo: which brief gets which kind, and how many entries, is the seed command's business.
"""

import io

from PIL import Image

from demo.artwork import (
    book_cover,
    illustration,
    logo,
    naming,
    packaging,
    pattern,
    poster,
    storyboard,
    web_page,
)
from demo.artwork.avatar import draw_avatar
from demo.artwork.cover import draw_cover
from demo.artwork.job import Artist, Job

HANDS: dict[str, tuple[Artist, ...]] = {
    "logo": logo.STYLES,
    "poster": poster.STYLES,
    "packaging": packaging.STYLES,
    "illustration": illustration.STYLES,
    "web_page": web_page.STYLES,
    "book_cover": book_cover.STYLES,
    "pattern": pattern.STYLES,
    "naming": naming.STYLES,
    "storyboard": storyboard.STYLES,
}
KINDS = tuple(HANDS)
ALIASES = {"identity": "logo"}

__all__ = ["KINDS", "cover", "draw", "draw_avatar", "draw_jpeg", "encode", "kind_of"]


def kind_of(name: str) -> str:
    """The kind for a category's name, whichever way it is spelled. Raises ValueError for one that nobody here draws.

    >>> kind_of("book-cover"), kind_of("identity")
    ('book_cover', 'logo')
    """
    kind = name.replace("-", "_")
    kind = ALIASES.get(kind, kind)
    if kind not in HANDS:
        raise ValueError(f"nobody here draws a {name!r}; known are {', '.join(KINDS)}")
    return kind


def draw(
    kind: str,
    seed: int,
    size: tuple[int, int] = (1600, 1200),
    *,
    brand_name: str = "Fairbrief",
    palette: str | None = None,
    style: int | None = None,
) -> Image.Image:
    """One proposal, as RGB.

    Hands and colours follow from the seed: give a brief's entries consecutive seeds, and they are by different hands,
    in different palettes. `palette` narrows the colours: a palette's name, a mood ("light", "dark", "warm", "cool",
    "fresh", "vivid", "mono") or a brand's colour as `#rrggbb`. `style` fixes the hand, so that one designer can be
    recognised across briefs.
    """
    kind = kind_of(kind)
    job = Job.of(kind, seed, size, brand_name, palette, style)
    return HANDS[kind][job.style % len(HANDS[kind])](job)


def cover(category: str, seed: int, size: tuple[int, int] = (1600, 900), *, palette: str | None = None) -> Image.Image:
    """A brief's picture: a still life of what is asked for."""
    name = category.replace("-", "_")
    return draw_cover(name if name == "identity" else kind_of(name), seed, size, palette)


def draw_jpeg(kind: str, seed: int, brand_name: str) -> bytes:
    """One proposal, ready to upload."""
    return encode(draw(kind, seed, brand_name=brand_name))


def encode(image: Image.Image, quality: int = 90) -> bytes:
    """The picture as a JPEG: its grain would make a PNG ten times as heavy."""
    target = io.BytesIO()
    image.save(target, format="JPEG", quality=quality)
    return target.getvalue()
