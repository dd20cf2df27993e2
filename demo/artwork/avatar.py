"""Portraits of people who do not exist: flat faces in a few shapes, one per seed."""

import random

from PIL import Image

from demo.artwork.canvas import Canvas, polar
from demo.artwork.palettes import PALETTES, Colour, lightness, mix, rgb, veil

SKINS = tuple(rgb(code) for code in ("#f3cfb3", "#e5b08c", "#c98b62", "#a5673f", "#7b4a2d", "#5a3522", "#f6dcc8"))
HAIRS = tuple(
    rgb(code) for code in ("#23180f", "#3d2616", "#6b4226", "#a8672f", "#d9a95b", "#8e8a86", "#b5472f", "#15141a")
)
WHITE = (255, 255, 255)


def draw_avatar(seed: int, size: int = 512) -> Image.Image:
    """A square portrait that survives being cut into a circle."""
    chance = random.Random(f"avatar/{seed}")
    palette = PALETTES[seed * 5 % len(PALETTES)]
    ground = (palette.first, palette.second, palette.third, palette.soft)[seed % 4]
    c = Canvas.sheet((size, size), ground)
    c.circle(600, 640, 520, mix(ground, WHITE, 0.14))
    skin, hair = chance.choice(SKINS), chance.choice(HAIRS)
    cloth = next((ink for ink in (palette.ink, *palette.inks) if _far(ink, ground)), palette.ink)
    long = chance.random() < 0.45
    if long:
        _long_hair(c, hair, chance.randrange(3))
    _body(c, skin, cloth, mix(cloth, WHITE, 0.55), chance.randrange(4))
    _head(c, skin)
    _fringe(c, hair, chance.randrange(5), skin)
    _face(c, skin, hair, chance)
    beard = not long and chance.random() < 0.42
    if beard:
        _beard(c, skin, hair, chance.randrange(2))
    if chance.random() < 0.4:
        _glasses(c, mix(palette.ink, (0, 0, 0), 0.3) if not palette.is_dark else (30, 28, 34), chance.random() < 0.5)
    if long and chance.random() < 0.5:
        for side in (-1, 1):
            c.circle(600 + side * 262, 730, 24, palette.third if _far(palette.third, skin) else palette.first)
    return c.finish()


def _far(one: Colour, other: Colour) -> bool:
    return sum(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) > 130


def _body(c: Canvas, skin: Colour, cloth: Colour, trim: Colour, form: int) -> None:
    """Shoulders, a neck, and something worn."""
    c.ellipse(600, 1260, 440, 330, cloth)
    c.rect(505, 760, 190, 230, mix(skin, (60, 20, 10), 0.16), 80)
    if form == 0:
        c.ellipse(600, 960, 150, 84, trim)
        c.ellipse(600, 938, 118, 66, mix(skin, (60, 20, 10), 0.16))
    elif form == 1:
        c.poly([(470, 930), (600, 1120), (730, 930), (690, 905), (600, 1010), (510, 905)], trim)
        c.poly([(510, 915), (600, 1030), (690, 915)], mix(skin, (60, 20, 10), 0.16))
    elif form == 2:
        c.rect(470, 905, 260, 96, mix(cloth, WHITE, 0.12), 46)
    else:
        c.ellipse(600, 936, 124, 72, mix(skin, (60, 20, 10), 0.16))
        with c.clipped(160, 930, 880, 270, lambda m: m.ellipse(600, 1260, 440, 330, (255,))) as layer:
            for row in range(4):
                layer.rect(160, 1020 + row * 62, 880, 26, trim)
            layer.ellipse(600, 936, 124, 72, mix(skin, (60, 20, 10), 0.16))


def _head(c: Canvas, skin: Colour) -> None:
    for side in (-1, 1):
        c.ellipse(600 + side * 252, 600, 50, 68, mix(skin, (120, 40, 20), 0.12))
    c.ellipse(600, 570, 252, 250, skin)
    c.ellipse(600, 650, 226, 236, skin)


def _face(c: Canvas, skin: Colour, hair: Colour, chance: random.Random) -> None:
    """Brows, eyes, nose, mouth and a little warmth on the cheeks."""
    ink = (38, 26, 24)
    brow = mix(hair, ink, 0.45) if lightness(skin) > 0.4 else (16, 10, 10)
    tilt = chance.choice((-16, -10, -5))
    awake = lightness(skin) < 0.45 or chance.random() < 0.82
    for side in (-1, 1):
        x = 600 + side * 104
        c.line([(x - side * 50, 520 + tilt), (x + side * 46, 512 - tilt)], 20, brow)
        if awake:
            c.ellipse(x, 596, 33, 31, (250, 246, 240))
            c.circle(x + 2, 597, 21, ink)
            c.circle(x + 9, 589, 7, WHITE)
        else:
            c.arc(x, 606, 36, 200, 340, 14, mix(ink, skin, 0.1), caps=True)
        c.ellipse(600 + side * 150, 690, 52, 36, veil((226, 96, 84), 0.24))
    shade = mix(skin, (110, 40, 20), 0.24)
    c.curve([(600, 600), (622, 676), (590, 690)], 14, shade)
    mouth = chance.randrange(3)
    if mouth == 0:
        c.arc(600, 720, 82, 28, 152, 18, (126, 44, 44), caps=True)
    elif mouth == 1:
        c.pie(600, 752, 70, 0, 180, (126, 44, 44))
        c.rect(548, 752, 104, 18, WHITE, 6)
    else:
        c.curve([(546, 784), (600, 796), (656, 774)], 18, (126, 44, 44))


def _long_hair(c: Canvas, hair: Colour, form: int) -> None:
    """What falls behind the shoulders."""
    if form == 0:
        c.rect(310, 420, 580, 600, hair, 180)
    elif form == 1:
        for angle in range(150, 391, 20):
            c.circle(*polar(600, 600, 300, angle), 120, hair)
        c.circle(600, 560, 320, hair)
    else:
        c.ellipse(600, 560, 316, 330, hair)
        c.circle(600, 190, 120, hair)


def _fringe(c: Canvas, hair: Colour, form: int, skin: Colour) -> None:
    """What frames the forehead."""
    if form == 0:
        c.pie(600, 540, 272, 180, 360, hair)
        c.ellipse(600, 548, 218, 100, skin)
    elif form == 1:
        c.blob(
            [
                (338, 600),
                (330, 400),
                (470, 290),
                (640, 270),
                (820, 330),
                (872, 470),
                (862, 600),
                (820, 480),
                (700, 440),
                (520, 470),
                (400, 470),
            ],
            hair,
        )
    elif form == 2:
        for index, angle in enumerate(range(190, 351, 20)):
            c.circle(*polar(600, 540, 236, angle), 88 + 8 * (index % 2), hair)
    elif form == 3:
        c.blob(
            [
                (340, 590),
                (340, 400),
                (460, 300),
                (600, 280),
                (760, 300),
                (860, 400),
                (860, 590),
                (836, 470),
                (690, 400),
                (600, 470),
                (440, 450),
                (372, 480),
            ],
            hair,
        )
    else:
        c.pie(600, 520, 262, 192, 348, mix(hair, skin, 0.35))


def _beard(c: Canvas, skin: Colour, hair: Colour, form: int) -> None:
    """A full beard, or a short one."""
    colour = mix(hair, skin, 0.12 if form == 0 else 0.45)
    with c.clipped(340, 640, 520, 270, lambda m: m.ellipse(600, 650, 230, 246, (255,))) as layer:
        layer.rect(340, 700, 520, 220, colour)
        layer.ellipse(600, 690, 170, 62, skin)
    c.curve([(540, 766), (600, 784), (660, 766)], 22, (126, 44, 44))


def _glasses(c: Canvas, frame: Colour, rounded: bool) -> None:
    for side in (-1, 1):
        x = 600 + side * 108
        if rounded:
            c.circle(x, 600, 78, veil(WHITE, 0.22))
            c.ring(x, 600, 84, 15, frame)
        else:
            c.rect(x - 86, 540, 172, 122, veil(WHITE, 0.22), 34)
            c.frame(x - 90, 536, 180, 130, 15, frame, 38)
        c.line([(600 + side * 190, 586), (600 + side * 252, 570)], 14, frame)
    c.line([(582, 590), (618, 590)], 15, frame)
