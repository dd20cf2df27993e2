"""Packaging: tins, cans, bottles, boxes, pouches and jars, drawn as objects with a label around them. Eight forms."""

from collections.abc import Callable

from PIL import Image

from demo.artwork.canvas import Canvas, Point, Shape, smooth
from demo.artwork.job import Artist, Job
from demo.artwork.labels import Label, banded, emblem, horizon, letter
from demo.artwork.palettes import Palette, mix, veil

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)


def turned(c: Canvas, x: float, y: float, width: float, height: float, strength: float = 1.0) -> None:
    """Light on something round that stands upright: dark at both sides, a bright stripe left of the middle."""
    steps = 72
    for step in range(steps):
        t = (step + 0.5) / steps
        dark = (abs(t - 0.42) / 0.58) ** 2.4 * 0.5 * strength
        bright = max(0.0, 1 - abs(t - 0.27) / 0.1) * 0.26 * strength
        edge = max(0.0, 1 - abs(t - 0.95) / 0.05) * 0.1 * strength
        left = x + width * step / steps
        light = bright + edge - dark
        colour = veil(WHITE, light) if light > 0 else veil(BLACK, -light)
        c.rect(left, y, width / steps, height, colour)


def standing(c: Canvas, x: float, y: float, width: float) -> None:
    """The shadow under something that stands on the table."""
    c.shadow(
        lambda m: m.ellipse(x + width * 0.06, y, width * 0.56, width * 0.07, (255,)),
        x - width * 0.6,
        y - width * 0.1,
        width * 1.3,
        width * 0.2,
        blur=22,
        opacity=0.55,
        drop=4,
    )


def stage(job: Job) -> Canvas:
    """A table and a wall in one colour."""
    p = job.palette
    wall = mix(p.soft, p.ground, 0.3)
    c = job.sheet(wall)
    c.gradient(0, 0, c.width, 860, mix(wall, WHITE, 0.22), wall)
    c.gradient(0, 860, c.width, 340, mix(wall, BLACK, 0.1), mix(wall, WHITE, 0.06))
    return c


Form = Callable[[Canvas, Job, Palette, int, float, float, Label], None]
"""Draws one object standing on (x, y)."""


def can(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A slim drink can."""
    w, h = 300.0, 640.0
    standing(c, x, y, w)
    left, top = x - w / 2, y - h
    metal = (198, 201, 206)
    body: list[Point] = [
        (left + 26, top + 8),
        (x + w / 2 - 26, top + 8),
        (x + w / 2, top + 52),
        (x + w / 2, y - 34),
        (x + w / 2 - 24, y),
        (left + 24, y),
        (left, y - 34),
        (left, top + 52),
    ]
    c.ellipse(x, top + 10, w / 2 - 24, 16, mix(metal, BLACK, 0.2))
    with c.clipped(left, top, w, h, lambda m: m.poly(body, (255,))) as layer:
        layer.rect(left, top, w, h, metal)
        art = c.fresh(w, h - 82, p.first)
        label(art, job, p, place)
        layer.lay(art, left, top + 48)
        turned(layer, left, top, w, h)
    c.ellipse(x, top + 9, w / 2 - 28, 13, mix(metal, WHITE, 0.35))
    c.ellipse(x + 8, top + 9, 42, 6, mix(metal, BLACK, 0.25))


def drum(x: float, top: float, low: float, radius: float, rise: float) -> Shape:
    """An upright cylinder's outline without its lid: straight sides, a foot that curves towards us."""

    def shape(mask: Canvas) -> None:
        mask.rect(x - radius, top, 2 * radius, low - top, (255,))
        mask.ellipse(x, low, radius, rise, (255,))

    return shape


def tin(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A round tea tin with its lid."""
    w, h = 380.0, 500.0
    standing(c, x, y, w)
    left, top, rise = x - w / 2, y - h, 30.0
    with c.clipped(left, top - rise, w, h + 2 * rise, drum(x, top, y - rise, w / 2, rise)) as layer:
        art = c.fresh(w, h + 4, p.first)
        label(art, job, p, place)
        layer.lay(art, left, top + 2)
        turned(layer, left, top - rise, w, h + 2 * rise)
    lid = p.second if label is not letter else p.third
    lift, over = 118.0, 7.0
    shape = drum(x, top - lift, top, w / 2 + over, rise)
    with c.clipped(left - over, top - lift - rise, w + 2 * over, lift + 2 * rise, shape) as layer:
        layer.rect(left - over, top - lift - rise, w + 2 * over, lift + 3 * rise, lid)
        layer.ellipse(x, top - 12, w / 2 + over, rise, mix(lid, BLACK, 0.22))
        layer.ellipse(x, top - 20, w / 2 + over, rise, lid)
        turned(layer, left - over, top - lift - rise, w + 2 * over, lift + 3 * rise)
    c.ellipse(x, top - lift, w / 2 + over, rise, mix(lid, WHITE, 0.2))
    c.ellipse(x, top - lift - 1, w / 2 - 12, rise * 0.82, mix(lid, WHITE, 0.08))


def bottle(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A tall glass bottle with a long neck."""
    w, h = 270.0, 860.0
    standing(c, x, y, w)
    left, top = x - w / 2, y - h
    glass = mix(p.ink if not p.is_dark else p.ground, p.first, 0.35)
    half = smooth(
        [(x + 40, top + 90), (x + 42, top + 250), (x + 60, top + 310), (x + w / 2, top + 400), (x + w / 2, top + 470)]
    )
    outline = [
        (x + 40, top + 30),
        *half,
        (x + w / 2, y - 26),
        (x + w / 2 - 24, y),
        (left + 24, y),
        (left, y - 26),
        *[(2 * x - px, py) for px, py in reversed(half)],
        (x - 40, top + 30),
    ]
    with c.clipped(left, top, w, h, lambda m: m.poly(outline, (255,))) as layer:
        layer.rect(left, top, w, h, glass)
        art = c.fresh(w, 350, p.ground)
        label(art, job, p, place)
        layer.lay(art, left, top + 460)
        turned(layer, left, top + 380, w, h - 380)
        turned(layer, x - 46, top, 92, 380, 0.8)
    c.rect(x - 48, top, 96, 150, p.second, 10)
    with c.clipped(x - 48, top, 96, 150, lambda m: m.rect(x - 48, top, 96, 150, (255,), 10)) as layer:
        turned(layer, x - 48, top, 96, 150)


def jar(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A preserving jar with a paper label and a cloth under its lid."""
    w, h = 390.0, 470.0
    standing(c, x, y, w)
    left, top = x - w / 2, y - h
    fill = mix(p.third, p.second, 0.25 * place)
    with c.clipped(left, top, w, h, lambda m: m.rect(left, top, w, h, (255,), 62)) as layer:
        layer.rect(left, top, w, h, mix(fill, WHITE, 0.7))
        layer.rect(left + 14, top + 62, w - 28, h - 76, fill, 46)
        layer.ellipse(x, top + 64, w / 2 - 16, 14, mix(fill, WHITE, 0.25))
        turned(layer, left, top, w, h, 0.75)
    art = c.fresh(w * 0.78, h * 0.6, p.ground)
    label(art, job, p, place)
    left_label, top_label = x - art.width / 2, top + h * 0.29
    c.lay(art, left_label, top_label, radius=12)
    with c.clipped(
        left_label,
        top_label,
        art.width,
        art.height,
        lambda m: m.rect(left_label, top_label, art.width, art.height, (255,), 12),
    ) as layer:
        turned(layer, left, top, w, h, 0.45)
    lid = p.first
    c.rect(left + 22, top - 82, w - 44, 98, lid, 14)
    with c.clipped(
        left + 22, top - 82, w - 44, 98, lambda m: m.rect(left + 22, top - 82, w - 44, 98, (255,), 14)
    ) as layer:
        turned(layer, left + 22, top - 82, w - 44, 98)
        layer.rect(left + 22, top - 52, w, 6, veil(BLACK, 0.15))


def pouch(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A stand-up bag with a folded top."""
    w, h = 430.0, 650.0
    standing(c, x, y, w)
    left, top = x - w / 2, y - h
    outline = smooth(
        [
            (left + 16, top + 20),
            (left + 6, top + 150),
            (left, y - 120),
            (left + 22, y - 8),
            (x, y + 8),
            (x + w / 2 - 22, y - 8),
            (x + w / 2, y - 120),
            (x + w / 2 - 6, top + 150),
            (x + w / 2 - 16, top + 20),
        ]
    )
    with c.clipped(left - 10, top, w + 20, h + 20, lambda m: m.poly(outline, (255,))) as layer:
        art = c.fresh(w, h + 24, p.first)
        label(art, job, p, place)
        layer.lay(art, left, top)
        turned(layer, left, top, w, h + 20, 0.8)
        layer.rect(left, top, w, 84, veil(WHITE, 0.2))
        layer.rect(left, top + 84, w, 5, veil(BLACK, 0.22))
        layer.blob(
            [(left, y - 30), (x, y - 78), (x + w / 2, y - 30), (x + w / 2, y + 30), (left, y + 30)], veil(BLACK, 0.14)
        )
        layer.curve([(left + 40, top + 130), (left + 30, y - 240), (left + 54, y - 80)], 12, veil(WHITE, 0.18))


def carton(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A box seen from its corner: a front, a shaded side and a top."""
    w, h, side, rise = 380.0, 600.0, 150.0, 62.0
    left, top = x - (w + side) / 2, y - h
    c.shadow(
        lambda m: m.poly(
            [
                (left + 20, y),
                (left + w, y - 10),
                (left + w + side + 90, y - rise),
                (left + w + side, y - rise - 40),
                (left, y - 40),
            ],
            (255,),
        ),
        left,
        y - 120,
        w + side + 90,
        140,
        blur=20,
        opacity=0.5,
        drop=8,
    )
    art = c.fresh(w, h, p.first)
    label(art, job, p, place)
    c.lay(art, left, top)
    c.gradient_veil(left, top, w, h, 0.0, 0.1)
    base = p.second if label in (emblem, banded) else p.first
    c.poly(
        [(left + w, top), (left + w + side, top - rise), (left + w + side, y - rise), (left + w, y)],
        mix(base, BLACK, 0.28),
    )
    c.poly(
        [(left, top), (left + side, top - rise), (left + w + side, top - rise), (left + w, top)], mix(base, WHITE, 0.22)
    )
    c.poly(
        [
            (left + w + side * 0.12, top + 40),
            (left + w + side * 0.88, top - rise + 62),
            (left + w + side * 0.88, top - rise + 72),
            (left + w + side * 0.12, top + 50),
        ],
        veil(WHITE, 0.4),
    )
    for row in range(6):
        y_row = top + 100 + row * 34
        c.poly(
            [
                (left + w + side * 0.12, y_row),
                (left + w + side * (0.5 + 0.3 * (row % 3) / 2), y_row - rise * 0.45),
                (left + w + side * (0.5 + 0.3 * (row % 3) / 2), y_row - rise * 0.45 + 6),
                (left + w + side * 0.12, y_row + 6),
            ],
            veil(WHITE, 0.3),
        )


def tube(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A cosmetics tube standing on its cap."""
    w, h = 260.0, 690.0
    standing(c, x, y, w * 0.8)
    left, top = x - w / 2, y - h
    outline = [
        (left, top),
        (x + w / 2, top),
        (x + w / 2 - 4, y - 190),
        (x + w * 0.34, y - 118),
        (x - w * 0.34, y - 118),
        (left + 4, y - 190),
    ]
    with c.clipped(left, top, w, h, lambda m: m.poly(outline, (255,))) as layer:
        art = c.fresh(w, h - 118, p.first)
        label(art, job, p, place)
        layer.lay(art, left, top)
        turned(layer, left, top, w, h, 0.8)
        layer.rect(left, top, w, 46, veil(BLACK, 0.12))
        for line in range(30):
            layer.rect(left + line * w / 30, top, 3, 46, veil(WHITE, 0.18))
    cap = p.third if label is not letter else p.first
    c.rect(x - w * 0.35, y - 122, w * 0.7, 122, cap, 10)
    with c.clipped(
        x - w * 0.35, y - 122, w * 0.7, 122, lambda m: m.rect(x - w * 0.35, y - 122, w * 0.7, 122, (255,), 10)
    ) as layer:
        turned(layer, x - w * 0.35, y - 122, w * 0.7, 122)


def cup(c: Canvas, job: Job, p: Palette, place: int, x: float, y: float, label: Label) -> None:
    """A paper cup with its lid and a sleeve."""
    w, h = 360.0, 560.0
    standing(c, x, y, w * 0.72)
    left, top = x - w / 2, y - h
    outline = [(left, top), (x + w / 2, top), (x + w * 0.36, y), (x - w * 0.36, y)]
    with c.clipped(left, top, w, h, lambda m: m.poly(outline, (255,))) as layer:
        art = c.fresh(w, h, p.first)
        label(art, job, p, place)
        layer.lay(art, left, top)
        turned(layer, left, top, w, h)
    lid = p.ink if not p.is_dark else mix(p.ground, WHITE, 0.1)
    c.rect(left - 12, top - 26, w + 24, 42, lid, 14)
    c.poly(
        [(left + 14, top - 24), (left + 34, top - 70), (x + w / 2 - 34, top - 70), (x + w / 2 - 14, top - 24)],
        mix(lid, WHITE, 0.12),
    )
    c.rect(left - 4, top - 20, w * 0.4, 6, veil(WHITE, 0.25), 3)


def series(form: Form, label: Label, count: int, gap: float, zoom: float = 1.25) -> Artist:
    """So many of a form side by side, each in its own colours."""

    def artist(job: Job) -> Image.Image:
        c = stage(job)
        p = job.palette
        # The same sheet under a lens: the forms keep their own measures however large they are shown.
        near = Canvas(c.image, c.scale * zoom, (-c.width / 2 / zoom, -1050 / zoom))
        for place in range(count):
            form(near, job, p.led_by(place), place, (place - (count - 1) / 2) * gap, 0.0, label)
        return c.finish(7)

    return artist


STYLES: tuple[Artist, ...] = (
    series(tin, banded, 3, 420, 1.22),
    series(bottle, emblem, 3, 360, 1.06),
    series(carton, horizon, 2, 590, 1.28),
    series(can, letter, 3, 360, 1.3),
    series(pouch, banded, 2, 490, 1.35),
    series(jar, emblem, 3, 425, 1.25),
    series(tin, horizon, 3, 420, 1.22),
    series(tube, horizon, 3, 350, 1.25),
    series(cup, banded, 3, 420, 1.25),
    series(carton, emblem, 2, 590, 1.28),
    series(can, banded, 3, 360, 1.3),
    series(pouch, letter, 2, 490, 1.35),
    series(bottle, horizon, 3, 360, 1.06),
)
