"""Twenty symbols that logos are built on. Each fits into a circle around (x, y) and takes its inks as given."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from demo.artwork.canvas import Canvas, petal, polar, regular, star, wave
from demo.artwork.lettering import BLACK, HEAVY_SERIF, ROUND_HEAVY, Face, write
from demo.artwork.palettes import Colour, Palette, mix, veil


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours a mark may use; `ground` is what lies behind it, for what is cut out."""

    main: Colour
    second: Colour
    third: Colour
    ground: Colour

    @classmethod
    def of(cls, palette: Palette, ground: Colour | None = None) -> "Inks":
        """The palette's inks, or reversed ones if they would vanish in the ground."""
        return cls(*palette.inks, ground or palette.ground)

    @classmethod
    def plain(cls, ink: Colour, ground: Colour) -> "Inks":
        """One colour in three strengths."""
        return cls(ink, mix(ink, ground, 0.32), mix(ink, ground, 0.6), ground)


Mark = Callable[[Canvas, float, float, float, Inks, str], None]
"""Draws itself: canvas, centre, radius, inks, and the initial that some of them show."""


def sun_over_water(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A low sun whose lower half turns into ripples."""
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda m: m.circle(x, y, r, (255,))) as layer:
        layer.rect(x - r, y - r, 2 * r, 2 * r, inks.main)
        layer.circle(x, y - r * 0.02, r * 0.52, inks.second)
        for row in range(5):
            top = y + r * (0.06 + row * 0.21)
            crest = wave(x - r, top, 2 * r, r * 0.05, r * 0.62, row * 1.9)
            layer.poly(
                [*crest, (x + r, top + r * 0.105), *reversed([(px, py + r * 0.1) for px, py in crest])], inks.main
            )
        layer.rect(x - r, y + r * 0.95, 2 * r, r * 0.1, inks.main)


def blossom(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Eight petals in two inks around a bright heart."""
    for index in range(8):
        c.poly(petal(x, y, r, r * 0.5, index * 45 + 22.5), inks.main if index % 2 else inks.second)
    c.circle(x, y, r * 0.2, inks.third)


def quarters(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Four tiles, each a quarter disc in another direction."""
    gap, side = r * 0.03, r * 0.93
    # Each quarter's centre is a corner of its tile, and the arc opens into the tile.
    for cx, cy, start, colour in (
        (x - gap - side, y - gap - side, 0, inks.main),
        (x + gap + side, y - gap - side, 90, inks.second),
        (x - gap, y + gap + side, 180, inks.third),
        (x + gap, y + gap, 0, inks.main),
    ):
        c.pie(cx, cy, side, start, start + 90, colour)
    c.circle(x + gap + side * 0.42, y + gap + side * 0.42, side * 0.17, inks.ground)


def seal(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """The initial cut out of a disc with a fine ring."""
    c.circle(x, y, r * 0.86, inks.main)
    c.ring(x, y, r, r * 0.045, inks.main)
    write(c, initial, x, y + r * 0.43, HEAVY_SERIF, r * 1.22, inks.ground, anchor="ms")


def arches(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Three gates within each other, standing on one line."""
    band = r * 0.25
    for index, colour in enumerate((inks.main, inks.second, inks.third)):
        radius = r - index * band * 1.22
        top = y - r * 0.1
        c.pie(x, top, radius, 180, 360, colour)
        c.rect(x - radius, top - 1, 2 * radius, r * 0.95, colour)
        inner = radius - band
        c.pie(x, top, inner, 180, 360, inks.ground)
        c.rect(x - inner, top - 1, 2 * inner, r * 0.97, inks.ground)
    core = r - 3 * band * 1.22
    c.pie(x, y - r * 0.1, core, 180, 360, inks.main)
    c.rect(x - core, y - r * 0.1 - 1, 2 * core, r * 0.95, inks.main)


def trio(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Three discs whose overlaps mix."""
    radius = r * 0.56
    for index, colour in enumerate((inks.main, inks.second, inks.third)):
        c.circle(*polar(x, y, r * 0.42, -90 + 120 * index), radius, veil(colour, 0.82))


def sprout(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Two leaves and a bud on one stem."""
    c.poly(petal(x, y + r * 0.35, r * 1.15, r * 0.62, -148), inks.main)
    c.poly(petal(x, y + r * 0.35, r * 1.15, r * 0.62, -32), inks.second)
    c.line([(x, y + r), (x, y + r * 0.2)], r * 0.11, inks.main)
    c.circle(x, y - r * 0.66, r * 0.26, inks.third)


def summit(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Two peaks and a sun in a round window."""
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda m: m.circle(x, y, r, (255,))) as layer:
        layer.rect(x - r, y - r, 2 * r, 2 * r, inks.third)
        layer.circle(x + r * 0.35, y - r * 0.3, r * 0.26, inks.second)
        layer.poly([(x - r * 1.1, y + r * 0.75), (x - r * 0.25, y - r * 0.45), (x + r * 0.7, y + r * 0.75)], inks.main)
        layer.poly(
            [(x - r * 0.1, y + r * 0.75), (x + r * 0.5, y), (x + r * 1.2, y + r * 0.75)],
            mix(inks.main, inks.ground, 0.28),
        )
        layer.poly(
            [
                (x - r * 0.25, y - r * 0.45),
                (x - r * 0.47, y - r * 0.14),
                (x - r * 0.28, y - r * 0.22),
                (x - r * 0.16, y - r * 0.1),
                (x - r * 0.02, y - r * 0.16),
            ],
            inks.ground,
        )
        layer.rect(x - r, y + r * 0.55, 2 * r, r * 0.5, inks.main)


def cube(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A cube seen from its corner, hollowed by a smaller one."""
    for factor, colours in (
        (1.0, (inks.second, inks.main, mix(inks.main, inks.ground, 0.25))),
        (0.46, (inks.ground, mix(inks.second, inks.ground, 0.45), inks.third)),
    ):
        corners = regular(x, y, r * factor, 6)
        for face, colour in enumerate(colours):
            first = face * 2 - 1
            c.poly([(x, y), corners[first % 6], corners[(first + 1) % 6], corners[(first + 2) % 6]], colour)


def burst(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Sixteen rays, long and short, around a disc."""
    for index in range(16):
        angle = index * 22.5
        reach = r if index % 2 == 0 else r * 0.74
        c.line(
            [polar(x, y, r * 0.46, angle), polar(x, y, reach - r * 0.05, angle)],
            r * 0.1,
            inks.main if index % 2 == 0 else inks.second,
        )
    c.circle(x, y, r * 0.31, inks.third)


def links(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Two rings that pass through each other."""
    radius, line = r * 0.62, r * 0.2
    left, right = x - r * 0.36, x + r * 0.36
    c.ring(left, y, radius, line, inks.main)
    c.ring(right, y, radius + line * 0.28, line * 1.56, inks.ground)
    c.ring(right, y, radius, line, inks.second)
    c.arc(left, y, radius + line * 0.28, 8, 80, line * 1.56, inks.ground)
    c.arc(left, y, radius, 2, 84, line, inks.main)


def striped_letter(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """The initial made of level bands that change colour on the way down."""
    bands = 7
    with c.clipped(
        x - r * 1.3, y - r * 1.1, r * 2.6, r * 2.2, lambda m: write_letter(m, initial, x, y, r, BLACK, (255,))
    ) as layer:
        for band in range(bands):
            share = band / (bands - 1)
            colour = mix(inks.main, inks.second, share)
            layer.rect(
                x - r * 1.3, y - r + 2 * r * band / bands, r * 2.6, 2 * r / bands * (0.86 - share * 0.36), colour
            )


def write_letter(c: Canvas, initial: str, x: float, y: float, r: float, face: Face, fill: Colour) -> None:
    """One capital that fills the circle's height."""
    write(c, initial, x, y + r * 0.97, face, r * 2.75, fill, anchor="ms")


def bird(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A bird of half and quarter discs."""
    c.pie(x - r * 0.02, y + r * 0.02, r * 0.78, 0, 180, inks.main)
    c.circle(x + r * 0.44, y - r * 0.16, r * 0.33, inks.main)
    c.rect(x + r * 0.11, y - r * 0.16, r * 0.65, r * 0.22, inks.main)
    c.poly([(x + r * 0.7, y - r * 0.34), (x + r * 1.04, y - r * 0.14), (x + r * 0.7, y)], inks.second)
    c.pie(x - r * 0.36, y + r * 0.02, r * 0.6, 270, 360, inks.third)
    c.poly([(x - r * 0.8, y + r * 0.02), (x - r * 1.02, y - r * 0.36), (x - r * 0.52, y + r * 0.02)], inks.second)
    c.circle(x + r * 0.5, y - r * 0.24, r * 0.06, inks.ground)


def seeds(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A sunflower's spiral, its dots growing outwards."""
    count = 84
    for index in range(1, count):
        share = math.sqrt(index / count)
        colour = inks.third if share < 0.36 else inks.second if share < 0.66 else inks.main
        c.circle(*polar(x, y, r * share * 0.93, index * 137.508), r * (0.028 + 0.05 * share), colour)


def sails(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A boat of three curved planes."""
    base = y + r * 0.42
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda m: m.rect(x - r, y - r, 2 * r, base - y + r, (255,))) as layer:
        layer.pie(x - r * 0.06 + r * 1.35, base, r * 1.35, 180, 270, inks.ground)
        layer.pie(x + r * 0.04, base, r * 0.86, 270, 360, inks.second)
        layer.pie(x - r * 0.04, base, r * 1.4, 180, 270, inks.main)
        layer.rect(x - r * 1.5, y - r, r * 0.62, 2 * r, inks.ground)
    c.pie(x, base + r * 0.08, r * 0.9, 10, 170, inks.third)


def moon(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A crescent that holds a star."""
    c.circle(x, y, r, inks.main)
    c.circle(x + r * 0.36, y - r * 0.16, r * 0.76, inks.ground)
    c.poly(smooth_star(x + r * 0.4, y - r * 0.14, r * 0.42), inks.second)


def smooth_star(x: float, y: float, r: float) -> list[tuple[float, float]]:
    """A four-pointed star with hollow sides, as light on water."""
    points = []
    for quarter in range(4):
        start, end = polar(x, y, r, quarter * 90 - 90), polar(x, y, r, quarter * 90)
        for step in range(12):
            t = step / 12
            # A quadratic curve whose control point lies near the centre.
            points.append(
                (
                    (1 - t) ** 2 * start[0]
                    + 2 * t * (1 - t) * (x + (start[0] + end[0] - 2 * x) * 0.08)
                    + t * t * end[0],
                    (1 - t) ** 2 * start[1]
                    + 2 * t * (1 - t) * (y + (start[1] + end[1] - 2 * y) * 0.08)
                    + t * t * end[1],
                )
            )
    return points


def pinwheel(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """Six half discs that turn."""
    for index in range(6):
        angle = index * 60
        centre = polar(x, y, r * 0.5, angle)
        colour = (inks.main, inks.second, inks.third)[index % 3]
        c.pie(*centre, r * 0.5, angle, angle + 180, colour)


def shell(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """A scallop of seven ribs on a small foot."""
    foot = y + r * 0.74
    for index in range(7):
        angle = -90 + (index - 3) * 24
        length = r * (1.55 - 0.1 * abs(index - 3))
        colour = inks.main if index % 2 else inks.second
        tip, side = polar(x, foot, length, angle), r * 0.27
        c.poly([(x, foot), polar(*tip, side, angle - 90), polar(*tip, side, angle + 90)], colour)
        c.circle(*tip, side, colour)
    c.pie(x, foot, r * 0.36, 180, 360, inks.third)
    c.rect(x - r * 0.36, foot - 1, r * 0.72, r * 0.16, inks.third)


def wave_letter(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """The initial standing in a tide that rises to its waist."""
    with c.clipped(x - r, y - r, 2 * r, 2 * r, lambda m: m.rect(x - r, y - r, 2 * r, 2 * r, (255,), r * 0.42)) as layer:
        layer.rect(x - r, y - r, 2 * r, 2 * r, inks.main)
        write(layer, initial, x, y + r * 0.58, ROUND_HEAVY, r * 1.6, inks.ground, anchor="ms")
        for index, colour in enumerate((inks.second, mix(inks.second, inks.main, 0.45))):
            crest = wave(x - r, y + r * (0.36 + index * 0.3), 2 * r, r * 0.09, r * 1.1, index * 2.1)
            layer.poly([*crest, (x + r, y + r), (x - r, y + r)], colour)


def compass(c: Canvas, x: float, y: float, r: float, inks: Inks, initial: str) -> None:
    """An eight-pointed rose, each point half light, half dark."""
    for turn, reach, colours in (
        (45.0, 0.66, (inks.third, inks.second)),
        (0.0, 1.0, (inks.main, mix(inks.main, inks.ground, 0.4))),
    ):
        corners = star(x, y, r * reach, r * reach * 0.26, 4, turn - 90)
        for index in range(8):
            c.poly([(x, y), corners[index], corners[(index + 1) % 8]], colours[index % 2])


MARKS: tuple[Mark, ...] = (
    sun_over_water,
    seal,
    blossom,
    links,
    arches,
    striped_letter,
    quarters,
    bird,
    burst,
    cube,
    sprout,
    wave_letter,
    trio,
    moon,
    pinwheel,
    summit,
    seeds,
    compass,
    shell,
    sails,
)


def choose(seed: int) -> Mark:
    """A mark; twenty consecutive seeds give twenty different ones."""
    return MARKS[seed * 3 % len(MARKS)]
