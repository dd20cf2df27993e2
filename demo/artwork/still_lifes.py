"""Four close views: things in a room, on a road, behind glass."""

import random

from demo.artwork.canvas import Canvas, petal, polar
from demo.artwork.palettes import Palette, mix, veil
from demo.artwork.props import (
    BLACK,
    WHITE,
    bloom,
    leaf,
    light_of,
    night_of,
)


def bouquet(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Flowers in a jug on a table, an orange beside it."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    wall = p.soft if not p.is_dark else mix(p.first, dark, 0.45)
    c.rect(0, 0, w, h, wall)
    c.rect(0, h * 0.74, w, h * 0.26, mix(p.third, light, 0.25))
    c.rect(0, h * 0.74, w, h * 0.012, mix(p.third, dark, 0.25))
    c.circle(w * 0.5, h * 0.42, h * 0.37, mix(wall, light, 0.42))
    x, y = w * 0.5, h * 0.6
    stem = mix(p.first, dark, 0.4)
    heads = []
    for index in range(9):
        angle = -90 + (index - 4) * 17 + chance.uniform(-5, 5)
        reach = h * (0.46 - 0.012 * abs(index - 4) ** 2) * chance.uniform(0.78, 1.0)
        heads.append((*polar(x, y, reach, angle), angle, index))
        c.curve([(x, y + h * 0.05), polar(x, y, reach * 0.5, angle * 0.96 - 3.6), heads[-1][:2]], h * 0.008, stem)
        c.poly(
            petal(*polar(x, y, reach * 0.45, angle), h * 0.13, h * 0.045, angle + chance.choice((-42, 42))),
            mix(stem, p.first, 0.5),
        )
    colours = (p.second, p.third, mix(p.second, light, 0.45), mix(p.first, light, 0.2))
    for hx, hy, angle, index in heads:
        bloom(
            c, hx, hy, h * chance.uniform(0.05, 0.083), colours[index % 4], mix(dark, p.third, 0.25), index % 3, angle
        )
    jug = p.first if p.first != wall else p.second
    c.blob(
        [
            (x - h * 0.075, h * 0.58),
            (x - h * 0.06, h * 0.64),
            (x - h * 0.13, h * 0.74),
            (x - h * 0.085, h * 0.85),
            (x + h * 0.085, h * 0.85),
            (x + h * 0.13, h * 0.74),
            (x + h * 0.06, h * 0.64),
            (x + h * 0.075, h * 0.58),
        ],
        jug,
    )
    c.curve([(x - h * 0.085, h * 0.7), (x, h * 0.715), (x + h * 0.085, h * 0.7)], h * 0.012, mix(jug, light, 0.6))
    c.curve([(x - h * 0.1, h * 0.745), (x, h * 0.765), (x + h * 0.1, h * 0.745)], h * 0.012, mix(jug, light, 0.6))
    for dx, size, colour in ((0.23, 0.058, p.second), (0.32, 0.045, p.third)):
        c.ellipse(x + h * dx, h * 0.865, h * size * 1.05, h * 0.012, mix(p.third, dark, 0.3))
        c.circle(x + h * dx, h * 0.865 - h * size, h * size, colour)
        c.circle(x + h * (dx - size * 0.3), h * 0.865 - h * size * 1.3, h * size * 0.26, mix(colour, WHITE, 0.4))


def bicycle(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A cargo bike with its box full, in front of a wall of colour."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    wall = p.soft if not p.is_dark else mix(p.first, dark, 0.3)
    c.rect(0, 0, w, h, wall)
    c.circle(w * 0.5, h * 0.46, h * 0.36, mix(p.third, light, 0.25))
    c.rect(0, h * 0.8, w, h * 0.2, mix(wall, dark, 0.16))
    for x in range(0, int(w), 170):
        c.rect(x + 20, h * 0.895, 90, h * 0.012, mix(wall, light, 0.6), 4)
    s, y, left, right = h * 0.6, h * 0.69, w * 0.5 - h * 0.44, w * 0.5 + h * 0.43
    for index, (dx, dy) in enumerate(((0.2, 0.42), (0.27, 0.45), (0.33, 0.4), (0.16, 0.38))):
        bloom(
            c,
            w * 0.5 + s * dx,
            h * dy + h * 0.02,
            h * 0.05,
            (p.second, light, p.third, p.second)[index],
            dark,
            index % 3,
            -90,
        )
        c.line(
            [(w * 0.5 + s * dx, h * dy + h * 0.05), (w * 0.5 + s * 0.25, h * 0.56)], h * 0.007, mix(p.first, dark, 0.4)
        )
    bx = w * 0.5 + s * 0.03
    c.poly([(bx, h * 0.51), (bx + s * 0.46, h * 0.51), (bx + s * 0.38, h * 0.7), (bx + s * 0.07, h * 0.7)], p.second)
    c.poly(
        [(bx, h * 0.51), (bx + s * 0.46, h * 0.51), (bx + s * 0.446, h * 0.545), (bx + s * 0.013, h * 0.545)],
        mix(p.second, BLACK, 0.15),
    )
    frame = p.first if p.first != wall else dark
    for cx, r in ((left, h * 0.125), (right, h * 0.1)):
        cy = h * 0.8 - r
        c.ring(cx, cy, r, h * 0.018, dark)
        c.ring(cx, cy, r - h * 0.022, h * 0.006, mix(light, dark, 0.25))
        for spoke in range(8):
            c.line(
                [(cx, cy), polar(cx, cy, r - h * 0.02, spoke * 45 + 10)], h * 0.0028, mix(dark, light, 0.35), caps=False
            )
        c.circle(cx, cy, h * 0.014, dark)
    crank, seat = (left + s * 0.3, y), (left + s * 0.17, h * 0.47)
    head, axle = (bx - s * 0.02, h * 0.46), (right, h * 0.7)
    rear = (left, h * 0.675)
    for run in (
        [rear, crank, (bx + s * 0.05, h * 0.715), axle],
        [rear, seat, crank],
        [seat, head],
        [crank, head, (bx + s * 0.02, h * 0.715)],
    ):
        c.line(run, h * 0.016, frame)
    c.line([head, (head[0] - s * 0.03, h * 0.38), (head[0] - s * 0.11, h * 0.375)], h * 0.014, dark)
    c.line([(seat[0] - s * 0.07, h * 0.445), (seat[0] + s * 0.06, h * 0.45)], h * 0.026, dark)
    c.ring(*crank, h * 0.035, h * 0.01, dark)
    c.line([(crank[0] - s * 0.05, crank[1] + h * 0.04), (crank[0] + s * 0.05, crank[1] - h * 0.04)], h * 0.01, dark)


def greenhouse(c: Canvas, p: Palette, chance: random.Random) -> None:
    """Large leaves in layers, light falling through."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.gradient(0, 0, w, h, mix(p.third, light, 0.5), mix(p.first, light, 0.3))
    c.glow(w * 0.5, h * 0.35, h * 0.55, WHITE, 0.6)
    for layer in range(3):
        share = layer / 2
        for index in range(9 + layer * 2):
            side = index % 2
            x = (
                w * (0.02 + 0.3 * chance.random() * (1 - share * 0.45))
                if side
                else w * (0.98 - 0.3 * chance.random() * (1 - share * 0.45))
            )
            y = h * chance.uniform(0.3, 1.1)
            angle = chance.uniform(-75, -15) if side else chance.uniform(-165, -105)
            tone = mix(mix(p.first, light, 0.3), mix(p.first, dark, 0.6), share * 0.75 + chance.uniform(0, 0.25))
            leaf(c, x, y, h * chance.uniform(0.26, 0.46), angle, tone, chance.randrange(3))
    bloom(c, w * 0.36, h * 0.62, h * 0.075, p.second, dark, 0, -90)
    bloom(c, w * 0.63, h * 0.5, h * 0.06, p.second, dark, 2, -90)
    bloom(c, w * 0.58, h * 0.8, h * 0.085, p.third, dark, 0, -70)


def loft(c: Canvas, p: Palette, chance: random.Random) -> None:
    """A table by a window: a pot, two cups, morning light on the floor."""
    w, h = c.width, c.height
    _window(c, p)
    table = mix(p.second, night_of(p), 0.15)
    c.rect(w * 0.5 - h * 0.48, h * 0.685, h * 0.96, h * 0.028, table, 6)
    for dx in (-0.42, 0.4):
        c.rect(w * 0.5 + h * dx, h * 0.71, h * 0.022, h * 0.22, mix(table, night_of(p), 0.3))
    _tea_for_two(c, p)
    _plant(c, p, chance)


def _window(c: Canvas, p: Palette) -> None:
    """Wall, floor, hills behind the panes, and the light that falls in."""
    w, h = c.width, c.height
    light, dark = light_of(p), night_of(p)
    c.rect(0, 0, w, h, mix(p.third, light, 0.55))
    c.rect(0, h * 0.78, w, h * 0.22, mix(p.second, dark, 0.45))
    fx, fw = w * 0.5 - h * 0.3, h * 0.6
    c.rect(fx - 14, h * 0.08, fw + 28, h * 0.5, light)
    c.gradient(fx, h * 0.095, fw, h * 0.47, mix(p.first, light, 0.5), mix(p.third, light, 0.5))
    for size, dx in ((0.1, 0.24), (0.14, 0.62)):
        c.poly(
            [
                (fx + fw * (dx - size * 2), h * 0.565),
                (fx + fw * dx, h * (0.45 - size)),
                (fx + fw * (dx + size * 2), h * 0.565),
            ],
            mix(p.first, light, 0.2),
        )
    c.rect(fx + fw / 2 - 6, h * 0.08, 12, h * 0.5, light)
    c.rect(fx, h * 0.31, fw, 12, light)
    c.poly(
        [(fx - fw * 0.3, h), (fx + fw * 0.05, h * 0.8), (fx + fw * 0.5, h * 0.8), (fx + fw * 0.3, h)],
        veil(mix(p.third, WHITE, 0.5), 0.45),
    )


def _tea_for_two(c: Canvas, p: Palette) -> None:
    """A pot, and two cups that steam."""
    w, h, pot, dark = c.width, c.height, p.first, night_of(p)
    x, y = w * 0.5 - h * 0.06, h * 0.685
    c.arc(x - h * 0.12, y - h * 0.08, h * 0.065, 60, 300, h * 0.015, pot)
    c.poly(
        [
            (x + h * 0.07, y - h * 0.05),
            (x + h * 0.19, y - h * 0.15),
            (x + h * 0.2, y - h * 0.125),
            (x + h * 0.08, y - h * 0.0),
        ],
        pot,
    )
    c.ellipse(x, y - h * 0.075, h * 0.115, h * 0.076, pot)
    c.circle(x, y - h * 0.16, h * 0.016, mix(pot, dark, 0.3))
    c.pie(x, y - h * 0.115, h * 0.062, 180, 360, mix(pot, WHITE, 0.15))
    for dx in (0.24, 0.35):
        cx = w * 0.5 + h * dx
        c.arc(cx + h * 0.035, y - h * 0.034, h * 0.026, -90, 90, h * 0.008, p.second)
        c.pie(cx, y - h * 0.062, h * 0.048, 0, 180, p.second)
        c.rect(cx - h * 0.03, y - h * 0.022, h * 0.06, h * 0.022, p.second, 5)
        c.curve(
            [
                (cx, y - h * 0.09),
                (cx + h * 0.01, y - h * 0.115),
                (cx - h * 0.005, y - h * 0.14),
                (cx + h * 0.008, y - h * 0.165),
            ],
            h * 0.004,
            veil(WHITE, 0.85),
        )


def _plant(c: Canvas, p: Palette, chance: random.Random) -> None:
    """On the table's other end."""
    h, y = c.height, c.height * 0.685
    leaf_pot = c.width * 0.5 - h * 0.36
    for index in range(7):
        leaf(
            c,
            leaf_pot,
            y - h * 0.08,
            h * chance.uniform(0.13, 0.22),
            -90 + (index - 3) * 26,
            mix(p.first, night_of(p), 0.25 + 0.08 * (index % 3)),
            0,
        )
    c.poly(
        [
            (leaf_pot - h * 0.055, y - h * 0.09),
            (leaf_pot + h * 0.055, y - h * 0.09),
            (leaf_pot + h * 0.04, y),
            (leaf_pot - h * 0.04, y),
        ],
        p.second,
    )
