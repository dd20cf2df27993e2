"""Posters: a dozen compositions, hung on a wall, paired, or filling the sheet."""

from PIL import Image

from demo.artwork.canvas import Canvas, petal, polar, wave
from demo.artwork.compositions import (
    DATES,
    Composition,
    crop,
    footer,
    haze,
    orbits,
    pulse,
    refrain,
    swiss,
    tiles,
    title,
)
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    CONDENSED,
    HEAVY_ITALIC,
    HEAVY_SERIF,
    TEXT,
    write,
    write_up,
)
from demo.artwork.palettes import Palette, mix
from demo.artwork.props import ridge, seaweed


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
