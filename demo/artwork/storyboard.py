"""Storyboards: frames of a short film in order, each with its number, its camera move and a line of direction."""

from PIL import Image, ImageOps

from demo.artwork.canvas import Canvas
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import CONDENSED, GROTESK, ITALIC, TEXT, Face, write
from demo.artwork.palettes import Colour, mix
from demo.artwork.props import light_of, night_of
from demo.artwork.scenery import SCENES

DIRECTIONS = (
    "Plan large, l’aube",
    "On s’approche",
    "Détail, fixe",
    "La main entre",
    "Contrechamp",
    "Travelling lent",
    "Très gros plan",
    "Noir, le nom",
)
SHOTS = (
    (1.0, 0.5, 0.5),
    (1.7, 0.5, 0.55),
    (2.1, 0.4, 0.62),
    (1.3, 0.4, 0.6),
    (1.0, 0.5, 0.5),
    (1.8, 0.65, 0.5),
    (2.3, 0.52, 0.6),
)
"""How near each frame looks, and at which place of its scene."""


def frame(c: Canvas, job: Job, place: int, width: float, height: float, last: bool) -> Canvas:
    """One frame: a scene seen from near or far; the last is the name on black."""
    p = job.palette
    sheet = c.fresh(width, height, night_of(p))
    if last:
        write(sheet, job.brand, width / 2, height * 0.56, ITALIC, height * 0.16, light_of(p), anchor="ms")
        return sheet
    zoom, fx, fy = SHOTS[place % len(SHOTS)]
    scene = SCENES[(job.seed * 3 + 9 + (place // 4) * 5) % len(SCENES)]
    world = c.fresh(width * zoom, height * zoom, p.ground)
    scene(world, p, job.chance(str(place // 4)))
    sheet.lay(world, width * (0.5 - fx * zoom), height * (0.5 - fy * zoom))
    return sheet


def duotone(sheet: Canvas, dark: Colour, light: Colour) -> None:
    """Reduce a frame to two inks, as a wash over pencil."""
    grey = sheet.image.convert("L")
    sheet.image.paste(ImageOps.colorize(grey, tuple(dark[:3]), tuple(light[:3])))


def board(columns: int, rows: int, *, washed: bool, dark: bool) -> Artist:
    """A grid of frames on paper, or on black."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        ground = night_of(p) if dark else mix(light_of(p), (255, 255, 255), 0.5)
        ink = light_of(p) if dark else night_of(p)
        c = job.sheet(ground)
        margin, gap, head = 64.0, 34.0, 120.0
        face: Face = CONDENSED if dark else GROTESK
        write(c, job.brand, margin, 88, face, 50, ink)
        write(c, f"{columns * rows} plans · 30 s", c.width - margin, 86, TEXT, 28, mix(ink, ground, 0.35), anchor="rs")
        width = (c.width - 2 * margin - (columns - 1) * gap) / columns
        height = min(width * 3 / 4, (1200 - head - margin) / rows - 72)
        cell = height + 72
        head += (1200 - head - margin - rows * cell) / 2
        for place in range(columns * rows):
            x, y = margin + place % columns * (width + gap), head + place // columns * cell
            sheet = frame(c, job, place, width, height, place == columns * rows - 1)
            if washed:
                duotone(sheet, mix(p.first, night_of(p), 0.4), mix(light_of(p), p.third, 0.12))
            c.lay(sheet, x, y, radius=6)
            write(c, str(place + 1), x, y + height + 36, CONDENSED, 34, p.second)
            text = DIRECTIONS[7] if place == columns * rows - 1 else DIRECTIONS[place % 7]
            write(c, text, x + 36, y + height + 34, TEXT, 22, mix(ink, ground, 0.2))
        return c.finish(7)

    return artist


def strip(job: Job) -> Image.Image:
    """Three large frames one under another on a film's edge, one very large beside them."""
    p = job.palette
    ground = night_of(p)
    c = job.sheet(ground)
    wide, tall = c.width * 0.62, 1000.0
    c.lay(frame(c, job, 0, wide, tall, last=False), 60, 100, radius=8)
    x, width = wide + 110, c.width - wide - 170
    height = (tall - 60) / 3
    for place in range(3):
        c.lay(frame(c, job, place + 1, width, height, last=place == 2), x, 100 + place * (height + 30), radius=8)
    for hole in range(24):
        for y in (32.0, 1138.0):
            c.rect(50 + hole * (c.width - 80) / 24, y, 34, 28, mix(ground, light_of(p), 0.28), 7)
    return c.finish(8)


STYLES: tuple[Artist, ...] = (
    board(4, 3, washed=True, dark=False),
    board(3, 2, washed=False, dark=False),
    strip,
    board(4, 3, washed=False, dark=True),
    board(3, 3, washed=True, dark=False),
    board(2, 2, washed=False, dark=False),
)
