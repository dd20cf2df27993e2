"""A brief's own picture: a paper still life that says what is asked for, without words and without being an answer.

One hand for all of them, so that they are never taken for entries; the page sets the brief's title beside them.
"""

import random
from collections.abc import Callable

from PIL import Image

from demo.artwork import palettes
from demo.artwork.canvas import Canvas, petal, polar, regular, wave
from demo.artwork.lettering import HEAVY_ITALIC, HEAVY_SERIF, WIDE, write
from demo.artwork.palettes import Colour, Palette, mix, veil
from demo.artwork.props import light_of, night_of

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)

Scene = Callable[[Canvas, Palette, float, float], None]
"""Draws things that stand on a table's edge at (x, y)."""


def paper(p: Palette) -> Colour:
    """The palette's white."""
    return mix(light_of(p), WHITE, 0.45)


def sheet(c: Canvas, x: float, y: float, width: float, height: float, fill: Colour, radius: float = 6) -> None:
    """A piece of paper with its own small shadow."""
    c.shadow(lambda m: m.rect(x, y, width, height, (255,), radius), x, y, width, height, blur=14, opacity=0.3, drop=10)
    c.rect(x, y, width, height, fill, radius)


def logo(c: Canvas, p: Palette, x: float, y: float) -> None:
    """A pair of compasses over the circles it drew."""
    sheet(c, x - 330, y - 690, 660, 660, paper(p))
    line = mix(p.first, p.ground, 0.25)
    for radius in (250, 190, 118):
        c.ring(x, y - 360, radius, 5, line)
    for angle in range(0, 360, 60):
        c.ring(*polar(x, y - 360, 118, angle), 118, 4, mix(line, p.ground, 0.4))
    c.circle(x, y - 360, 62, p.second)
    c.line([(x + 60, y - 800), (x, y - 352)], 22, night_of(p))
    c.line([(x + 60, y - 800), (x + 250, y - 372)], 22, night_of(p))
    c.circle(x + 60, y - 800, 40, p.third)


def identity(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Letter, card and seal of one house."""
    sheet(c, x - 300, y - 700, 430, 600, paper(p))
    for row in range(7):
        c.rect(x - 250, y - 500 + row * 44, 330 - (row % 3) * 40, 10, mix(p.ink, p.ground, 0.75), 5)
    c.circle(x - 215, y - 620, 34, p.second)
    sheet(c, x - 40, y - 420, 400, 240, p.first, 14)
    c.circle(x + 60, y - 300, 52, p.on(p.first))
    c.rect(x + 140, y - 320, 150, 14, veil(p.on(p.first), 0.8), 7)
    c.rect(x + 140, y - 286, 100, 14, veil(p.on(p.first), 0.5), 7)
    c.poly(regular(x + 250, y - 560, 92, 24), p.third)
    c.ring(x + 250, y - 560, 66, 6, p.on(p.third))


def packaging(c: Canvas, p: Palette, x: float, y: float) -> None:
    """A box, a tin and a bottle, still blank."""
    c.rect(x - 350, y - 470, 270, 470, p.first, 8)
    c.rect(x - 350, y - 470, 82, 470, mix(p.first, BLACK, 0.15), 8)
    c.rect(x - 60, y - 360, 230, 360, p.second, 16)
    c.rect(x - 72, y - 400, 254, 86, mix(p.second, BLACK, 0.18), 14)
    c.rect(x - 60, y - 220, 230, 110, paper(p))
    c.rect(x + 200, y - 500, 170, 500, p.third, 44)
    c.rect(x + 250, y - 680, 70, 220, p.third, 10)
    c.rect(x + 244, y - 716, 82, 70, p.ink, 10)
    c.rect(x + 200, y - 330, 170, 150, paper(p))


def poster(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Three sheets on a wall, one of them still blank."""
    for index, (dx, dy, fill) in enumerate(((-330, -700, p.first), (-20, -760, paper(p)), (170, -560, p.second))):
        width, height = (320.0, 450.0) if index != 2 else (280.0, 390.0)
        sheet(c, x + dx, y + dy, width, height, fill, 2)
        if index == 0:
            c.circle(x + dx + width / 2, y + dy + height * 0.42, 108, p.third)
            c.rect(x + dx + 40, y + dy + height - 90, 180, 22, p.on(fill))
        elif index == 2:
            for row in range(5):
                c.rect(x + dx + 34, y + dy + 44 + row * 60, width - 68, 26, veil(p.on(fill), 0.9))
        for pin in (24, width - 24):
            c.circle(x + dx + pin, y + dy + 22, 9, p.ink)


def illustration(c: Canvas, p: Palette, x: float, y: float) -> None:
    """A framed view, brushes in a glass."""
    sheet(c, x - 340, y - 690, 470, 560, p.ink if not p.is_dark else mix(p.ground, WHITE, 0.15))
    with c.clipped(x - 310, y - 660, 410, 500, lambda m: m.rect(x - 310, y - 660, 410, 500, (255,))) as layer:
        layer.rect(x - 310, y - 660, 410, 500, mix(p.soft, WHITE, 0.3))
        layer.circle(x - 60, y - 520, 66, p.third)
        for row, colour in enumerate((mix(p.first, WHITE, 0.35), p.first, mix(p.first, BLACK, 0.3))):
            top = y - 430 + row * 95
            layer.poly([*wave(x - 310, top, 420, 30, 360, row * 2.3), (x + 110, y), (x - 310, y)], colour)
    for dx, angle, colour in ((230, -104, p.second), (262, -88, p.third), (290, -72, p.first)):
        tip = polar(x + dx, y - 150, 420, angle)
        c.line([(x + 262, y - 120), tip], 16, mix(p.ink, p.soft, 0.35))
        c.poly(petal(*polar(*tip, -20, angle), 110, 46, angle), colour)
    c.rect(x + 180, y - 240, 164, 240, veil(mix(p.soft, WHITE, 0.5), 0.9), 18)


def book(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Books in a row, one leaning, one open on its face."""
    left = x - 340
    for width, height, fill in (
        (84, 540, p.first),
        (64, 600, p.third),
        (110, 500, p.ink),
        (70, 570, p.second),
        (90, 480, mix(p.first, WHITE, 0.35)),
    ):
        c.rect(left, y - height, width, height, fill, 6)
        c.rect(left, y - height + 60, width, 12, veil(p.on(fill), 0.7))
        c.rect(left, y - 100, width, 12, veil(p.on(fill), 0.7))
        left += width + 6
    c.poly([(left + 10, y), (left + 96, y), (left + 246, y - 470), (left + 166, y - 496)], p.second)
    c.poly(
        [(left + 28, y - 62), (left + 116, y - 62), (left + 122, y - 80), (left + 34, y - 80)],
        veil(p.on(p.second), 0.7),
    )


def page(c: Canvas, p: Palette, x: float, y: float) -> None:
    """A page of blocks on a screen, a telephone before it."""
    sheet(c, x - 370, y - 640, 640, 470, paper(p), 18)
    c.rect(x - 370, y - 640, 640, 54, mix(p.soft, BLACK, 0.1), 18)
    c.rect(x - 340, y - 550, 280, 220, p.first, 10)
    for row in range(4):
        c.rect(x - 30, y - 540 + row * 50, 260 - row * 30, 20, mix(p.ink, p.ground, 0.7), 10)
    for column in range(3):
        c.rect(x - 340 + column * 196, y - 300, 180, 100, (p.soft, p.third, p.soft)[column], 10)
    c.rect(x - 130, y - 170, 160, 130, mix(p.ink, p.soft, 0.5))
    c.rect(x - 220, y - 44, 340, 44, mix(p.ink, p.soft, 0.4), 12)
    sheet(c, x + 170, y - 430, 210, 420, p.ink if not p.is_dark else mix(p.ground, WHITE, 0.2), 34)
    c.rect(x + 186, y - 414, 178, 388, paper(p), 22)
    c.rect(x + 186, y - 414, 178, 170, p.second, 22)
    c.rect(x + 210, y - 110, 130, 44, p.first, 22)


def pattern(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Three rolls of cloth, one unrolled over the edge."""
    for index, fill in enumerate((p.first, p.second, p.third)):
        top = y - 150 - index * 140
        left, width = x - 330 + index * 34, 660 - index * 68
        c.rect(left, top, width, 140, fill, 70)
        on = mix(fill, p.on(fill), 0.55)
        for step in range(int(width / 74) - 1):
            at = left + 80 + step * 74
            if index == 0:
                c.circle(at, top + 70, 22, on)
            elif index == 1:
                c.line([(at - 18, top + 104), (at + 18, top + 36)], 13, on)
            else:
                c.ring(at, top + 70, 27, 11, on)
        c.ellipse(left + width - 46, top + 70, 30, 56, mix(fill, WHITE, 0.35))
        c.ellipse(left + width - 46, top + 70, 12, 22, mix(fill, BLACK, 0.3))


def naming(c: Canvas, p: Palette, x: float, y: float) -> None:
    """Wooden letters, waiting to be chosen."""
    letters = (
        ("a", HEAVY_SERIF, p.first, -270, 560),
        ("R", WIDE, p.second, 20, 360),
        ("g", HEAVY_ITALIC, p.third, 290, 460),
        ("&", HEAVY_SERIF, p.on(p.soft), 10, 300),
    )
    for text, face, fill, dx, size in letters:
        base = y - (150 if text == "g" else 4)
        base = y - 330 if text == "&" else base
        write(c, text, x + dx + 12, base + 10, face, size, mix(fill, BLACK, 0.4), anchor="ms")
        write(c, text, x + dx, base, face, size, fill, anchor="ms")


def storyboard(c: Canvas, p: Palette, x: float, y: float) -> None:
    """A clapper's cousin: cards in a row, an arrow from one to the next."""
    for index in range(6):
        left, top = x - 370 + index % 3 * 255, y - 600 + index // 3 * 260
        sheet(c, left, top, 230, 180, paper(p))
        fill = (p.first, p.second, p.third)[index % 3]
        c.rect(left + 14, top + 14, 202, 130, mix(fill, WHITE, 0.15), 4)
        c.circle(left + 60 + index * 18, top + 84, 20 + index * 6, p.ink if index % 2 else WHITE)
        c.rect(left + 14, top + 156, 120, 9, mix(p.ink, p.ground, 0.6), 4)


SCENES: dict[str, Scene] = {
    "logo": logo,
    "identity": identity,
    "packaging": packaging,
    "poster": poster,
    "illustration": illustration,
    "book_cover": book,
    "web_page": page,
    "pattern": pattern,
    "naming": naming,
    "storyboard": storyboard,
}


def draw_cover(
    category: str, seed: int, size: tuple[int, int] = (1600, 900), palette: str | None = None
) -> Image.Image:
    """The still life of a category; on wide sheets its things stand right of the middle, leaving room for words."""
    p = palettes.pick(seed, random.Random(f"cover/{seed}"), palette)
    wall = p.soft if not p.is_dark else mix(p.ground, p.soft, 0.6)
    c = Canvas.sheet(size, wall)
    x, floor = c.width * (0.7 if c.width > 1500 else 0.5), 1010.0
    c.circle(x, 560, 500, mix(wall, p.third, 0.35))
    c.rect(0, floor, c.width, 1200 - floor, mix(wall, p.ink if not p.is_dark else BLACK, 0.22))
    c.rect(0, floor, c.width, 12, mix(wall, p.ink if not p.is_dark else BLACK, 0.35))
    # Under a lens, its foot at the table's edge.
    near = Canvas(c.image, c.scale * 1.18, (-x / 1.18, -floor / 1.18))
    SCENES[category](near, p, 0.0, 0.0)
    return c.finish(8)
