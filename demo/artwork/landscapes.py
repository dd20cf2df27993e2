"""Eight wide views. Every one draws on a sheet of any shape and takes its light from the palette."""

import random

from demo.artwork.canvas import Canvas, Point, smooth, wave
from demo.artwork.palettes import Palette, lightness, mix, veil
from demo.artwork.props import (
    BLACK,
    WHITE,
    balloon,
    boat,
    cactus,
    cloud,
    fir,
    gull,
    house,
    light_of,
    lighthouse,
    night_of,
    ridge,
    round_tree,
    saturn_ring,
    tower,
)


def mountains(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A valley at first light: mist between the ranges, firs in front."""
    w, h = c.width, c.height
    dark, light = night_of(p), light_of(p)
    sky, haze = mix(p.first, light, 0.55), mix(p.second, light, 0.55)
    c.gradient(0, 0, w, h * 0.75, sky, haze)
    x = w * chance.uniform(0.3, 0.7)
    c.glow(x, h * 0.4, h * 0.5, WHITE, 0.55)
    c.circle(x, h * 0.36, h * 0.105, mix(p.third, WHITE, 0.6))
    for layer in range(4):
        share = layer / 3
        colour = mix(mix(haze, p.first, 0.35), mix(dark, p.first, 0.35), share)
        top = h * (0.46 + share * 0.25)
        points: list[Point] = [(-w * 0.05, top)]
        while points[-1][0] < w:
            step = w * chance.uniform(0.07, 0.16)
            rise = h * chance.uniform(0.06, 0.17) * (1 - share * 0.4)
            points += [(points[-1][0] + step * 0.6, top - rise), (points[-1][0] + step * 1.2, top + rise * 0.2)]
        c.poly([*points, (w, h), (0, h)], colour)
        for px, py in points[1::2]:
            c.poly(
                [
                    (px, py),
                    (px + w * 0.032, py + h * 0.06),
                    (px + w * 0.006, py + h * 0.05),
                    (px - w * 0.012, py + h * 0.075),
                    (px - w * 0.03, py + h * 0.06),
                ],
                mix(colour, WHITE, 0.5 - share * 0.3),
            )
        c.gradient(0, top + h * 0.09, w, h * 0.12, colour, mix(colour, haze, 0.3 * (1 - share)))
    floor = mix(dark, p.first, 0.18)
    c.poly([*ridge(chance, w, h * 0.87, h * 0.025, 8), (w, h), (0, h)], floor)
    for index in range(int(w / 58)):
        x = index * 58 + chance.uniform(-20, 20)
        if abs(x - w / 2) > w * 0.14:
            size = h * chance.uniform(0.13, 0.29)
            c_dark = mix(floor, BLACK, 0.2)
            fir(c, x, h * chance.uniform(0.94, 1.03), size, c_dark, mix(c_dark, p.first, 0.3))


def seaside(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A bay with sails, a lighthouse on its cliff and gulls."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.gradient(0, 0, w, h * 0.56, mix(p.third, light, 0.55), mix(p.second, light, 0.5))
    horizon = h * 0.54
    x = w * 0.33
    c.circle(x, horizon - h * 0.03, h * 0.15, mix(p.third, WHITE, 0.15))
    for _ in range(3):
        cloud(
            c,
            w * chance.uniform(0.05, 0.7),
            h * chance.uniform(0.08, 0.28),
            h * chance.uniform(0.07, 0.13),
            mix(p.third, WHITE, 0.78),
        )
    sea = p.first if lightness(p.first) < 0.72 else mix(p.first, dark, 0.4)
    c.gradient(0, horizon, w, h - horizon, mix(sea, light, 0.25), mix(sea, dark, 0.45))
    for row in range(22):
        y = horizon + h * 0.44 * (row / 22) ** 1.3 + h * 0.015
        reach = w * (0.02 + 0.05 * row / 22)
        middle = x + chance.uniform(-1, 1) * w * 0.09 * (0.4 + row / 22)
        c.rect(middle - reach, y, 2 * reach, h * (0.004 + 0.005 * row / 22), veil(mix(p.third, WHITE, 0.3), 0.75), 3)
        other = chance.uniform(0, w)
        c.rect(other - reach, y + h * 0.008, 2 * reach, h * 0.004, veil(WHITE, 0.16), 3)
    for dx, size in ((0.14, 0.13), (0.47, 0.2), (0.58, 0.09)):
        boat(c, w * dx, horizon + h * (0.03 + size * 0.6), h * size * 1.25, light, p.second, dark)
    cliff = smooth(
        [(w * 0.72, h * 1.02), (w * 0.75, h * 0.8), (w * 0.79, h * 0.66), (w * 0.88, h * 0.6), (w * 1.05, h * 0.585)]
    )
    c.poly([*cliff, (w * 1.05, h * 1.05)], mix(dark, p.first, 0.2))
    c.poly([*[(px, py) for px, py in cliff if py < h * 0.72], (w * 1.05, h * 0.66)], mix(dark, p.second, 0.35))
    lighthouse(c, w * 0.895, h * 0.61, h * 0.42, light, p.second, dark, mix(p.third, WHITE, 0.4))
    for _ in range(7):
        gull(
            c,
            w * chance.uniform(0.1, 0.8),
            h * chance.uniform(0.1, 0.4),
            h * chance.uniform(0.007, 0.014),
            mix(dark, light, 0.15),
        )


def skyline(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A city after dark, mirrored in its river."""
    w, h = c.width, c.height
    dark = mix(night_of(p), BLACK, 0.15)
    glow = p.second
    c.gradient(0, 0, w, h * 0.75, mix(dark, p.first, 0.4), mix(glow, p.third, 0.3))
    c.circle(w * 0.74, h * 0.24, h * 0.085, mix(p.third, WHITE, 0.5))
    shore = h * 0.74
    for layer, share in enumerate((0.72, 0.35, 0.0)):
        colour = mix(mix(dark, p.first, 0.2), glow, share * 0.7)
        x = -20.0
        while x < w:
            width = h * chance.uniform(0.055, 0.12)
            height = h * chance.uniform(0.14, 0.42) * (1.15 - layer * 0.24)
            tower(c, x, shore, width, height, colour, mix(p.third, WHITE, 0.2), chance, 0.0 if layer == 0 else 0.42)
            x += width + h * chance.choice((0.0, 0.004, 0.02))
    c.gradient(0, shore, w, h - shore, mix(glow, dark, 0.45), dark)
    for _ in range(70):
        y = shore + (h - shore) * chance.random()
        reach = h * chance.uniform(0.008, 0.05)
        c.rect(chance.uniform(0, w), y, reach, h * 0.0045, veil(chance.choice((p.third, glow, light_of(p))), 0.5), 2)
    c.rect(0, shore, w, h * 0.006, mix(dark, p.third, 0.4))


def village(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Roofs on rolling fields, a path between them."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.gradient(0, 0, w, h * 0.6, mix(p.first, light, 0.62), mix(p.third, light, 0.7))
    c.circle(w * 0.18, h * 0.2, h * 0.085, mix(p.third, WHITE, 0.1))
    for _ in range(4):
        cloud(
            c,
            w * chance.uniform(0.1, 0.95),
            h * chance.uniform(0.08, 0.3),
            h * chance.uniform(0.06, 0.12),
            mix(light, WHITE, 0.6),
        )
    green = mix(p.first, p.third, 0.35)
    for layer in range(4):
        share = layer / 3
        top = h * (0.45 + share * 0.3)
        field = mix(mix(green, light, 0.4), mix(green, dark, 0.42), share)
        crest = ridge(chance, w, top, h * 0.035, 7)
        c.poly([*crest, (w, h), (0, h)], field)
        for _ in range(3 if layer < 3 else 0):
            x = chance.uniform(0.04, 0.86) * w
            y = min(py for px, py in crest if abs(px - x) < w * 0.05) + h * 0.055
            size = h * (0.075 + share * 0.07)
            round_tree(c, x - size * 0.5, y, size * 2.1, mix(field, dark, 0.3), mix(dark, p.second, 0.3))
            house(
                c,
                x,
                y,
                size * 1.2,
                size * 0.85,
                chance.choice((light, mix(light, p.third, 0.35))),
                chance.choice((p.second, mix(p.second, dark, 0.25))),
                p,
            )
    c.blob(
        [
            (w * 0.44, h * 1.05),
            (w * 0.5, h * 0.9),
            (w * 0.62, h * 0.82),
            (w * 0.56, h * 0.76),
            (w * 0.585, h * 0.758),
            (w * 0.67, h * 0.82),
            (w * 0.6, h * 0.92),
            (w * 0.64, h * 1.05),
        ],
        mix(light, p.third, 0.3),
    )
    for index in range(12):
        x = w * index / 11 + chance.uniform(-30, 30)
        if not w * 0.36 < x < w * 0.7:
            round_tree(
                c,
                x,
                h * chance.uniform(0.98, 1.06),
                h * chance.uniform(0.2, 0.34),
                mix(green, dark, chance.uniform(0.35, 0.6)),
                dark,
            )


def desert(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Dunes and cacti under a huge low sun."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.gradient(0, 0, w, h * 0.7, mix(p.second, p.first, 0.3), mix(p.third, light, 0.35))
    x = w * 0.62
    for ring in range(3):
        c.circle(x, h * 0.5, h * (0.33 - ring * 0.06), veil(mix(p.third, WHITE, 0.25 + ring * 0.25), 0.55))
    for layer in range(4):
        share = layer / 3
        sand = mix(mix(p.third, p.second, 0.35), mix(p.second, dark, 0.62), share)
        c.poly([*ridge(chance, w, h * (0.56 + share * 0.28), h * (0.045 - share * 0.01), 6), (w, h), (0, h)], sand)
        if layer > 0:
            for _ in range(2):
                size = h * (0.1 + 0.16 * share) * chance.uniform(0.8, 1.2)
                cactus(
                    c,
                    chance.uniform(0.06, 0.94) * w,
                    h * (0.62 + share * 0.3),
                    size,
                    mix(mix(p.first, dark, 0.25), dark, share * 0.6),
                )


def balloons(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Balloons over a patchwork of fields."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.gradient(0, 0, w, h * 0.8, mix(p.first, light, 0.45), mix(p.third, light, 0.72))
    for _ in range(6):
        cloud(
            c,
            w * chance.uniform(0, 1),
            h * chance.uniform(0.1, 0.6),
            h * chance.uniform(0.06, 0.13),
            mix(p.first, WHITE, 0.82),
        )
    for layer in range(3):
        share = layer / 2
        field = mix(mix(p.first, light, 0.35), mix(p.first, dark, 0.45), share)
        crest = ridge(chance, w, h * (0.74 + share * 0.13), h * 0.035, 7)
        c.poly([*crest, (w, h), (0, h)], field)
        for index in range(9):
            left = w * index / 9
            c.line(
                [(left, h), (w / 2 + (left - w / 2) * 0.62, h * (0.79 + share * 0.13))],
                h * 0.004,
                mix(field, light, 0.22),
                caps=False,
            )
    places = [
        (0.3, 0.38, 0.2),
        (0.67, 0.3, 0.15),
        (0.84, 0.52, 0.09),
        (0.12, 0.6, 0.075),
        (0.5, 0.17, 0.06),
        (0.52, 0.6, 0.055),
    ]
    for index, (dx, dy, size) in enumerate(places):
        balloon(
            c,
            w * dx,
            h * dy,
            h * size,
            (p.second, p.third, p.first)[index % 3],
            (light, p.second, p.third)[(index + 1) % 3],
            dark,
        )


def tides(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Waves drawn as a printmaker cuts them, line by line, a small boat on top."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    paper = mix(light, p.third, 0.1)
    c.rect(0, 0, w, h, paper)
    c.circle(w * 0.7, h * 0.27, h * 0.13, p.second)
    boat(c, w * 0.36, h * 0.46, h * 0.26, mix(p.third, light, 0.2), p.second, dark)
    sea = p.first if lightness(p.first) < 0.65 else dark
    for row in range(7):
        y = h * (0.45 + row * 0.09)
        crest = wave(-20, y, w + 40, h * 0.035, w * (0.3 - row * 0.012), row * 1.7 + chance.random())
        c.poly([*crest, (w, h + 40), (0, h + 40)], mix(sea, dark, row / 9))
        for line in range(1, 4):
            c.line(
                [(px, py + h * 0.019 * line) for px, py in crest],
                h * (0.0042 - line * 0.0009),
                mix(paper, sea, 0.1 + line * 0.17),
                caps=False,
            )
    for _ in range(5):
        gull(c, w * chance.uniform(0.1, 0.9), h * chance.uniform(0.1, 0.3), h * chance.uniform(0.008, 0.014), dark)


def planets(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A ringed planet and its moons."""
    w, h = c.width, c.height
    dark = mix(night_of(p), BLACK, 0.3)
    c.gradient(0, 0, w, h, dark, mix(dark, p.first, 0.45))
    for _ in range(160):
        c.circle(
            chance.uniform(0, w),
            chance.uniform(0, h),
            chance.choice((1.2, 1.6, 2.2, 3.2)),
            mix(dark, WHITE, chance.uniform(0.3, 0.95)),
        )
    x, y, r = w * 0.46, h * 0.54, h * 0.28
    c.glow(x, y, r * 2, p.second, 0.35)
    saturn_ring(c, x, y, r, range(180, 361, 4), mix(mix(p.third, WHITE, 0.35), dark, 0.3))
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda m: m.circle(x, y, r, (255,))) as layer:
        for band in range(9):
            top = y - r + 2 * r * band / 9
            layer.poly(
                [*wave(x - r, top, 2 * r, r * 0.03, r * 1.3, band * 2.0), (x + r, y + r), (x - r, y + r)],
                mix((p.second, p.third, mix(p.second, p.third, 0.5))[band % 3], dark, 0.04 * band),
            )
        layer.circle(x + r * 0.2, y + r * 0.25, r * 0.17, mix(p.second, dark, 0.25))
        layer.ring(x - r * 0.42, y - r * 0.34, r * 1.9, r * 0.7, veil(dark, 0.32))
    saturn_ring(c, x, y, r, range(0, 181, 4), mix(p.third, WHITE, 0.35))
    for dx, dy, size, colour in (
        (0.83, 0.24, 0.085, p.first),
        (0.14, 0.2, 0.045, p.third),
        (0.77, 0.84, 0.03, p.second),
    ):
        c.circle(w * dx, h * dy, h * size, mix(colour, dark, 0.1))
        c.circle(w * dx - h * size * 0.25, h * dy - h * size * 0.25, h * size * 0.62, mix(colour, WHITE, 0.18))
