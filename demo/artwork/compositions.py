"""Compositions of type and elementary forms, for posters and whatever else is a tall sheet."""

import random
from collections.abc import Callable

from demo.artwork.canvas import Canvas, polar, smooth
from demo.artwork.job import Job
from demo.artwork.lettering import (
    BLACK,
    CONDENSED,
    DIDONE,
    GROTESK,
    HEAVY_SERIF,
    ROUND_HEAVY,
    SLIM,
    TEXT,
    WIDE,
    Face,
    fit,
    lines_of,
    write,
)
from demo.artwork.palettes import Colour, Palette, mix, veil

DATES = ("12 — 18.06", "3 — 9.07", "21.09", "4 — 6.10", "14.11")
PLACES = ("Halle aux Toiles", "Quai Nord", "Cour des Tilleuls", "Le Vieux Gymnase")

Composition = Callable[[Canvas, Job, Palette], None]
"""Draws on a sheet of any shape."""


def title(
    c: Canvas,
    job: Job,
    face: Face,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: Colour,
    *,
    upper: bool = True,
    anchor: str = "l",
    leading: float = 0.86,
    tracking: float = -15,
    most: int = 3,
) -> float:
    """Set the name in a block from its top; returns where the block ends."""
    lines = lines_of(job.brand.upper() if upper else job.brand, most)
    size = min(*(fit(c, line, face, width, 1000, tracking) for line in lines), height / len(lines) / leading)
    for row, line in enumerate(lines):
        write(c, line, x, y + size * (0.72 + row * leading), face, size, fill, anchor=anchor + "s", tracking=tracking)
    return y + size * (0.72 + (len(lines) - 1) * leading)


def footer(c: Canvas, job: Job, fill: Colour, margin: float, face: Face = TEXT, size: float = 30) -> None:
    """Date on the left, place on the right."""
    chance = job.chance("footer")
    write(c, chance.choice(DATES), margin, c.height - margin, face, size, fill)
    write(c, chance.choice(PLACES), c.width - margin, c.height - margin, face, size, fill, anchor="rs")


def swiss(c: Canvas, job: Job, p: Palette) -> None:
    """A strict grid, one disc that breaks it."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.ground)
    m = min(w, h) * 0.07
    r = min(w * 0.46, h * 0.47)
    x, y = w - r * 0.86, r * 0.8
    c.circle(x, y, r, p.first)
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda mask: mask.circle(x, y, r, (255,))) as layer:
        layer.circle(x - r * 0.75, y + r * 0.5, r * 0.86, p.second)
        for row in range(5):
            layer.rect(x + r * 0.1, y - r * 0.72 + row * r * 0.11, r, r * 0.05, p.ground)
    c.rect(m, h * 0.6, w * 0.16, h * 0.012, p.ink)
    end = title(
        c, job, GROTESK, m, h * 0.635, w * 0.62, h * 0.21, p.ink, upper=False, leading=0.95, tracking=-30, most=2
    )
    chance = job.chance("swiss")
    text = f"{chance.choice(DATES)}   {chance.choice(PLACES)}"
    write(c, text, m, max(end + h * 0.06, h - m), TEXT, min(w, h) * 0.032, p.ink)


def tiles(c: Canvas, job: Job, p: Palette) -> None:
    """A grid of elementary forms."""
    w, h = c.width, c.height
    chance = job.chance("tiles")
    columns = 4 if w < h else 6
    side = w / columns
    rows = int(h * 0.78 / side)
    c.rect(0, 0, w, h, p.ground)
    colours = [*p.inks, p.ink, p.soft]
    last: Colour | None = None
    for row in range(rows):
        for column in range(columns):
            back, front = chance.sample([colour for colour in colours if colour != last], 2)
            last = back
            tile(c, column * side, row * side, side, back, front, chance)
    top = rows * side
    room = h - top
    title(c, job, WIDE, w * 0.05, top + room * 0.2, w * 0.6, room * 0.6, p.ink, leading=0.95)
    chance = job.chance("footer")
    write(c, chance.choice(DATES), w * 0.95, top + room * 0.42, TEXT, w * 0.034, p.ink, anchor="rs")
    write(c, chance.choice(PLACES), w * 0.95, top + room * 0.62, TEXT, w * 0.034, p.ink, anchor="rs")


def tile(c: Canvas, x: float, y: float, side: float, back: Colour, front: Colour, chance: random.Random) -> None:
    """One elementary form in a square."""
    c.rect(x, y, side + 1, side + 1, back)
    form, turn = chance.randrange(7), chance.randrange(4)
    corner = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))[turn]
    if form == 0:
        c.circle(x + side / 2, y + side / 2, side * 0.36, front)
    elif form == 1:
        for step in range(4):
            c.rect(x, y + side * (0.07 + step * 0.25), side, side * 0.11, front)
    elif form == 2:
        c.poly([(x, y), (x + side, y), corner if turn > 1 else (x, y + side)], front)
    elif form == 3:
        c.ring(x + side / 2, y + side / 2, side * 0.4, side * 0.13, front)
    elif form == 4:
        half = side / 2
        c.pie(
            x + half,
            y + (half if turn % 2 else 0),
            half,
            0 if not turn % 2 else 180,
            180 if not turn % 2 else 360,
            front,
        )
        c.pie(x + half, y + side, half, 180, 360, front)
    else:
        with c.clipped(x, y, side, side, lambda m: m.rect(x, y, side, side, (255,))) as layer:
            layer.circle(*corner, side, front)
            if form == 6:
                layer.circle(*corner, side * 0.55, back)


def haze(c: Canvas, job: Job, p: Palette) -> None:
    """Colours that melt into each other under one quiet word."""
    chance = job.chance("haze")
    colours = [p.first, p.second, p.third, mix(p.first, p.second, 0.5), mix(p.second, p.third, 0.5), p.soft]
    c.mesh([[chance.choice(colours) for _ in range(4)] for _ in range(5)])
    w, h = c.width, c.height
    c.glow(w * 0.3, h * 0.35, w * 0.5, (255, 255, 255), 0.5)
    dark = mix(p.ink if not p.is_dark else p.ground, (0, 0, 0), 0.3)
    average = c.image.resize((1, 1)).getpixel((0, 0))
    assert isinstance(average, tuple)
    ink: Colour = (255, 255, 255) if sum(average) < 400 else dark
    m = w * 0.08
    title(c, job, DIDONE, m, h * 0.4, w - 2 * m, h * 0.44, ink, upper=False, leading=0.9, tracking=-25, most=2)
    footer(c, job, ink, m)


def crop(c: Canvas, job: Job, p: Palette) -> None:
    """One letter too large for the sheet, crossed by a disc."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.third)
    face = (BLACK, HEAVY_SERIF, ROUND_HEAVY)[job.seed % 3]
    size = h * 1.25
    write(c, job.initial, w * 0.5, h * 0.92, face, size, p.first, anchor="ms")
    c.circle(w * 0.76, h * 0.26, w * 0.24, veil(p.second, 0.93))
    with c.clipped(0, h * 0.74, w, h * 0.26, lambda m: m.rect(0, h * 0.74, w, h * 0.26, (255,))) as layer:
        layer.rect(0, h * 0.74, w, h * 0.26, p.ink)
    on = p.on(p.ink)
    title(c, job, GROTESK, w * 0.07, h * 0.79, w * 0.7, h * 0.1, on, upper=False, leading=1.0, most=2)
    footer(c, job, on, w * 0.07)


def orbits(c: Canvas, job: Job, p: Palette) -> None:
    """Rings that slip out of each other's centre."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.ink)
    colours = (p.first, p.ground, p.second, p.ground, p.third, p.ground)
    rings = 15
    for index in range(rings):
        radius = h * 0.62 * (1 - index / rings)
        angle = 40 + index * 11
        x, y = polar(w * 0.5, h * 0.4, index * w * 0.018, angle)
        c.circle(x, y, radius, p.ink if index % 2 else colours[index // 2 % 6])
    c.rect(0, h * 0.72, w, h * 0.28, p.ink)
    title(c, job, CONDENSED, w * 0.06, h * 0.75, w * 0.88, h * 0.16, p.on(p.ink), most=2)
    footer(c, job, p.on(p.ink), w * 0.06)


def refrain(c: Canvas, job: Job, p: Palette) -> None:
    """The title nine times, sinking into the ground."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.first)
    on = p.on(p.first)
    words = lines_of(job.brand.upper(), 2 if w < h else 1)
    size = min(fit(c, word, CONDENSED, w * 1.02, 900, -25) for word in words)
    step, y, row = size * 0.76, size * 0.72, 0
    while y < h + size:
        fade = min(0.88, row * 0.11)
        write(c, words[row % len(words)], -w * 0.012, y, CONDENSED, size, mix(on, p.first, fade), tracking=-25)
        y, row = y + step, row + 1
    c.circle(w * 0.73, h * 0.7, w * 0.2, p.third if p.third != on else p.second)
    chance = job.chance("footer")
    ink = p.on(p.third if p.third != on else p.second)
    write(c, chance.choice(DATES), w * 0.73, h * 0.69, GROTESK, w * 0.052, ink, anchor="ms")
    write(c, chance.choice(PLACES), w * 0.73, h * 0.735, TEXT, w * 0.03, ink, anchor="ms")


def pulse(c: Canvas, job: Job, p: Palette) -> None:
    """Forty lines that swell in the middle like a range of hills."""
    w, h = c.width, c.height
    ground = p.ink if not p.is_dark else p.ground
    c.rect(0, 0, w, h, ground)
    chance = job.chance("pulse")
    on = p.on(ground)
    rows = 30
    for row in range(rows):
        y = h * (0.3 + 0.5 * row / rows)
        points = []
        for step in range(61):
            share = step / 60
            swell = max(0.0, 1 - abs(share - 0.5) / 0.34) ** 2
            points.append((w * (0.1 + 0.8 * share), y - swell * h * 0.068 * chance.uniform(0.1, 1.2)))
        curve = smooth(points, steps=3)
        c.poly([*curve, (w * 0.9, y + h * 0.03), (w * 0.1, y + h * 0.03)], ground)
        c.line(curve, h * 0.0028, mix(p.second, p.third, row / rows), caps=False)
    title(c, job, SLIM, w / 2, h * 0.06, w * 0.8, h * 0.09, on, anchor="m", tracking=60, most=1)
    footer(c, job, on, w * 0.1)
