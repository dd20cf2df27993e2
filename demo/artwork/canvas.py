"""A sheet to draw on, in units that do not depend on its size: it is always 1 200 units high.

Shapes are drawn at twice the wanted size and averaged at the end, which is all the smoothing there is; so everything
soft (shadows, glows, colours that melt) is computed small and enlarged. Same calls, same pixels: nothing is random.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.artwork.palettes import Colour, mix

HEIGHT = 1200.0
OVERSAMPLING = 2
Point = tuple[float, float]
Shape = Callable[["Canvas"], None]


class Canvas:
    """A sheet with its drawing verbs. Coordinates grow to the right and downwards; angles are in degrees, clockwise."""

    def __init__(self, image: Image.Image, scale: float, origin: Point = (0.0, 0.0)) -> None:
        self.image = image
        self.scale = scale
        self.origin = origin
        self.pen = ImageDraw.Draw(image, "RGBA" if image.mode == "RGB" else None)

    @classmethod
    def sheet(cls, size: tuple[int, int], ground: Colour) -> "Canvas":
        """A fresh sheet that will end up `size` pixels large."""
        image = Image.new("RGB", (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING), ground[:3])
        return cls(image, image.height / HEIGHT)

    def fresh(self, width: float, height: float, ground: Colour) -> "Canvas":
        """Another sheet in the same units, to be laid onto this one."""
        return Canvas(Image.new("RGB", (self.px(width), self.px(height)), ground[:3]), self.scale)

    @property
    def width(self) -> float:
        """In units."""
        return self.image.width / self.scale

    @property
    def height(self) -> float:
        """In units; 1 200 for a whole sheet."""
        return self.image.height / self.scale

    def px(self, units: float) -> int:
        """A length in the oversampled image's pixels, at least one."""
        return max(1, round(units * self.scale))

    def at(self, x: float, y: float) -> Point:
        """A place in the oversampled image's pixels."""
        return (x - self.origin[0]) * self.scale, (y - self.origin[1]) * self.scale

    def box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """A rectangle in whole pixels."""
        left, top = self.at(x, y)
        right, bottom = self.at(x + width, y + height)
        return round(left), round(top), max(round(left) + 1, round(right)), max(round(top) + 1, round(bottom))

    # --- Shapes ---------------------------------------------------------------------------------------------------

    def rect(self, x: float, y: float, width: float, height: float, fill: Colour, radius: float = 0) -> None:
        """A rectangle from its top left corner."""
        left, top, right, bottom = self.box(x, y, width, height)
        if radius:
            self.pen.rounded_rectangle((left, top, right - 1, bottom - 1), radius * self.scale, fill=fill)
        else:
            self.pen.rectangle((left, top, right - 1, bottom - 1), fill=fill)

    def frame(
        self, x: float, y: float, width: float, height: float, line: float, fill: Colour, radius: float = 0
    ) -> None:
        """A rectangle's outline, `line` thick, inside of it."""
        left, top, right, bottom = self.box(x, y, width, height)
        self.pen.rounded_rectangle(
            (left, top, right - 1, bottom - 1), radius * self.scale, outline=fill, width=self.px(line)
        )

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """An ellipse around its centre."""
        left, top = self.at(x - rx, y - ry)
        right, bottom = self.at(x + rx, y + ry)
        self.pen.ellipse((left, top, right, bottom), fill=fill)

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A disc around its centre."""
        self.ellipse(x, y, radius, radius, fill)

    def ring(self, x: float, y: float, radius: float, line: float, fill: Colour) -> None:
        """A circle whose line, `line` thick, lies inside of `radius`."""
        left, top = self.at(x - radius, y - radius)
        right, bottom = self.at(x + radius, y + radius)
        self.pen.ellipse((left, top, right, bottom), outline=fill, width=self.px(line))

    def pie(self, x: float, y: float, radius: float, start: float, end: float, fill: Colour) -> None:
        """A slice of a disc."""
        left, top = self.at(x - radius, y - radius)
        right, bottom = self.at(x + radius, y + radius)
        self.pen.pieslice((left, top, right, bottom), start, end, fill=fill)

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        end: float,
        line: float,
        fill: Colour,
        *,
        caps: bool = False,
    ) -> None:
        """A part of a ring whose line lies inside of `radius`, with round ends if wanted."""
        left, top = self.at(x - radius, y - radius)
        right, bottom = self.at(x + radius, y + radius)
        self.pen.arc((left, top, right, bottom), start, end, fill=fill, width=self.px(line))
        if caps:
            for angle in (start, end):
                self.circle(*polar(x, y, radius - line / 2, angle), line / 2, fill)

    def poly(self, points: Iterable[Point], fill: Colour) -> None:
        """A polygon."""
        self.pen.polygon([self.at(x, y) for x, y in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed, rounded form through the points."""
        self.poly(smooth(points, closed=True), fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour, *, caps: bool = True) -> None:
        """A line through the points, with round joints and ends."""
        self.pen.line([self.at(x, y) for x, y in points], fill=fill, width=self.px(width), joint="curve")
        if caps:
            for x, y in (points[0], points[-1]):
                self.circle(x, y, width / 2, fill)

    def curve(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A rounded line through the points."""
        self.line(smooth(points), width, fill)

    # --- Soft things ----------------------------------------------------------------------------------------------

    def gradient(
        self, x: float, y: float, width: float, height: float, start: Colour, end: Colour, *, across: bool = False
    ) -> None:
        """A rectangle that runs from one colour to the other, downwards or across."""
        left, top, right, bottom = self.box(x, y, width, height)
        length = (right - left) if across else (bottom - top)
        steps = min(length, 220)
        for step in range(steps):
            colour = mix(start, end, step / max(1, steps - 1))
            from_, to = length * step // steps, length * (step + 1) // steps - 1
            self.pen.rectangle(
                (left + from_, top, left + to, bottom - 1) if across else (left, top + from_, right - 1, top + to),
                fill=colour,
            )

    def gradient_veil(self, x: float, y: float, width: float, height: float, start: float, end: float) -> None:
        """Darken a rectangle from left to right, from one opacity to the other."""
        left, top, right, bottom = self.box(x, y, width, height)
        steps = 40
        for step in range(steps):
            opacity = round(255 * (start + (end - start) * step / (steps - 1)))
            from_, to = (right - left) * step // steps, (right - left) * (step + 1) // steps - 1
            self.pen.rectangle((left + from_, top, left + to, bottom - 1), fill=(0, 0, 0, opacity))

    def mesh(self, rows: Sequence[Sequence[Colour]]) -> None:
        """Fill the sheet with colours that melt into each other, given as a grid."""
        small = Image.new("RGB", (len(rows[0]), len(rows)))
        small.putdata([colour[:3] for row in rows for colour in row])
        half = small.resize((self.image.width // 4, self.image.height // 4), Image.Resampling.BICUBIC)
        self.image.paste(half.resize(self.image.size, Image.Resampling.BILINEAR))

    def glow(self, x: float, y: float, radius: float, fill: Colour, strength: float = 1.0) -> None:
        """Light that fades with the distance from its centre."""
        box = self.box(x - radius, y - radius, 2 * radius, 2 * radius)
        mask = _glow_mask().point([round(value * strength) for value in range(256)])
        self._paint(fill, box, mask)

    def shadow(
        self,
        shape: Shape,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        blur: float = 30,
        opacity: float = 0.35,
        drop: float = 18,
    ) -> None:
        """The soft shadow of a shape that fits into the rectangle, fallen `drop` units down."""
        shrink = 12
        margin = blur * 2.2
        area = (x - margin, y - margin, width + 2 * margin, height + 2 * margin)
        left, top, right, bottom = self.box(area[0], area[1] + drop, area[2], area[3])
        size = (max(1, (right - left) // shrink), max(1, (bottom - top) // shrink))
        small = Canvas(Image.new("L", size), self.scale / shrink, (area[0], area[1]))
        shape(small)
        mask = small.image.filter(ImageFilter.GaussianBlur(blur * small.scale))
        self._paint((12, 10, 20), (left, top, right, bottom), mask.point([round(v * opacity) for v in range(256)]))

    def _paint(self, fill: Colour, box: tuple[int, int, int, int], small_mask: Image.Image) -> None:
        """Lay one colour through a mask that is enlarged to the box, only where the box lies on the sheet."""
        left, top, right, bottom = box
        seen = (max(0, left), max(0, top), min(self.image.width, right), min(self.image.height, bottom))
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        across, down = small_mask.width / (right - left), small_mask.height / (bottom - top)
        part = (
            (seen[0] - left) * across,
            (seen[1] - top) * down,
            (seen[2] - left) * across,
            (seen[3] - top) * down,
        )
        mask = small_mask.resize((seen[2] - seen[0], seen[3] - seen[1]), Image.Resampling.BILINEAR, part)
        self.image.paste(fill[:3], seen, mask)

    # --- Layers ---------------------------------------------------------------------------------------------------

    @contextmanager
    def clipped(self, x: float, y: float, width: float, height: float, shape: Shape) -> Iterator["Canvas"]:
        """Draw within a shape: what the block draws on the yielded sheet only shows where `shape` draws white.

        The rectangle must contain the shape; coordinates stay those of this sheet.
        """
        left, top, right, bottom = self.box(x, y, width, height)
        left, top = max(0, left), max(0, top)
        right, bottom = min(self.image.width, right), min(self.image.height, bottom)
        if left >= right or top >= bottom:
            yield self.fresh(1, 1, (0, 0, 0))
            return
        origin = (left / self.scale + self.origin[0], top / self.scale + self.origin[1])
        layer = Canvas(self.image.crop((left, top, right, bottom)), self.scale, origin)
        mask = Canvas(Image.new("L", layer.image.size), self.scale, origin)
        shape(mask)
        yield layer
        self.image.paste(layer.image, (left, top), mask.image)

    def lay(
        self, other: "Canvas", x: float, y: float, *, radius: float = 0, shadow: float = 0.0, drop: float = 16
    ) -> None:
        """Lay another sheet onto this one, with rounded corners and a shadow if wanted."""
        width, height = other.width, other.height
        if shadow:
            self.shadow(
                lambda c: c.rect(x, y, width, height, (255,), radius), x, y, width, height, opacity=shadow, drop=drop
            )
        left, top = self.box(x, y, width, height)[:2]
        if radius:
            mask = Canvas(Image.new("L", other.image.size), self.scale)
            mask.rect(0, 0, width, height, (255,), radius)
            self.image.paste(other.image, (left, top), mask.image)
        else:
            self.image.paste(other.image, (left, top))

    def finish(self, grain: float = 0.0) -> Image.Image:
        """The finished picture at its wanted size, with a film-like grain of up to `grain` levels."""
        image = self.image.reduce(OVERSAMPLING)
        if grain:
            image = ImageChops.add(image, _grain(image.size, round(grain)), 1, -128)
        return image


@lru_cache(maxsize=1)
def _glow_mask() -> Image.Image:
    # Pillow's gradient reaches white in the corners; ours must have faded out where the circle touches the sides.
    fade = [round(255 * max(0.0, 1 - value / 180) ** 1.7) for value in range(256)]
    return Image.radial_gradient("L").point(fade)


@lru_cache(maxsize=6)
def _grain(size: tuple[int, int], strength: int) -> Image.Image:
    """Noise around the middle grey, the same at every start."""
    side = 512
    noise = Image.frombytes("L", (side, side), random.Random(strength).randbytes(side * side))
    tile = noise.point([round(128 + (value - 127.5) / 127.5 * strength) for value in range(256)])
    sheet = Image.new("L", size)
    for left in range(0, size[0], side):
        for top in range(0, size[1], side):
            sheet.paste(tile, (left, top))
    return Image.merge("RGB", (sheet, sheet, sheet))


def polar(x: float, y: float, radius: float, angle: float) -> Point:
    """The place at an angle and distance from a centre; 0° is to the right, 90° below."""
    return x + radius * math.cos(math.radians(angle)), y + radius * math.sin(math.radians(angle))


def regular(x: float, y: float, radius: float, corners: int, turn: float = -90.0) -> list[Point]:
    """A regular polygon's corners; the first at `turn`."""
    return [polar(x, y, radius, turn + 360 * corner / corners) for corner in range(corners)]


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = -90.0) -> list[Point]:
    """A star's corners."""
    return [
        polar(x, y, outer if corner % 2 == 0 else inner, turn + 180 * corner / points) for corner in range(points * 2)
    ]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    result: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(index + offset) % count] for offset in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(count - 1, max(0, index + offset))] for offset in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            result.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    return result if closed else [*result, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def petal(x: float, y: float, length: float, breadth: float, angle: float, steps: int = 16) -> list[Point]:
    """A leaf that grows from a place in a direction: two arcs that meet at both ends."""
    tip = polar(x, y, length, angle)
    sides = []
    for side in (1, -1):
        run = []
        for step in range(steps + 1):
            t = step / steps
            bulge = math.sin(math.pi * t) * breadth / 2 * side
            cx, cy = x + (tip[0] - x) * t, y + (tip[1] - y) * t
            run.append(polar(cx, cy, bulge, angle + 90))
        sides.append(run)
    return [*sides[0], *reversed(sides[1])]


def wave(x: float, y: float, width: float, height: float, period: float, phase: float = 0.0) -> list[Point]:
    """A sine line from left to right."""
    steps = max(8, int(width / period * 16))
    return [
        (x + width * step / steps, y + height * math.sin((width * step / steps) / period * math.tau + phase))
        for step in range(steps + 1)
    ]
