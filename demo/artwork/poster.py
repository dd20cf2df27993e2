"""Posters: a dozen compositions, hung on a wall, paired, or filling the sheet."""

import random
from collections.abc import Callable

from PIL import Image

from demo.artwork.canvas import Canvas, petal, polar, smooth, wave
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    BLACK,
    CONDENSED,
    DIDONE,
    GROTESK,
    HEAVY_ITALIC,
    HEAVY_SERIF,
    ROUND_HEAVY,
    SLIM,
    TEXT,
    WIDE,
    Face,
    fit,
    lines_of,
    write,
    write_up,
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


def rays(c: Canvas, job: Job, p: Palette) -> None:
    """A sun behind hills, its rays to the sheet's edges."""
    w, h = c.width, c.height
    x, y = w / 2, h * 0.66
    c.rect(0, 0, w, h, p.second)
    light = mix(p.second, p.third, 0.42)
    for ray in range(18):
        start = ray * 20 + 5
        c.poly([(x, y), polar(x, y, 2 * h, start), polar(x, y, 2 * h, start + 10)], light)
    c.circle(x, y, w * 0.27, p.third)
    c.circle(x, y, w * 0.21, mix(p.third, (255, 255, 255), 0.35))
    for layer, (top, colour) in enumerate(((0.66, p.first), (0.74, mix(p.first, p.ink, 0.45)), (0.84, p.ink))):
        crest = wave(0, h * top, w, h * (0.05 - layer * 0.008), w * (1.3 - layer * 0.3), layer * 2.2 + job.seed)
        c.poly([*crest, (w, h), (0, h)], colour)
    title(c, job, CONDENSED, w / 2, h * 0.07, w * 0.86, h * 0.3, p.on(p.second), anchor="m")
    footer(c, job, p.on(p.ink), w * 0.07)


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
        c.pie(x + half, y + side if not turn % 2 else y + side, half, 180, 360, front)
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
    ink = (255, 255, 255)
    dark = mix(p.ink if not p.is_dark else p.ground, (0, 0, 0), 0.3)
    average = c.image.resize((1, 1)).getpixel((0, 0))
    assert isinstance(average, tuple)
    ink = ink if sum(average) < 400 else dark
    m = w * 0.08
    title(c, job, DIDONE, m, h * 0.4, w - 2 * m, h * 0.44, ink, upper=False, leading=0.9, tracking=-25, most=2)
    footer(c, job, ink, m)


def hills(c: Canvas, job: Job, p: Palette) -> None:
    """A night in six layers under a full moon."""
    w, h = c.width, c.height
    top, low = (p.ground, p.first) if p.is_dark else (mix(p.ink, p.first, 0.2), mix(p.first, p.second, 0.35))
    c.gradient(0, 0, w, h * 0.8, top, low)
    chance = job.chance("hills")
    pale = mix(p.third, (255, 255, 255), 0.55)
    for _ in range(70):
        c.circle(chance.uniform(0, w), chance.uniform(0, h * 0.5), chance.uniform(0.8, 2.6), pale)
    x, y, r = w * 0.64, h * 0.36, w * 0.19
    c.glow(x, y, r * 2.6, pale, 0.5)
    c.circle(x, y, r, pale)
    for layer in range(6):
        share = layer / 5
        crest = ridge(chance, w, h * (0.5 + share * 0.38), h * (0.09 - share * 0.03), 9)
        c.poly([*crest, (w, h), (0, h)], mix(mix(low, p.third, 0.15), mix(top, (0, 0, 0), 0.45), 0.25 + share * 0.75))
    title(c, job, HEAVY_SERIF, w * 0.07, h * 0.06, w * 0.8, h * 0.24, pale, upper=False, leading=0.95)
    footer(c, job, pale, w * 0.07)


def ridge(chance: random.Random, width: float, y: float, height: float, points: int) -> list[tuple[float, float]]:
    """A hilly line from edge to edge."""
    return smooth(
        [(width * (index - 1) / (points - 3), y + chance.uniform(-height, height)) for index in range(points)]
    )


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


def cutouts(c: Canvas, job: Job, p: Palette) -> None:
    """Paper leaves on blocks of colour."""
    w, h = c.width, c.height
    chance = job.chance("cutouts")
    columns, rows = (2, 3) if w < h else (4, 2)
    colours = [p.first, p.second, p.third, p.ink, p.soft, p.ground]
    bw, bh = w / columns, h * 0.84 / rows
    c.rect(0, 0, w, h, p.ground)
    for index in range(columns * rows):
        x, y = index % columns * bw, index // columns * bh
        back = colours[(index + index // columns) % 6]
        front = chance.choice([colour for colour in colours if colour != back])
        c.rect(x, y, bw + 1, bh + 1, back)
        seaweed(c, x + bw / 2, y + bh / 2, min(bw, bh) * 0.43, front, chance)
    title(c, job, HEAVY_ITALIC, w * 0.06, h * 0.875, w * 0.56, h * 0.075, p.ink, upper=False, most=1)
    chance = job.chance("footer")
    write(c, chance.choice(DATES), w * 0.94, h * 0.935, TEXT, min(w, h) * 0.036, p.ink, anchor="rs")


def seaweed(c: Canvas, x: float, y: float, r: float, fill: Colour, chance: random.Random) -> None:
    """A frond as scissors make it: a stem with rounded fingers on both sides."""
    turn = chance.uniform(-28, 28) - 90
    root = polar(x, y, r, turn + 180)
    pairs = chance.randrange(3, 5)
    c.line([root, polar(x, y, r * 0.8, turn)], r * 0.15, fill)
    for pair in range(pairs + 1):
        base = polar(*root, r * (0.22 + 1.4 * pair / pairs), turn)
        length = r * (0.78 - 0.42 * pair / pairs)
        for side in (-1, 1):
            bend = polar(*base, length * 0.6, turn + side * 72)
            tip = polar(*bend, length * 0.5, turn + side * 26)
            c.curve([base, bend, tip], r * 0.17, fill)


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


def flower(c: Canvas, job: Job, p: Palette) -> None:
    """A single flower, head-on, taller than the sheet."""
    w, h = c.width, c.height
    c.rect(0, 0, w, h, p.soft)
    s = min(w, h * 0.8)
    x, y = w * 0.52, h * 0.36
    c.curve(
        [(x, y), (x - s * 0.05, h * 0.6), (x + s * 0.03, h * 0.8), (x, h * 1.02)], s * 0.035, mix(p.first, p.ink, 0.35)
    )
    c.poly(petal(x, h * 0.84, s * 0.5, s * 0.2, -148), mix(p.first, p.ink, 0.2))
    c.poly(petal(x, h * 0.76, s * 0.46, s * 0.18, -30), mix(p.first, p.ink, 0.35))
    count = 11
    for ring, (radius, colour) in enumerate(((0.42, p.second), (0.31, mix(p.second, p.third, 0.5)), (0.2, p.third))):
        for index in range(count):
            c.poly(
                petal(x, y, s * radius, s * radius * 0.48, index * 360 / count + ring * 16),
                mix(colour, p.ink, 0.07 * (index % 2)),
            )
    c.circle(x, y, s * 0.075, p.ink)
    for index in range(24):
        c.circle(*polar(x, y, s * 0.058 * (index / 24) ** 0.5, index * 137.5), s * 0.006, p.third)
    on = p.on(p.soft)
    length = write_up(c, job.brand, w * 0.115, h * 0.94, HEAVY_ITALIC, min(w, h) * 0.1, on)
    if length < h * 0.55:
        write_up(c, job.chance("footer").choice(DATES), w * 0.115, h * 0.91 - length, TEXT, min(w, h) * 0.05, on)


def facade(c: Canvas, job: Job, p: Palette) -> None:
    """A house at night; some windows are still lit."""
    w, h = c.width, c.height
    wall = mix(p.ink, p.first, 0.25) if not p.is_dark else mix(p.ground, p.first, 0.18)
    c.rect(0, 0, w, h, wall)
    chance = job.chance("facade")
    columns, rows = (4, 5) if w < h else (8, 3)
    cw, ch = w / columns, h * 0.76 / rows
    lit = (p.third, p.second, mix(p.third, (255, 255, 255), 0.4))
    for index in range(columns * rows):
        x, y = index % columns * cw, h * 0.03 + index // columns * ch
        bright = chance.random() < 0.42
        glass = chance.choice(lit) if bright else mix(wall, (0, 0, 0), 0.35)
        c.rect(x + cw * 0.18, y + ch * 0.14, cw * 0.64, ch * 0.74, mix(wall, (255, 255, 255), 0.12))
        c.rect(x + cw * 0.22, y + ch * 0.17, cw * 0.56, ch * 0.66, glass)
        if bright and chance.random() < 0.55:
            px = x + cw * chance.uniform(0.36, 0.64)
            shade = mix(glass, p.ink if not p.is_dark else p.ground, 0.85)
            c.circle(px, y + ch * 0.5, cw * 0.075, shade)
            c.pie(px, y + ch * 0.83, cw * 0.15, 180, 360, shade)
            c.rect(px - cw * 0.15, y + ch * 0.72, cw * 0.3, ch * 0.11, shade, cw * 0.08)
        c.rect(x + cw * 0.49, y + ch * 0.17, cw * 0.02, ch * 0.66, mix(wall, (255, 255, 255), 0.12))
        c.rect(x + cw * 0.15, y + ch * 0.85, cw * 0.7, ch * 0.05, mix(wall, (255, 255, 255), 0.2))
    title(c, job, HEAVY_SERIF, w * 0.04, h * 0.815, w * 0.7, h * 0.1, lit[2], upper=False, most=1)
    footer(c, job, lit[2], min(w, h) * 0.05)


def mounted(composition: Composition) -> Artist:
    """Hang it on a wall, portrait, with the afternoon's shadow."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        wall = mix(p.soft, p.ground, 0.4)
        c = job.sheet(wall)
        c.gradient(0, 0, c.width, 1200, mix(wall, (255, 255, 255), 0.14), mix(wall, (0, 0, 0), 0.12))
        paper = c.fresh(792, 1086, p.ground)
        composition(paper, job, p)
        c.lay(paper, c.width / 2 - 396, 57, shadow=0.5, drop=22)
        return c.finish(8)

    return artist


def paired(composition: Composition) -> Artist:
    """Two of a series, side by side, the second with its inks changed about."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        wall = mix(p.ink, p.ground, 0.88) if not p.is_dark else mix(p.ground, (255, 255, 255), 0.08)
        c = job.sheet(wall)
        width = min(726.0, (c.width - 130) / 2)
        height = width * 1.4
        for index, palette in enumerate((p, p.led_by(1))):
            paper = c.fresh(width, height, p.ground)
            composition(paper, job, palette)
            x = c.width / 2 + (20 if index else -width - 20)
            c.lay(paper, x, (1200 - height) / 2 + (22 if index else -22), shadow=0.42)
        return c.finish(8)

    return artist


def full(composition: Composition) -> Artist:
    """Let it fill the whole sheet."""

    def artist(job: Job) -> Image.Image:
        c = job.sheet()
        composition(c, job, job.palette)
        return c.finish(8)

    return artist


STYLES: tuple[Artist, ...] = (
    mounted(rays),
    full(swiss),
    paired(tiles),
    mounted(hills),
    full(haze),
    paired(refrain),
    mounted(cutouts),
    full(orbits),
    paired(crop),
    mounted(pulse),
    full(facade),
    mounted(flower),
)
