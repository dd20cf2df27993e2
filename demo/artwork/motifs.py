"""Motifs that repeat without a seam: a tile is drawn once, with whatever leaves one side coming back on the other."""

import math
import random
from collections.abc import Callable
from functools import partial

from demo.artwork.canvas import Canvas, petal, polar, regular, wave
from demo.artwork.palettes import Colour, Palette, mix
from demo.artwork.props import seaweed

Motif = Callable[[Canvas, Palette, random.Random, float], Canvas]
"""Given a sheet, a palette, chance and a scale, draws one tile."""

Stamp = Callable[[Canvas, float, float], None]


def repeat(c: Canvas, tile: Canvas, dx: float = 0.0, dy: float = 0.0) -> None:
    """Cover the sheet with a tile, whole pixels apart so that no seam shows."""
    across, down = tile.image.size
    for left in range(-round(dx * c.scale) % across - across, c.image.width, across):
        for top in range(-round(dy * c.scale) % down - down, c.image.height, down):
            c.image.paste(tile.image, (left, top))


def wrapped(tile: Canvas, x: float, y: float, stamp: Stamp) -> None:
    """Draw something that may cross the tile's sides: once for each neighbour."""
    for dx in (-tile.width, 0.0, tile.width):
        for dy in (-tile.height, 0.0, tile.height):
            stamp(tile, x + dx, y + dy)


def spot(c: Canvas, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
    """An ellipse, as a stamp."""
    c.ellipse(x, y, rx, ry, fill)


def frond(c: Canvas, x: float, y: float, r: float, fill: Colour, state: int) -> None:
    """A cut-out frond, as a stamp that always comes out alike."""
    seaweed(c, x, y, r, fill, random.Random(state))


def scales(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Fans of concentric rings, as on Japanese waves."""
    r = 60 * k
    tile = c.fresh(2 * r, r, p.ground)
    rings = (p.first, p.ground, p.second, p.ground, p.third)
    for row in range(-1, 4):
        for column in range(-1, 3):
            x, y = column * 2 * r + (r if row % 2 else 0), row * r / 2 + r / 2
            for index, colour in enumerate(rings):
                tile.circle(x, y, r * (1 - index * 0.19), colour)
    return tile


def terrazzo(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Chips of stone in a pale ground."""
    side = 560 * k
    tile = c.fresh(side, side, mix(p.ground, (255, 255, 255), 0.3) if not p.is_dark else p.ground)
    for index in range(95):
        x, y, r = chance.uniform(0, side), chance.uniform(0, side), side * chance.choice((0.014, 0.022, 0.034, 0.05))
        corners = [chance.uniform(0.6, 1.15) for _ in range(5)]
        turn = chance.uniform(0, 360)
        colour = (p.first, p.second, p.third, p.soft, mix(p.ink, p.ground, 0.25))[index % 5]

        def chip(
            t: Canvas,
            cx: float,
            cy: float,
            r: float = r,
            turn: float = turn,
            corners: list[float] = corners,
            colour: Colour = colour,
        ) -> None:
            t.poly([polar(cx, cy, r * reach, turn + corner * 72) for corner, reach in enumerate(corners)], colour)

        wrapped(tile, x, y, chip)
    return tile


def maze(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Quarter arcs, turned at random, that join into endless ways."""
    cells, side = 6, 92 * k
    tile = c.fresh(cells * side, cells * side, p.first)
    line = p.on(p.first)
    for row in range(cells):
        for column in range(cells):
            x, y = column * side, row * side
            turned = chance.random() < 0.5
            corners = ((x, y), (x + side, y + side)) if turned else ((x + side, y), (x, y + side))
            starts = (0, 180) if turned else (90, 270)
            for (cx, cy), start in zip(corners, starts, strict=True):
                for radius, colour in ((0.5 + 0.17, line), (0.5 + 0.06, p.second)):
                    tile.arc(cx, cy, side * radius, start, start + 90, side * (0.34 if radius > 0.6 else 0.12), colour)
    return tile


def sprigs(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Twigs and berries, tossed."""
    side = 330 * k
    tile = c.fresh(side, side, p.ground)
    places = ((0.25, 0.28, -70), (0.75, 0.22, -120), (0.5, 0.72, -35), (0.05, 0.78, -100))
    for index, (fx, fy, angle) in enumerate(places):
        colour = (p.first, p.second, mix(p.first, p.ink, 0.35), p.third)[index]

        def twig(t: Canvas, x: float, y: float, angle: int = angle, colour: Colour = colour) -> None:
            root = polar(x, y, side * 0.17, angle + 180)
            t.line([root, polar(x, y, side * 0.17, angle)], side * 0.012, colour)
            for step in range(5):
                base = polar(*root, side * (0.06 + step * 0.062), angle)
                for turn in (-1, 1):
                    t.poly(petal(*base, side * (0.13 - step * 0.014), side * 0.05, angle + turn * 50), colour)

        wrapped(tile, fx * side, fy * side, twig)
    for index in range(9):
        r = side * chance.choice((0.014, 0.02))
        berry = partial(spot, rx=r, ry=r, fill=(p.third, p.second)[index % 2])
        wrapped(tile, chance.uniform(0, side), chance.uniform(0, side), berry)
    return tile


def oak(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """The grain of a plank: lines that swerve around knots and close up again."""
    side, lines = 600 * k, 46
    ground = p.soft if not p.is_dark else p.ground
    tile = c.fresh(side, side, ground)
    ink = p.on(ground) if p.is_dark else mix(p.first, p.ink, 0.2)
    knots = [(chance.uniform(0.1, 0.9), chance.uniform(0.05, 0.95), chance.uniform(0.03, 0.075)) for _ in range(4)]
    for line in range(lines):
        base = (line + 0.5) / lines
        for shift in (-1, 0, 1):
            points = []
            for step in range(41):
                along = step / 40
                x = base + shift + 0.013 * math.sin(math.tau * (along * 2 + base * 3))
                for kx, ky, size in knots:
                    away = (along - ky + 0.5) % 1 - 0.5
                    near = (base - kx + 0.5) % 1 - 0.5
                    push = size * math.exp(-((away / 0.13) ** 2)) * math.exp(-((near / 0.16) ** 2))
                    x += math.copysign(push, near)
                points.append((x * side, along * side))
            tile.line(points, side * (0.0042 if line % 3 else 0.0085), ink, caps=False)
    for kx, ky, size in knots:
        for ring in range(3):
            r = size * side * (0.62 - ring * 0.2)
            eye = partial(spot, rx=r * 0.66, ry=r * 1.5, fill=ink if ring % 2 == 0 else ground)
            wrapped(tile, kx * side, ky * side, eye)
    return tile


def elements(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Half discs and triangles on a grid, four turns that meet."""
    cells, side = 4, 130 * k
    tile = c.fresh(cells * side, cells * side, p.ground)
    colours = (p.first, p.second, p.third, p.ink, p.soft)
    for row in range(cells):
        for column in range(cells):
            x, y = column * side, row * side
            back, front = chance.sample(colours, 2)
            tile.rect(x, y, side, side, back)
            form = chance.randrange(4)
            if form == 0:
                tile.pie(x + side / 2, y + side, side / 2, 180, 360, front)
                tile.pie(x + side / 2, y + side / 2, side / 2, 180, 360, mix(front, back, 0.5))
            elif form == 1:
                tile.poly([(x, y), (x + side, y + side), (x, y + side)], front)
            elif form == 2:
                tile.circle(x + side / 2, y + side / 2, side * 0.34, front)
                tile.circle(x + side / 2, y + side / 2, side * 0.13, back)
            else:
                tile.poly([(x, y), (x + side / 2, y + side / 2), (x, y + side)], front)
                tile.poly([(x + side, y), (x + side / 2, y + side / 2), (x + side, y + side)], front)
    return tile


def daisies(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """A chequerboard with a flower in every square."""
    side = 150 * k
    tile = c.fresh(2 * side, 2 * side, p.first)
    tile.rect(0, 0, side, side, p.ground)
    tile.rect(side, side, side, side, p.ground)
    for row in range(2):
        for column in range(2):
            x, y = (column + 0.5) * side, (row + 0.5) * side
            on_ground = (row + column) % 2 == 0
            fill, heart = (p.second, p.third) if on_ground else (p.ground, p.third)
            for index in range(8):
                tile.circle(*polar(x, y, side * 0.23, index * 45), side * 0.1, fill)
            tile.circle(x, y, side * 0.16, fill)
            tile.circle(x, y, side * 0.1, heart)
    return tile


def cubes(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Stacked cubes in three tones."""
    r = 76 * k
    half = r * math.sqrt(3) / 2
    tile = c.fresh(2 * half, 3 * r, p.ground)
    tones = (p.third, p.first, mix(p.first, p.ink, 0.45))
    for x, y in ((half, r), (0, 2.5 * r), (2 * half, 2.5 * r), (0, -0.5 * r), (2 * half, -0.5 * r)):
        corners = regular(x, y, r, 6)
        for face, tone in enumerate(tones):
            first = face * 2 - 1
            tile.poly([(x, y), corners[first % 6], corners[(first + 1) % 6], corners[(first + 2) % 6]], tone)
    return tile


def ripples(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Bands of waves in a rhythm of colours."""
    colours = (p.first, p.ground, p.second, p.ground, p.third, p.soft)
    band, period = 44 * k, 260 * k
    tile = c.fresh(period, band * len(colours), p.ground)
    for index in range(-2, len(colours) + 3):
        crest = wave(0, index * band, period, band * 0.62, period)
        tile.poly(
            [*crest, (period, index * band + band * 2), (0, index * band + band * 2)], colours[index % len(colours)]
        )
    return tile


def azulejo(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """A glazed tile of eightfold symmetry."""
    side = 210 * k
    tile = c.fresh(side, side, mix(p.ground, (255, 255, 255), 0.4) if not p.is_dark else p.ground)
    middle = side / 2
    for corner in ((0.0, 0.0), (side, 0.0), (0.0, side), (side, side)):
        for radius, colour in ((0.46, p.first), (0.38, tile_ground(p)), (0.3, p.second), (0.16, p.ink)):
            tile.circle(*corner, side * radius, colour)
    for index in range(8):
        tile.poly(petal(middle, middle, side * 0.33, side * 0.14, index * 45), p.first if index % 2 else p.third)
    tile.circle(middle, middle, side * 0.075, p.second)
    for x, y in ((middle, 0.0), (middle, side), (0.0, middle), (side, middle)):
        tile.poly(regular(x, y, side * 0.055, 4), p.ink)
    tile.frame(0, 0, side, side, max(1.2, side * 0.006), mix(p.ground, p.ink, 0.25))
    return tile


def tile_ground(p: Palette) -> Colour:
    """The glaze between the rings."""
    return mix(p.ground, (255, 255, 255), 0.4) if not p.is_dark else p.ground


def fronds(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Cut-paper fronds in a half drop."""
    side = 300 * k
    tile = c.fresh(side, 2 * side, p.second)
    on = p.on(p.second)
    for x, y, colour in ((0.5, 0.5, on), (0.0, 1.5, p.first)):
        # Each neighbour's copy must turn out the same, so every copy starts its chance anew.
        wrapped(tile, x * side, y * side, partial(frond, r=side * 0.62, fill=colour, state=chance.getrandbits(32)))
    return tile


def confetti(c: Canvas, p: Palette, chance: random.Random, k: float) -> Canvas:
    """Dashes, rings, crosses and squiggles, as a schoolbook of the eighties."""
    side = 480 * k
    tile = c.fresh(side, side, p.ground)
    cells = 5
    for index in range(cells * cells):
        x = (index % cells + 0.5 + chance.uniform(-0.16, 0.16)) * side / cells
        y = (index // cells + 0.5 + chance.uniform(-0.16, 0.16)) * side / cells
        form, turn = chance.randrange(5), chance.uniform(0, 180)
        colour = (p.first, p.second, p.third, p.ink)[chance.randrange(4)]

        def stamp(
            t: Canvas, cx: float, cy: float, form: int = form, turn: float = turn, colour: Colour = colour
        ) -> None:
            r = side * 0.055
            if form == 0:
                t.ring(cx, cy, r * 0.8, r * 0.3, colour)
            elif form == 1:
                t.line([polar(cx, cy, r, turn), polar(cx, cy, r, turn + 180)], r * 0.34, colour)
            elif form == 2:
                for angle in (turn, turn + 90):
                    t.line([polar(cx, cy, r * 0.8, angle), polar(cx, cy, r * 0.8, angle + 180)], r * 0.3, colour)
            elif form == 3:
                t.poly(regular(cx, cy, r, 3, turn), colour)
            else:
                t.curve(
                    [
                        polar(*polar(cx, cy, (step - 2) * r * 0.6, turn), r * 0.4 * (-1) ** step, turn + 90)
                        for step in range(5)
                    ],
                    r * 0.26,
                    colour,
                )

        wrapped(tile, x, y, stamp)
    return tile


MOTIFS: tuple[Motif, ...] = (
    scales,
    oak,
    terrazzo,
    maze,
    sprigs,
    elements,
    ripples,
    daisies,
    azulejo,
    fronds,
    cubes,
    confetti,
)
