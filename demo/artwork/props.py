"""Things that stand in landscapes and on tables, each drawn around the point it stands on or hangs from."""

import random

from demo.artwork.canvas import Canvas, Point, petal, polar, smooth
from demo.artwork.palettes import Colour, Palette, lightness, mix

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)


def night_of(p: Palette) -> Colour:
    """The palette's darkest colour."""
    return min((p.ground, p.ink, *p.inks), key=lightness)


def light_of(p: Palette) -> Colour:
    """The palette's lightest colour."""
    return max((p.ground, p.ink, *p.inks), key=lightness)


def ridge(chance: random.Random, width: float, y: float, height: float, points: int) -> list[Point]:
    """A hilly line from edge to edge."""
    return smooth(
        [(width * (index - 1) / (points - 3), y + chance.uniform(-height, height)) for index in range(points)]
    )


def cloud(c: Canvas, x: float, y: float, size: float, fill: Colour) -> None:
    """A flat-bottomed cloud."""
    for dx, dy, r in ((-0.55, 0.0, 0.28), (-0.18, -0.2, 0.4), (0.28, -0.1, 0.34), (0.62, 0.02, 0.24)):
        c.circle(x + dx * size, y + dy * size, r * size, fill)
    c.rect(x - 0.72 * size, y, 1.46 * size, 0.27 * size, fill, 0.13 * size)


def fir(c: Canvas, x: float, y: float, height: float, fill: Colour, lit: Colour) -> None:
    """A fir of three tiers, lit from the right."""
    c.rect(x - height * 0.035, y - height * 0.14, height * 0.07, height * 0.14, mix(fill, BLACK, 0.35))
    for tier in range(3):
        top, low, half = y - height * (1 - tier * 0.24), y - height * (0.52 - tier * 0.2), height * (0.16 + tier * 0.06)
        c.poly([(x, top), (x + half, low), (x - half, low)], fill)
        c.poly([(x, top), (x + half, low), (x, low)], lit)


def round_tree(c: Canvas, x: float, y: float, height: float, fill: Colour, trunk: Colour) -> None:
    """A tree as a child would wish it."""
    c.rect(x - height * 0.03, y - height * 0.5, height * 0.06, height * 0.5, trunk)
    c.ellipse(x, y - height * 0.66, height * 0.26, height * 0.36, fill)
    c.ellipse(x + height * 0.07, y - height * 0.7, height * 0.17, height * 0.26, mix(fill, WHITE, 0.12))


def house(c: Canvas, x: float, y: float, width: float, height: float, wall: Colour, roof: Colour, p: Palette) -> None:
    """A gabled house on its ground line, two windows and a door."""
    c.rect(x, y - height, width, height, wall)
    c.rect(x + width * 0.5, y - height, width * 0.5, height, mix(wall, BLACK, 0.07))
    c.poly([(x - width * 0.08, y - height), (x + width / 2, y - height * 1.55), (x + width * 1.08, y - height)], roof)
    c.poly(
        [(x + width / 2, y - height * 1.55), (x + width * 1.08, y - height), (x + width / 2, y - height)],
        mix(roof, BLACK, 0.14),
    )
    c.rect(x + width * 0.72, y - height * 1.55, width * 0.1, height * 0.34, roof)
    pane = mix(p.third, WHITE, 0.25)
    for dx in (0.16, 0.6):
        c.rect(x + width * dx, y - height * 0.8, width * 0.22, height * 0.3, pane)
        c.rect(x + width * (dx + 0.1), y - height * 0.8, width * 0.02, height * 0.3, wall)
    c.rect(x + width * 0.38, y - height * 0.4, width * 0.22, height * 0.4, mix(roof, BLACK, 0.35), width * 0.03)


def boat(c: Canvas, x: float, y: float, size: float, sail: Colour, second: Colour, hull: Colour) -> None:
    """A small yacht under two sails."""
    c.poly(
        [(x - size * 0.02, y - size), (x - size * 0.02, y - size * 0.1), (x - size * 0.42, y - size * 0.1)],
        mix(sail, BLACK, 0.06),
    )
    c.poly(
        [(x + size * 0.03, y - size * 0.86), (x + size * 0.03, y - size * 0.1), (x + size * 0.34, y - size * 0.1)],
        second,
    )
    c.poly(
        [
            (x - size * 0.46, y - size * 0.06),
            (x + size * 0.44, y - size * 0.06),
            (x + size * 0.3, y + size * 0.1),
            (x - size * 0.32, y + size * 0.1),
        ],
        hull,
    )


def lighthouse(
    c: Canvas, x: float, y: float, height: float, wall: Colour, band: Colour, dark: Colour, lamp: Colour
) -> None:
    """A banded tower whose lamp is lit."""
    low, top = height * 0.105, height * 0.07
    for index in range(6):
        a, b = index / 6, (index + 1) / 6
        left, right = low + (top - low) * a, low + (top - low) * b
        ya, yb = y - height * 0.78 * a, y - height * 0.78 * b
        colour = band if index % 2 else wall
        c.poly([(x - left, ya), (x + left, ya), (x + right, yb), (x - right, yb)], colour)
        c.poly(
            [(x + left * 0.25, ya), (x + left, ya), (x + right, yb), (x + right * 0.25, yb)], mix(colour, BLACK, 0.12)
        )
    lantern = y - height * 0.78
    c.glow(x, lantern - height * 0.07, height * 0.5, lamp, 0.75)
    c.rect(x - top * 1.45, lantern - height * 0.02, top * 2.9, height * 0.03, dark)
    c.rect(x - top * 0.75, lantern - height * 0.13, top * 1.5, height * 0.11, lamp)
    c.rect(x - top * 0.08, lantern - height * 0.13, top * 0.16, height * 0.11, dark)
    c.pie(x, lantern - height * 0.125, top * 1.1, 180, 360, dark)


def gull(c: Canvas, x: float, y: float, size: float, fill: Colour) -> None:
    """A bird far away."""
    points = [
        (x - size * 2, y - size * 0.6),
        (x - size, y - size),
        (x, y),
        (x + size, y - size),
        (x + size * 2, y - size * 0.6),
    ]
    c.curve(points, size * 0.32, fill)


def tower(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    wall: Colour,
    lamp: Colour,
    chance: random.Random,
    lit: float,
) -> None:
    """A building with a grid of windows, some lit."""
    c.rect(x, y - height, width, height + 1, wall)
    form = chance.randrange(4)
    if form == 0:
        c.poly([(x, y - height), (x + width / 2, y - height - width * 0.6), (x + width, y - height)], wall)
    elif form == 1:
        c.rect(x + width * 0.46, y - height - width * 0.7, width * 0.08, width * 0.7, wall)
    elif form == 2:
        c.pie(x + width / 2, y - height + 1, width / 2, 180, 360, wall)
    if not lit:
        return
    pane, gap = width * 0.11, width * 0.21
    for row in range(int(height / gap) - 1):
        for column in range(4):
            if chance.random() < lit:
                left = x + width * 0.1 + column * gap
                c.rect(
                    left, y - height + gap * (row + 0.6), pane, pane * 1.25, mix(wall, lamp, chance.uniform(0.45, 1))
                )


def bloom(c: Canvas, x: float, y: float, r: float, fill: Colour, heart: Colour, form: int, angle: float) -> None:
    """One flower's head: daisy, tulip or poppy."""
    if form == 0:
        for index in range(9):
            c.poly(petal(x, y, r, r * 0.5, index * 40 + angle), fill)
        c.circle(x, y, r * 0.3, heart)
    elif form == 1:
        for turn in (-26, 26, 0):
            c.poly(
                petal(*polar(x, y, -r * 0.5, angle), r * 1.5, r * 0.78, angle + turn),
                mix(fill, WHITE, 0.15) if turn else fill,
            )
    else:
        for index in range(5):
            c.circle(*polar(x, y, r * 0.5, index * 72 + angle), r * 0.52, fill if index % 2 else mix(fill, WHITE, 0.1))
        c.circle(x, y, r * 0.42, mix(fill, heart, 0.45))
        c.circle(x, y, r * 0.2, heart)


def cactus(c: Canvas, x: float, y: float, size: float, fill: Colour) -> None:
    """A saguaro with its arms up."""
    line = size * 0.17
    c.line([(x, y), (x, y - size)], line, fill)
    for side, low, high in ((-1, 0.4, 0.78), (1, 0.52, 0.9)):
        c.line(
            [(x, y - size * low), (x + side * size * 0.26, y - size * low), (x + side * size * 0.26, y - size * high)],
            line * 0.72,
            fill,
        )
    c.line([(x + line * 0.2, y - size * 0.08), (x + line * 0.2, y - size * 0.95)], line * 0.1, mix(fill, WHITE, 0.25))


def balloon(c: Canvas, x: float, y: float, r: float, first: Colour, second: Colour, dark: Colour) -> None:
    """A hot-air balloon in gores of two colours."""
    if first == second:
        second = mix(first, WHITE, 0.6)
    neck = y + r * 1.32
    for side in (-1, 1):
        c.line([(x + side * r * 0.2, neck), (x + side * r * 0.12, neck + r * 0.26)], r * 0.025, dark, caps=False)
    with c.clipped(
        x - r,
        y - r,
        2 * r,
        2.4 * r,
        lambda m: m.poly(
            [*[polar(x, y, r, a) for a in range(-215, 36, 8)], (x + r * 0.22, neck), (x - r * 0.22, neck)], (255,)
        ),
    ) as layer:
        layer.rect(x - r, y - r, 2 * r, 2.4 * r, first)
        for half in (0.72, 0.26):
            colour = second if half > 0.5 else first
            layer.ellipse(x, y + r * 0.12, r * half, r * 1.3, colour)
        layer.ellipse(x, y + r * 0.12, r * 0.09, r * 1.3, second)
    c.rect(x - r * 0.15, neck + r * 0.25, r * 0.3, r * 0.2, mix(dark, second, 0.35), r * 0.04)


def leaf(c: Canvas, x: float, y: float, length: float, angle: float, fill: Colour, form: int) -> None:
    """A leaf with its rib: plain, feathered or fanned."""
    rib = mix(fill, WHITE, 0.25)
    if form == 0:
        c.poly(petal(x, y, length, length * 0.36, angle), fill)
        c.line([(x, y), polar(x, y, length * 0.92, angle)], length * 0.012, rib)
        for step in range(1, 6):
            base = polar(x, y, length * step * 0.15, angle)
            for side in (-1, 1):
                c.line([base, polar(*base, length * 0.13, angle + side * 42)], length * 0.007, rib, caps=False)
    elif form == 1:
        c.line([(x, y), polar(x, y, length, angle)], length * 0.018, fill)
        for step in range(9):
            base = polar(x, y, length * (0.2 + step * 0.09), angle)
            for side in (-1, 1):
                c.poly(petal(*base, length * (0.36 - step * 0.025), length * 0.065, angle + side * 50), fill)
    else:
        c.line([(x, y), polar(x, y, length * 0.5, angle)], length * 0.02, fill)
        hub = polar(x, y, length * 0.5, angle)
        for step in range(9):
            c.poly(petal(*hub, length * 0.5, length * 0.085, angle + (step - 4) * 24), fill)


def saturn_ring(c: Canvas, x: float, y: float, r: float, angles: range, fill: Colour) -> None:
    """One half of a tilted ring: the far one is drawn before the planet, the near one after."""
    for reach, line in ((1.85, 0.1), (1.62, 0.035)):
        points = [polar(0, 0, 1, angle) for angle in angles]
        c.line(
            [(x + r * reach * px, y + r * (0.36 * reach / 1.85 * py - 0.3 * px)) for px, py in points], r * line, fill
        )


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
