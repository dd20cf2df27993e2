"""Labels: flat designs that packaging wraps around its forms. Each knows which of a series it is."""

from collections.abc import Callable

from demo.artwork import marks
from demo.artwork.canvas import Canvas
from demo.artwork.job import Job
from demo.artwork.lettering import (
    CONDENSED,
    GROTESK,
    HEAVY_SERIF,
    ITALIC,
    ROUND,
    SERIF,
    TEXT,
    Face,
    fit,
    lines_of,
    write,
)
from demo.artwork.marks import Inks
from demo.artwork.motifs import MOTIFS, repeat
from demo.artwork.palettes import Colour, Palette, mix

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
FLAVOURS = ("N° 1 · Bergamote", "N° 2 · Écorce", "N° 3 · Fumée", "N° 4 · Prune", "N° 5 · Sel", "N° 6 · Miel")
FACES = (SERIF, CONDENSED, HEAVY_SERIF, GROTESK, ITALIC, ROUND)

Label = Callable[[Canvas, Job, Palette, int], None]
"""Fills a flat label: sheet, job, colours, and which of the series it is."""


def name_block(c: Canvas, job: Job, x: float, y: float, width: float, height: float, fill: Colour) -> None:
    """The brand's name in a block, centred, on as many lines as it needs."""
    face: Face = FACES[job.seed % len(FACES)]
    text = job.brand.upper() if face in (CONDENSED, GROTESK) else job.brand
    lines = lines_of(text, 2)
    size = min(*(fit(c, line, face, width, 400) for line in lines), height / len(lines) / 0.92)
    top = y - (len(lines) - 1) * size * 0.46
    for row, line in enumerate(lines):
        write(c, line, x, top + row * size * 0.92 + size * 0.34, face, size, fill, anchor="ms")


def banded(c: Canvas, job: Job, p: Palette, place: int) -> None:
    """A pattern above and below, a calm band with the name between."""
    repeat(c, MOTIFS[(job.seed + place * 5) % len(MOTIFS)](c, p, job.chance(str(place)), 0.42))
    w, h = c.width, c.height
    paper = p.ground if not p.is_dark else p.ink
    ink = p.ink if not p.is_dark else p.ground
    c.rect(0, h * 0.3, w, h * 0.4, paper)
    for y in (0.3, 0.685):
        c.rect(0, h * y, w, h * 0.015, p.second)
    name_block(c, job, w / 2, h * 0.47, w * 0.7, h * 0.19, ink)
    caption(c, place, w / 2, h * 0.63, w * 0.6, mix(ink, paper, 0.2))


def emblem(c: Canvas, job: Job, p: Palette, place: int) -> None:
    """A plain colour, a mark, the name below."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.first)
    on = p.on(p.first)
    r = min(w, h) * 0.19
    marks.choose(job.seed + place)(c, w / 2, h * 0.34, r, Inks(on, p.second, p.third, p.first), job.initial)
    name_block(c, job, w / 2, h * 0.66, w * 0.74, h * 0.17, on)
    caption(c, place, w / 2, h * 0.82, w * 0.6, mix(on, p.first, 0.2))


def horizon(c: Canvas, job: Job, p: Palette, place: int) -> None:
    """Large simple forms: a disc over waves, a different one for each of the series."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.ground if not p.is_dark else p.ink)
    ink = p.ink if not p.is_dark else p.ground
    c.circle(w * (0.35 + 0.15 * place), h * 0.62, w * 0.3, p.second)
    for row, colour in enumerate((p.first, mix(p.first, ink, 0.35), mix(p.first, ink, 0.65))):
        y = h * (0.66 + row * 0.12)
        bend = (-1) ** (row + place)
        c.blob(
            [
                (-w * 0.2, y),
                (w * 0.25, y - h * 0.06 * bend),
                (w * 0.75, y + h * 0.06 * bend),
                (w * 1.2, y),
                (w * 1.2, h * 1.3),
                (-w * 0.2, h * 1.3),
            ],
            colour,
        )
    name_block(c, job, w / 2, h * 0.19, w * 0.74, h * 0.2, ink)
    caption(c, place, w / 2, h * 0.335, w * 0.6, mix(ink, p.ground, 0.25))


def letter(c: Canvas, job: Job, p: Palette, place: int) -> None:
    """The initial, cropped by the label's sides."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.second)
    write(c, job.initial, w / 2, h * 0.72, HEAVY_SERIF, h * 0.86, p.first, anchor="ms")
    on = p.on(p.second)
    c.rect(0, h * 0.75, w, h * 0.25, p.ground if not p.is_dark else p.ink)
    ink = p.ink if not p.is_dark else p.ground
    name_block(c, job, w / 2, h * 0.84, w * 0.72, h * 0.1, ink)
    caption(c, place, w / 2, h * 0.94, w * 0.6, ink)
    c.rect(w * 0.08, h * 0.05, w * 0.84, h * 0.008, on)


def caption(c: Canvas, place: int, x: float, y: float, width: float, fill: Colour) -> None:
    """The variety's name."""
    text = FLAVOURS[place % len(FLAVOURS)]
    size = min(fit(c, text, TEXT, width, 100), c.width * 0.06)
    write(c, text, x, y, TEXT, size, fill, anchor="ms")


LABELS: tuple[Label, ...] = (banded, emblem, horizon, letter)
