"""Type: the faces that three installed font packages give, and how words are set with them.

The families are variable fonts: one file is a thin condensed face and a heavy wide one. Sizes are in a canvas's units.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from demo.artwork.canvas import Canvas, polar
from demo.artwork.palettes import Colour

FILES = {
    "grotesk": ("fontpkg_archivo", "Archivo[wdth,wght].ttf"),
    "grotesk italic": ("fontpkg_archivo", "Archivo-Italic[wdth,wght].ttf"),
    "serif": ("fontpkg_fraunces", "Fraunces[SOFT,WONK,opsz,wght].ttf"),
    "serif italic": ("fontpkg_fraunces", "Fraunces-Italic[SOFT,WONK,opsz,wght].ttf"),
    "round": ("fontpkg_manrope", "Manrope[wght].ttf"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A cut of a family: the file and the position on its axes, in the file's own order."""

    family: str
    axes: tuple[int, ...]

    def font(self, pixels: float) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        return _font(self.family, self.axes, max(4, round(pixels)))


@lru_cache(maxsize=256)
def _font(family: str, axes: tuple[int, ...], pixels: int) -> ImageFont.FreeTypeFont:
    package, name = FILES[family]
    font = ImageFont.truetype(str(files(package) / "files" / name), pixels)
    font.set_variation_by_axes(list(axes))
    return font


def _serif(weight: int, soft: int = 0, wonk: int = 0, optical: int = 144) -> Face:
    return Face("serif", (optical, weight, soft, wonk))


DIDONE = _serif(300)
SERIF = _serif(500)
HEAVY_SERIF = _serif(900, 100, 1)
BOOK = _serif(400, optical=14)
ITALIC = Face("serif italic", (144, 400, 0, 0))
HEAVY_ITALIC = Face("serif italic", (144, 800, 100, 1))
GROTESK = Face("grotesk", (600, 100))
BLACK = Face("grotesk", (900, 100))
TEXT = Face("grotesk", (450, 100))
CONDENSED = Face("grotesk", (800, 62))
SLIM = Face("grotesk", (400, 62))
WIDE = Face("grotesk", (800, 125))
WIDE_LIGHT = Face("grotesk", (300, 125))
SLANTED = Face("grotesk italic", (800, 100))
ROUND = Face("round", (700,))
ROUND_HEAVY = Face("round", (800,))
ROUND_LIGHT = Face("round", (300,))


def _pairs(font: ImageFont.FreeTypeFont, text: str) -> list[float]:
    """How far each letter moves the next, its kerning included."""
    return [
        font.getlength(text[index : index + 2]) - font.getlength(text[index + 1 : index + 2])
        for index in range(len(text))
    ]


def measure(canvas: Canvas, text: str, face: Face, size: float, tracking: float = 0.0) -> float:
    """The width of a line in units; tracking is in thousandths of the size."""
    font = face.font(size * canvas.scale)
    return font.getlength(text) / canvas.scale + tracking / 1000 * size * max(0, len(text) - 1)


def fit(canvas: Canvas, text: str, face: Face, width: float, largest: float, tracking: float = 0.0) -> float:
    """The size at which a line is `width` wide, at most `largest`."""
    return min(largest, 100 * width / max(1.0, measure(canvas, text, face, 100, tracking)))


def write(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    face: Face,
    size: float,
    fill: Colour,
    *,
    anchor: str = "ls",
    tracking: float = 0.0,
    outline: float = 0.0,
) -> float:
    """Set one line and return its width. The anchor is Pillow's: l, m or r, then a, m, s (baseline) or d."""
    font = face.font(size * canvas.scale)
    width = measure(canvas, text, face, size, tracking)
    left, top = canvas.at(x - {"l": 0.0, "m": width / 2, "r": width}[anchor[0]], y)
    if outline:
        # A hollow letter: its outline in the colour, its body left as it is.
        _hollow(canvas, text, left, top, font, outline, fill, anchor[1], tracking * size / 1000)
        return width
    if not tracking:
        canvas.pen.text((left, top), text, font=font, fill=fill, anchor="l" + anchor[1])
        return width
    for letter, advance in zip(text, _pairs(font, text), strict=True):
        canvas.pen.text((left, top), letter, font=font, fill=fill, anchor="l" + anchor[1])
        left += advance + tracking / 1000 * size * canvas.scale
    return width


def _hollow(
    canvas: Canvas,
    text: str,
    left: float,
    top: float,
    font: ImageFont.FreeTypeFont,
    line: float,
    fill: Colour,
    vertical: str,
    extra: float,
) -> None:
    stroke = canvas.px(line)
    box = font.getbbox(text, anchor="l" + vertical, stroke_width=stroke)
    width = int(box[2] - box[0] + extra * canvas.scale * len(text)) + 4
    mask = Image.new("L", (width, int(box[3] - box[1]) + 4))
    pen = ImageDraw.Draw(mask)
    offset = -box[0] + 2
    for letter, advance in zip(text, _pairs(font, text), strict=True):
        place = (offset, -box[1] + 2)
        pen.text(place, letter, font=font, fill=255, anchor="l" + vertical, stroke_width=stroke)
        pen.text(place, letter, font=font, fill=0, anchor="l" + vertical)
        offset += advance + extra * canvas.scale
    canvas.image.paste(fill[:3], (round(left + box[0] - 2), round(top + box[1] - 2)), mask)


def write_up(
    canvas: Canvas, text: str, x: float, y: float, face: Face, size: float, fill: Colour, tracking: float = 0.0
) -> float:
    """Set a line that reads upwards, its baseline at `x`, starting at `y`; returns its length."""
    length = measure(canvas, text, face, size, tracking)
    strip = Canvas(Image.new("L", (canvas.px(length) + 8, canvas.px(size * 1.4))), canvas.scale)
    write(strip, text, 2 / canvas.scale, size, face, size, (255,), tracking=tracking)
    mask = strip.image.transpose(Image.Transpose.ROTATE_90)
    left, top = canvas.at(x - size, y)
    canvas.image.paste(fill[:3], (round(left), round(top) - mask.height), mask)
    return length


def write_round(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    radius: float,
    face: Face,
    size: float,
    fill: Colour,
    *,
    middle: float = -90.0,
    tracking: float = 60.0,
    inward: bool = False,
) -> None:
    """Set a line on a circle, centred at the angle `middle`; `inward` lets its feet point away from the centre."""
    font = face.font(size * canvas.scale)
    advances = [advance / canvas.scale + tracking / 1000 * size for advance in _pairs(font, text)]
    turn = -1 if inward else 1
    angle = middle - turn * _degrees(sum(advances), radius) / 2
    side = canvas.px(size * 2)
    for letter, advance in zip(text, advances, strict=True):
        angle += turn * _degrees(advance, radius) / 2
        # Centring each letter on its own height would make the line dance: the baseline is common.
        tile = Image.new("L", (side, side))
        ImageDraw.Draw(tile).text((side / 2, side / 2 + font.size * 0.35), letter, font=font, fill=255, anchor="ms")
        tile = tile.rotate(-(angle + 90) + (180 if inward else 0), Image.Resampling.BICUBIC)
        left, top = canvas.at(*polar(x, y, radius, angle))
        canvas.image.paste(fill[:3], (round(left - side / 2), round(top - side / 2)), tile)
        angle += turn * _degrees(advance, radius) / 2


def _degrees(length: float, radius: float) -> float:
    return length / radius * 180 / math.pi


def lines_of(text: str, most: int = 3) -> list[str]:
    """The words of a name on at most `most` lines, short words kept with their neighbour.

    >>> lines_of("Les Nuits Claires", 2)
    ['Les Nuits', 'Claires']
    """
    words = text.split()
    while len(words) > most:
        lengths = [len(words[index]) + len(words[index + 1]) for index in range(len(words) - 1)]
        index = lengths.index(min(lengths))
        words[index : index + 2] = [f"{words[index]} {words[index + 1]}"]
    return words
