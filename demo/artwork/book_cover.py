"""Book covers, standing or lying, each a composition of its own with title and author. Twelve hands."""

import random
from collections.abc import Callable

from PIL import Image

from demo.artwork.canvas import Canvas, petal, polar, smooth, wave
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    BLACK,
    BOOK,
    CONDENSED,
    DIDONE,
    GROTESK,
    HEAVY_ITALIC,
    HEAVY_SERIF,
    ITALIC,
    SERIF,
    SLIM,
    TEXT,
    WIDE,
    Face,
    fit,
    lines_of,
    write,
    write_up,
)
from demo.artwork.motifs import MOTIFS, repeat
from demo.artwork.palettes import Colour, Palette, lightness, mix, veil
from demo.artwork.props import light_of, lighthouse, night_of, ridge, seaweed
from demo.artwork.scenery import SCENES

AUTHORS = ("Anouk Vellard", "Tobias Renn", "Mirela Ostrow", "Caspar Lindqvane", "Odette Farrow", "Ilya Brandt-Marsh")
WHITE = (255, 255, 255)
WIDTH, HEIGHT = 720.0, 1040.0

Cover = Callable[[Canvas, Job, Palette], None]
"""Fills the front of a book."""


def author_of(job: Job) -> str:
    """An invented author, the same for every cover of one book."""
    return random.Random(job.brand).choice(AUTHORS)


def heading(
    c: Canvas,
    job: Job,
    face: Face,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: Colour,
    *,
    anchor: str = "m",
    upper: bool = False,
    leading: float = 0.98,
    most: int = 3,
    tracking: float = -10,
) -> float:
    """The title in a block from its top; returns where it ends."""
    lines = lines_of(job.brand.upper() if upper else job.brand, most)
    size = min(*(fit(c, line, face, width, 400, tracking) for line in lines), height / len(lines) / leading)
    for row, line in enumerate(lines):
        write(c, line, x, y + size * (0.74 + row * leading), face, size, fill, anchor=anchor + "s", tracking=tracking)
    return y + size * (0.74 + (len(lines) - 1) * leading)


def almost_empty(c: Canvas, job: Job, p: Palette) -> None:
    """One small thing on a wide ground."""
    c.rect(0, 0, WIDTH, HEIGHT, p.ground)
    heading(c, job, DIDONE, 70, 80, WIDTH - 140, 260, p.ink, anchor="l")
    x, y = WIDTH * 0.66, HEIGHT * 0.8
    c.line([(70, y), (WIDTH - 70, y)], 3, p.ink)
    c.poly([(x - 16, y), (x - 9, y - 120), (x + 9, y - 120), (x + 16, y)], p.first)
    c.rect(x - 13, y - 142, 26, 22, p.third)
    c.poly([(x - 16, y - 142), (x, y - 164), (x + 16, y - 142)], p.first)
    c.poly([(x - 13, y - 131), (70, y - 190), (70, y - 90)], veil(p.third, 0.35))
    write(c, author_of(job), 70, HEIGHT - 70, TEXT, 30, p.ink)


def beam(c: Canvas, job: Job, p: Palette) -> None:
    """A lamp in the dark; its light ends under the title."""
    dark, light = night_of(p), light_of(p)
    c.gradient(0, 0, WIDTH, HEIGHT, mix(dark, (0, 0, 0), 0.25), mix(dark, p.first, 0.4))
    x, y = WIDTH * 0.74, HEIGHT * 0.93
    c.poly([(x, HEIGHT * 0.527), (-40, HEIGHT * 0.38), (-40, HEIGHT * 0.72)], veil(mix(p.third, WHITE, 0.3), 0.85))
    lighthouse(c, x, y, HEIGHT * 0.46, light, p.second, dark, mix(p.third, WHITE, 0.4))
    ground = ridge(random.Random(job.seed), WIDTH, HEIGHT * 0.93, 14, 8)
    c.poly([*ground, (WIDTH, HEIGHT), (0, HEIGHT)], mix(dark, (0, 0, 0), 0.4))
    heading(c, job, HEAVY_SERIF, 60, 70, WIDTH - 120, HEIGHT * 0.27, light, anchor="l")
    write(c, author_of(job), 60, HEIGHT * 0.86, ITALIC, 44, light)


def pictured(c: Canvas, job: Job, p: Palette) -> None:
    """A landscape below, the title in its sky."""
    scene = SCENES[(0, 2, 4, 5, 6, 10)[job.seed % 6]]
    inner = c.fresh(WIDTH, HEIGHT * 0.66, p.ground)
    scene(inner, p, job.chance())
    paper = p.ground if not p.is_dark else p.ink
    ink = p.ink if not p.is_dark else p.ground
    c.rect(0, 0, WIDTH, HEIGHT, paper)
    c.lay(inner, 0, HEIGHT * 0.34)
    heading(c, job, SERIF, WIDTH / 2, 70, WIDTH - 130, HEIGHT * 0.19, ink, most=2)
    write(c, author_of(job), WIDTH / 2, HEIGHT * 0.31, TEXT, 30, mix(ink, paper, 0.2), anchor="ms", tracking=40)


def labelled(c: Canvas, job: Job, p: Palette) -> None:
    """A patterned cloth with a paper label."""
    repeat(c, MOTIFS[job.seed % len(MOTIFS)](c, p, job.chance(), 0.6))
    paper = p.ground if not p.is_dark else p.ink
    ink = p.ink if not p.is_dark else p.ground
    c.rect(WIDTH * 0.16, HEIGHT * 0.17, WIDTH * 0.68, HEIGHT * 0.36, paper, 4)
    c.frame(WIDTH * 0.16 + 14, HEIGHT * 0.17 + 14, WIDTH * 0.68 - 28, HEIGHT * 0.36 - 28, 3, ink)
    heading(c, job, HEAVY_ITALIC, WIDTH / 2, HEIGHT * 0.215, WIDTH * 0.54, HEIGHT * 0.2, ink)
    write(c, author_of(job), WIDTH / 2, HEIGHT * 0.488, TEXT, 28, ink, anchor="ms")


def shout(c: Canvas, job: Job, p: Palette) -> None:
    """Type as tall as the book."""
    c.rect(0, 0, WIDTH, HEIGHT, p.first)
    on = p.on(p.first)
    lines = lines_of(job.brand.upper(), 3)
    height = (HEIGHT - 210) / len(lines)
    y = 60.0
    for line in lines:
        size = min(fit(c, line, CONDENSED, WIDTH - 90, 900, -20), height / 0.76)
        y += size * 0.71
        write(c, line, 40, y, CONDENSED, size, on, tracking=-20)
        y += 26
    room = HEIGHT - 110 - y
    if room > 260:
        c.circle(WIDTH - 60 - room * 0.46, y + room * 0.48, room * 0.46, p.second if p.second != on else p.third)
    else:
        c.circle(WIDTH - 120, HEIGHT - 118, 74, p.second if p.second != on else p.third)
    write(c, author_of(job), 46, HEIGHT - 60, GROTESK, 34, on)


def setting(c: Canvas, job: Job, p: Palette) -> None:
    """A sun that sinks in slices."""
    c.gradient(0, 0, WIDTH, HEIGHT, mix(p.first, night_of(p), 0.35), mix(p.second, p.third, 0.25))
    x, y, r = WIDTH / 2, HEIGHT * 0.6, WIDTH * 0.34
    colour = mix(p.third, WHITE, 0.3)
    for slice_ in range(9):
        top = y - r + 2 * r * slice_ / 9
        with c.clipped(
            x - r, top, 2 * r, 2 * r / 9 * (1 - slice_ * 0.085), lambda m: m.circle(x, y, r, (255,))
        ) as layer:
            layer.rect(x - r, top, 2 * r, 2 * r / 9, colour)
    light = light_of(p)
    heading(c, job, SLIM, WIDTH / 2, 90, WIDTH - 150, HEIGHT * 0.16, light, upper=True, most=2, tracking=60)
    write(c, author_of(job), WIDTH / 2, HEIGHT - 74, TEXT, 32, light, anchor="ms", tracking=80)


def tall_letters(c: Canvas, job: Job, p: Palette) -> None:
    """The title climbs up the spine side; the rest is colour."""
    c.rect(0, 0, WIDTH, HEIGHT, p.third)
    c.rect(WIDTH * 0.4, 0, WIDTH * 0.6, HEIGHT, p.second)
    c.pie(WIDTH * 0.4, HEIGHT * 0.36, WIDTH * 0.44, -90, 90, p.first)
    c.pie(WIDTH * 0.4, HEIGHT * 0.36, WIDTH * 0.22, -90, 90, p.third)
    ink = p.on(p.third)
    size = min(190.0, 100 * (HEIGHT - 120) / max(1.0, fitted(c, job.brand, BLACK)))
    write_up(c, job.brand, WIDTH * 0.2 + size * 0.36, HEIGHT - 60, BLACK, size, ink, -20)
    write(c, author_of(job), WIDTH * 0.46, HEIGHT - 64, GROTESK, 34, p.on(p.second))


def fitted(c: Canvas, text: str, face: Face) -> float:
    """A line's width at a size of 100."""
    return face.font(100 * c.scale).getlength(text) / c.scale


def botanical(c: Canvas, job: Job, p: Palette) -> None:
    """Stems that frame the title."""
    ground = night_of(p)
    c.rect(0, 0, WIDTH, HEIGHT, ground)
    chance = job.chance("botanical")
    colours = [colour for colour in p.inks if colour != ground] or [p.soft]
    for index in range(26):
        side = index % 2
        y = HEIGHT * (index / 26) + 20
        x = -10.0 if side else WIDTH + 10
        angle = chance.uniform(-38, 38) + (0 if side else 180)
        length = WIDTH * chance.uniform(0.2, 0.34) * (0.75 + abs(index / 13 - 1) * 0.5)
        colour = mix(colours[index % len(colours)], ground, chance.uniform(0, 0.35))
        c.poly(petal(x, y, length, length * 0.34, angle), colour)
        c.line([(x, y), polar(x, y, length * 0.9, angle)], 2.4, mix(colour, ground, 0.4))
    for _ in range(14):
        side = chance.random() < 0.5
        x = chance.uniform(20, WIDTH * 0.2)
        c.circle(x if side else WIDTH - x, chance.uniform(40, HEIGHT - 40), chance.uniform(7, 15), p.third)
    light = light_of(p)
    end = heading(c, job, HEAVY_SERIF, WIDTH / 2, HEIGHT * 0.32, WIDTH * 0.54, HEIGHT * 0.28, light)
    write(c, author_of(job), WIDTH / 2, end + 80, ITALIC, 42, mix(light, ground, 0.15), anchor="ms")


def torn(c: Canvas, job: Job, p: Palette) -> None:
    """Two papers, the upper one torn."""
    c.rect(0, 0, WIDTH, HEIGHT, p.second)
    repeat(c, MOTIFS[6 if job.seed % 2 else 3](c, p.led_by(1), job.chance(), 0.5))
    chance = job.chance("torn")
    edge = [(-10 + step * 19, HEIGHT * 0.6 + chance.uniform(-13, 13) + 40 * (step / 40 - 0.5)) for step in range(41)]
    paper = p.ground if not p.is_dark else p.ink
    ink = p.ink if not p.is_dark else p.ground
    c.poly([*[(x, y + 12) for x, y in edge], (WIDTH, 0), (0, 0)], mix(paper, (0, 0, 0), 0.14))
    c.poly([*edge, (WIDTH, 0), (0, 0)], paper)
    heading(c, job, WIDE, 60, 90, WIDTH - 120, HEIGHT * 0.3, ink, anchor="l", leading=1.04)
    write(c, author_of(job), 62, HEIGHT * 0.52, BOOK, 40, ink)


def profile(c: Canvas, job: Job, p: Palette) -> None:
    """A face in profile, the sea inside of it."""
    paper = p.soft if not p.is_dark else p.ground
    c.rect(0, 0, WIDTH, HEIGHT, paper)
    w, top = WIDTH, HEIGHT * 0.33
    outline = smooth(
        [
            (w * 0.2, HEIGHT + 20),
            (w * 0.24, top + 470),
            (w * 0.14, top + 300),
            (w * 0.2, top + 110),
            (w * 0.42, top),
            (w * 0.66, top + 60),
            (w * 0.73, top + 170),
            (w * 0.725, top + 220),
            (w * 0.8, top + 310),
            (w * 0.74, top + 332),
            (w * 0.75, top + 372),
            (w * 0.725, top + 392),
            (w * 0.74, top + 424),
            (w * 0.7, top + 470),
            (w * 0.57, top + 490),
            (w * 0.56, top + 570),
            (w * 0.68, HEIGHT + 20),
        ]
    )
    with c.clipped(0, top - 40, w, HEIGHT - top + 40, lambda m: m.poly(outline, (255,))) as layer:
        layer.gradient(0, top - 40, w, HEIGHT - top + 40, p.second, p.third)
        layer.circle(w * 0.45, top + 190, 86, light_of(p))
        for row in range(6):
            y = top + 250 + row * 88
            layer.poly(
                [*wave(0, y, w, 16, 230, row * 2.0), (w, HEIGHT + 20), (0, HEIGHT + 20)],
                mix(p.first, night_of(p), row / 7),
            )
    ink = p.on(paper)
    heading(c, job, DIDONE, WIDTH / 2, 64, WIDTH - 110, HEIGHT * 0.17, ink, most=2)
    write(c, author_of(job), WIDTH / 2, 300, TEXT, 30, ink, anchor="ms", tracking=60)


def windows(c: Canvas, job: Job, p: Palette) -> None:
    """Nine windows; one is different."""
    c.rect(0, 0, WIDTH, HEIGHT, p.first)
    on = p.on(p.first)
    chosen = 4 + job.seed % 3
    unlit = mix(p.first, WHITE, 0.14) if lightness(p.first) < 0.3 else mix(p.first, night_of(p), 0.45)
    for index in range(9):
        x, y = 90 + index % 3 * 190, 360 + index // 3 * 205
        fill = p.third if index == chosen else unlit
        c.pie(x + 80, y + 74, 80, 180, 360, fill)
        c.rect(x, y + 73, 160.5, 96, fill)
        if index == chosen:
            c.circle(x + 80, y + 92, 25, night_of(p))
            c.pie(x + 80, y + 169, 52, 180, 360, night_of(p))
    heading(c, job, HEAVY_ITALIC, WIDTH / 2, 66, WIDTH - 130, 190, on, most=2)
    write(c, author_of(job), WIDTH / 2, 318, TEXT, 32, on, anchor="ms")


def fronds(c: Canvas, job: Job, p: Palette) -> None:
    """Paper cut-outs and a title in a box."""
    c.rect(0, 0, WIDTH, HEIGHT, p.ground)
    colours = (p.first, p.second, p.third, p.soft)
    chance = job.chance("fronds")
    for index in range(4):
        x, y = index % 2 * WIDTH / 2, index // 2 * HEIGHT / 2
        c.rect(x, y, WIDTH / 2 + 1, HEIGHT / 2 + 1, colours[index])
        seaweed(c, x + WIDTH / 4, y + HEIGHT / 4, WIDTH * 0.27, colours[(index + 1 + index % 2) % 4], chance)
    paper = p.ground if not p.is_dark else p.ink
    c.rect(WIDTH * 0.14, HEIGHT * 0.36, WIDTH * 0.72, HEIGHT * 0.28, paper)
    ink = p.ink if not p.is_dark else p.ground
    heading(c, job, GROTESK, WIDTH / 2, HEIGHT * 0.395, WIDTH * 0.6, HEIGHT * 0.15, ink, most=2)
    write(c, author_of(job), WIDTH / 2, HEIGHT * 0.61, TEXT, 28, ink, anchor="ms")


# --- The book -----------------------------------------------------------------------------------------------------


def standing(cover: Cover) -> Artist:
    """Standing on a table, turned a little so that its pages show."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        wall = mix(p.soft, p.ground, 0.25)
        c = job.sheet(wall)
        c.gradient(0, 0, c.width, 1200, mix(wall, WHITE, 0.16), mix(wall, (0, 0, 0), 0.12))
        front = c.fresh(WIDTH, HEIGHT, p.ground)
        cover(front, job, p)
        for x, width, strength in ((0.0, 16.0, 0.16), (16.0, 5.0, 0.3), (21.0, 24.0, 0.06)):
            front.rect(x, 0, width, HEIGHT, veil((0, 0, 0), strength))
        front.rect(45, 0, 8, HEIGHT, veil(WHITE, 0.12))
        x, y, depth = (c.width - WIDTH) / 2 - 20, 76.0, 46.0
        c.shadow(
            lambda m: m.rect(x, y + 10, WIDTH + depth + 30, HEIGHT, (255,)),
            x,
            y,
            WIDTH + depth + 30,
            HEIGHT + 10,
            blur=36,
            opacity=0.5,
            drop=26,
        )
        edge = (238, 232, 220)
        c.poly(
            [
                (x + WIDTH, y + 4),
                (x + WIDTH + depth, y + 20),
                (x + WIDTH + depth, y + HEIGHT - 18),
                (x + WIDTH, y + HEIGHT - 2),
            ],
            edge,
        )
        for line in range(1, 9):
            at = x + WIDTH + depth * line / 9
            c.line(
                [(at, y + 4 + 16 * line / 9), (at, y + HEIGHT - 4 - 16 * line / 9)],
                1.6,
                mix(edge, (90, 80, 70), 0.35),
                caps=False,
            )
        c.lay(front, x, y)
        return c.finish(8)

    return artist


def beside(cover: Cover) -> Artist:
    """The cover next to its colour variant, both flat."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        ground = mix(p.ink, p.ground, 0.9) if not p.is_dark else mix(p.ground, WHITE, 0.07)
        c = job.sheet(ground)
        gap = 60.0
        for place, palette in enumerate((p, p.led_by(2))):
            front = c.fresh(WIDTH, HEIGHT, p.ground)
            cover(front, job, palette)
            front.rect(0, 0, 14, HEIGHT, veil((0, 0, 0), 0.14))
            c.lay(front, c.width / 2 + (gap / 2 if place else -WIDTH - gap / 2), 80, shadow=0.42, drop=20)
        return c.finish(8)

    return artist


STYLES: tuple[Artist, ...] = (
    standing(almost_empty),
    standing(pictured),
    beside(shout),
    standing(beam),
    standing(labelled),
    beside(setting),
    standing(profile),
    beside(windows),
    standing(botanical),
    beside(tall_letters),
    standing(fronds),
    standing(torn),
)
