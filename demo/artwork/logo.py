"""Logos, as designers present them: a mark, a word, and the way both are shown. Twelve hands."""

from PIL import Image

from demo.artwork import marks
from demo.artwork.canvas import Canvas
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    BLACK,
    CONDENSED,
    DIDONE,
    GROTESK,
    HEAVY_ITALIC,
    HEAVY_SERIF,
    ITALIC,
    ROUND,
    ROUND_HEAVY,
    ROUND_LIGHT,
    SERIF,
    SLIM,
    TEXT,
    WIDE,
    WIDE_LIGHT,
    Face,
    fit,
    lines_of,
    measure,
    write,
    write_round,
)
from demo.artwork.marks import Inks
from demo.artwork.palettes import Colour, lightness, mix, veil

VOICES: tuple[tuple[Face, str, float], ...] = (
    (ROUND, "lower", -20),
    (SERIF, "as is", -10),
    (WIDE_LIGHT, "upper", 180),
    (HEAVY_SERIF, "as is", -15),
    (GROTESK, "lower", -10),
    (DIDONE, "upper", 90),
    (WIDE, "lower", -20),
    (ITALIC, "as is", 0),
    (BLACK, "as is", -25),
    (ROUND_LIGHT, "upper", 260),
    (HEAVY_ITALIC, "as is", -10),
    (CONDENSED, "upper", 30),
)


class Word:
    """The brand's name in one of the voices."""

    def __init__(self, job: Job, voice: int | None = None) -> None:
        self.face, case, self.tracking = VOICES[(job.seed * 5 + 1 if voice is None else voice) % len(VOICES)]
        self.text = {"lower": job.brand.lower(), "upper": job.brand.upper()}.get(case, job.brand)

    def write(
        self, c: Canvas, x: float, y: float, width: float, largest: float, fill: Colour, anchor: str = "ms"
    ) -> float:
        """Set the name at most `width` wide; returns the size it got."""
        size = fit(c, self.text, self.face, width, largest, self.tracking)
        # Optical centring: tracking also follows the last letter.
        write(c, self.text, x, y, self.face, size, fill, anchor=anchor, tracking=self.tracking)
        return size

    def width(self, c: Canvas, size: float) -> float:
        """How wide the name is at a size."""
        return measure(c, self.text, self.face, size, self.tracking)


def stacked(job: Job) -> Image.Image:
    """The mark over the word, with much air."""
    c = job.sheet()
    p, x = job.palette, c.width / 2
    marks.choose(job.seed)(c, x, 470, 215, Inks.of(p), job.initial)
    Word(job).write(c, x, 905, c.width * 0.62, 150, p.ink)
    write(c, "—  2026  —", x, 1000, TEXT, 30, mix(p.ink, p.ground, 0.4), anchor="ms", tracking=120)
    return c.finish()


def lockup(job: Job) -> Image.Image:
    """Mark and word on one line, on the palette's own colour."""
    p = job.palette
    c = job.sheet(p.first)
    paper = p.on(p.first)
    word, size = Word(job), 170.0
    room = c.width * 0.8 - 320
    size = min(size, size * room / word.width(c, size))
    total = 270 + 60 + word.width(c, size)
    left = (c.width - total) / 2
    inks = Inks(paper, p.third if p.third != p.first else p.second, mix(paper, p.first, 0.35), p.first)
    marks.choose(job.seed)(c, left + 135, 600, 135, inks, job.initial)
    word.write(c, left + 330, 600 + size * 0.34, room, size, paper, "ls")
    return c.finish()


def halves(job: Job) -> Image.Image:
    """Positive and negative, side by side."""
    p = job.palette
    c = job.sheet()
    half = c.width / 2
    dark = p.first
    c.rect(half, 0, half, 1200, dark)
    mark, word = marks.choose(job.seed), Word(job)
    mark(c, half / 2, 520, 190, Inks.of(p), job.initial)
    mark(c, half * 1.5, 520, 190, Inks.plain(p.on(dark), dark), job.initial)
    for x, colour in ((half / 2, p.ink), (half * 1.5, p.on(dark))):
        word.write(c, x, 870, half * 0.7, 92, colour)
    return c.finish()


def cards(job: Job) -> Image.Image:
    """Two visiting cards on a table, front and back."""
    p = job.palette
    table = mix(p.soft, p.ground, 0.25)
    c = job.sheet(table)
    c.gradient(0, 0, c.width, 1200, mix(table, (255, 255, 255), 0.18), mix(table, (0, 0, 0), 0.1))
    white = mix(max(p.ground, p.ink, key=lightness), (255, 255, 255), 0.5)
    back, front = c.fresh(840, 500, p.first), c.fresh(840, 500, white)
    mark, word = marks.choose(job.seed), Word(job)
    on = p.on(p.first)
    for row in range(4):
        for column in range(7):
            mark(back, 60 + column * 120, 70 + row * 120, 34, Inks.plain(mix(on, p.first, 0.78), p.first), job.initial)
    back.rect(250, 160, 340, 180, p.first)
    word.write(back, 420, 272, 300, 78, on)
    ink = p.on(white)
    mark(front, 150, 150, 78, Inks.of(p, white), job.initial)
    word.write(front, 74, 380, 420, 62, ink, "ls")
    for row, text in enumerate(("12, quai des Forges", "+33 1 99 00 12 26")):
        write(front, text, 74, 422 + row * 34, TEXT, 24, mix(ink, white, 0.35))
    c.lay(back, c.width / 2 - 620, 190, radius=10, shadow=0.34)
    c.lay(front, c.width / 2 - 220, 520, radius=10, shadow=0.42)
    return c.finish(6)


def badge(job: Job) -> Image.Image:
    """A round stamp with the name on its rim."""
    p = job.palette
    ground = p.soft if job.seed % 2 else p.ground
    c = job.sheet(ground)
    x, y, ink = c.width / 2, 600, p.on(ground)
    c.circle(x, y, 455, ink)
    c.ring(x, y, 430, 5, ground)
    c.ring(x, y, 292, 5, ground)
    name = job.brand.upper()
    size = min(84.0, 84 * 980 / max(1.0, measure(c, name, GROTESK, 84, 120)))
    write_round(c, name, x, y, 332, GROTESK, size, ground, tracking=120)
    write_round(c, "MAISON FONDÉE EN 2026", x, y, 388, GROTESK, 44, ground, middle=90, tracking=160, inward=True)
    accents = sorted(p.inks, key=lambda each: -sum(abs(a - b) for a, b in zip(each, ink, strict=False)))
    marks.choose(job.seed)(c, x, y, 190, Inks(ground, accents[0], accents[1], ink), job.initial)
    for side in (-1, 1):
        c.circle(x + side * 361, y, 12, accents[0])
    return c.finish()


def app_icon(job: Job) -> Image.Image:
    """An icon for a phone's first page, large, with its small sizes."""
    p = job.palette
    c = job.sheet(mix(p.ground, (255, 255, 255), 0.3) if not p.is_dark else p.ground)
    mark = marks.choose(job.seed)
    on = p.on(p.first)
    inks = Inks(on, p.third, p.second, p.first)
    places = ((c.width * 0.36, 560.0, 520.0), (c.width * 0.7, 430.0, 210.0), (c.width * 0.7 + 190, 430.0, 96.0))
    for x, y, side in places:
        icon = c.fresh(side, side, p.first)
        icon.gradient(0, 0, side, side, mix(p.first, (255, 255, 255), 0.12), mix(p.first, (0, 0, 0), 0.1))
        mark(icon, side / 2, side / 2, side * 0.3, inks, job.initial)
        c.lay(icon, x - side / 2, y - side / 2, radius=side * 0.225, shadow=0.4 if side > 200 else 0.25)
    Word(job).write(c, c.width * 0.7 - 105, 700, c.width * 0.26, 92, p.ink, "ls")
    write(c, "iOS · Android · Web", c.width * 0.7 - 103, 765, TEXT, 32, mix(p.ink, p.ground, 0.45))
    return c.finish()


def construction(job: Job) -> Image.Image:
    """The mark with the circles and lines it was built on."""
    p = job.palette
    c = job.sheet()
    x, y, r = c.width * 0.36, 600.0, 300.0
    rule = mix(p.ground, p.ink, 0.16)
    for step in range(-8, 9):
        place = step * r / 4
        c.line([(x + place, 0), (x + place, 1200)], 1.5, rule, caps=False)
        c.line([(0, y + place), (c.width, y + place)], 1.5, rule, caps=False)
    marks.choose(job.seed)(c, x, y, r, Inks.of(p), job.initial)
    guide = p.second
    for radius in (r, r * 0.62, r * 1.414):
        c.ring(x, y, radius, 2.5, guide)
    for angle in (-1, 1):
        c.line([(x - 460, y - 460 * angle), (x + 460, y + 460 * angle)], 2.5, guide, caps=False)
    left = c.width * 0.69
    c.rect(left - 30, 455, c.width * 0.27 + 30, 250, p.ground)
    size = Word(job).write(c, left, 600, c.width * 0.26, 110, p.ink, "ls")
    write(c, "4 × 4 modules", left + 2, 600 + size * 0.35 + 40, TEXT, 30, mix(p.ink, p.ground, 0.4))
    return c.finish()


def colourways(job: Job) -> Image.Image:
    """One mark in six colour schemes."""
    p = job.palette
    c = job.sheet()
    mark = marks.choose(job.seed)
    grounds = (p.first, p.ground, p.second, p.ink, p.third, p.soft)
    width, height = c.width / 3, 600.0
    for index, ground in enumerate(grounds):
        x, y = (index % 3) * width, (index // 3) * height
        c.rect(x, y, width + 1, height + 1, ground)
        on = p.on(ground)
        others = [ink for ink in p.inks if ink != ground]
        inks = Inks(on, others[0], others[-1], ground) if index % 2 else Inks.plain(on, ground)
        mark(c, x + width / 2, y + height / 2 - 36, 150, inks, job.initial)
        Word(job).write(c, x + width / 2, y + height - 82, width * 0.55, 46, on)
    return c.finish()


def signboard(job: Job) -> Image.Image:
    """A round sign on a wall, in the afternoon."""
    p = job.palette
    wall = mix(p.soft, (235, 228, 218), 0.45) if not p.is_dark else mix(p.soft, p.ground, 0.3)
    c = job.sheet(wall)
    c.gradient(0, 0, c.width, 1200, mix(wall, (255, 255, 255), 0.16), mix(wall, (0, 0, 0), 0.16), across=True)
    for row in range(9):
        c.rect(0, row * 140 + 60, c.width, 3, mix(wall, (0, 0, 0), 0.07))
    x, y, r = c.width / 2, 560.0, 380.0
    c.rect(x - 12, 0, 24, 220, (36, 34, 36))
    c.shadow(
        lambda m: m.circle(x + 50, y + 20, r, (255,)),
        x - r,
        y - r,
        2 * r + 50,
        2 * r + 20,
        blur=34,
        opacity=0.5,
        drop=46,
    )
    c.circle(x + 14, y + 8, r, mix(p.first, (0, 0, 0), 0.45))
    c.circle(x, y, r, p.first)
    on = p.on(p.first)
    c.ring(x, y, r - 24, 6, veil(on, 0.9))
    marks.choose(job.seed)(c, x, y - 70, 150, Inks(on, p.second, p.third, p.first), job.initial)
    Word(job).write(c, x, y + 205, 480, 92, on)
    return c.finish(7)


def giant(job: Job) -> Image.Image:
    """The word as large as the sheet; the mark is a small seal."""
    p = job.palette
    ground = p.second if job.seed % 2 else p.first
    c = job.sheet(ground)
    on = p.on(ground)
    lines = lines_of(job.brand.upper(), 2)
    face = CONDENSED if max(map(len, lines)) > 6 else BLACK
    height = 1020 / len(lines)
    y = 90.0
    for line in lines:
        size = min(fit(c, line, face, c.width - 120, 2000, -20), height / 0.72)
        y += size * 0.7
        write(c, line, 52, y, face, size, on, tracking=-20)
        y += 40
    if y < 800:
        band = y + 20
        c.rect(0, band, c.width, 1200 - band, on)
        inks = Inks(ground, p.third if p.third not in (ground, on) else p.first, p.soft, on)
        room = (1200 - band) / 2
        for place in range(3):
            x = c.width * (0.2 + 0.3 * place)
            marks.choose(job.seed + place)(c, x, band + room, min(room * 0.62, 180), inks, job.initial)
        return c.finish()
    r = 92
    c.circle(c.width - 170, 1032, 122, on)
    others = [ink for ink in p.inks if ink not in (ground, on)]
    marks.choose(job.seed)(c, c.width - 170, 1032, r * 0.8, Inks(ground, others[0], others[-1], on), job.initial)
    return c.finish()


def wrapping(job: Job) -> Image.Image:
    """The mark as a paper's pattern, with a label on it."""
    p = job.palette
    c = job.sheet(p.first)
    mark = marks.choose(job.seed)
    on = p.on(p.first)
    inks = Inks.plain(mix(on, p.first, 0.42), p.first)
    step = 178.0
    # One tile is drawn and repeated: a hundred marks would take a hundred times as long.
    tile = c.fresh(2 * step, 2 * step, p.first)
    mark(tile, step * 0.5, step * 0.5, 52, inks, job.initial)
    mark(tile, step * 1.5, step * 1.5, 52, inks, job.initial)
    for row in range(4):
        for column in range(int(c.width / step / 2) + 1):
            c.lay(tile, column * 2 * step - 40, row * 2 * step - 70)
    x = c.width / 2
    label = c.fresh(760, 500, p.ground)
    label.frame(22, 22, 716, 456, 4, p.ink)
    mark(label, 380, 178, 92, Inks.of(p), job.initial)
    Word(job).write(label, 380, 388, 600, 96, p.ink)
    c.lay(label, x - 380, 350, shadow=0.4)
    return c.finish(5)


def echo(job: Job) -> Image.Image:
    """The word repeated as an outline, filled once."""
    p = job.palette
    ground = p.ink if job.seed % 2 else p.ground
    c = job.sheet(ground)
    on = p.on(ground)
    text = job.brand.upper()
    face = WIDE if len(text) < 9 else CONDENSED if len(text) < 16 else SLIM
    size = min(fit(c, text, face, c.width - 200, 400), 340)
    step = size * 0.8
    rows = max(3, int(1060 / step))
    top = (1200 - (rows - 1) * step) / 2 + size * 0.34
    colour = max(p.inks, key=lambda ink: sum(abs(a - b) for a, b in zip(ink, ground, strict=False)))
    for row in range(rows):
        if row == rows // 2:
            write(c, text, c.width / 2, top + row * step, face, size, colour, anchor="ms")
        else:
            write(c, text, c.width / 2, top + row * step, face, size, mix(on, ground, 0.35), anchor="ms", outline=3.2)
    return c.finish()


def monogram(job: Job) -> Image.Image:
    """One letter, very large, with the mark in its lap."""
    p = job.palette
    c = job.sheet()
    half = c.width * 0.5
    c.rect(0, 0, half, 1200, p.first)
    on = p.on(p.first)
    face = (HEAVY_SERIF, BLACK, HEAVY_ITALIC, ROUND_HEAVY)[job.seed % 4]
    size = min(1080.0, fit(c, job.initial, face, half * 0.8, 1080))
    write(c, job.initial, half / 2, 600 + size * 0.355, face, size, on, anchor="ms")
    marks.choose(job.seed)(c, half * 1.5, 430, 130, Inks.of(p), job.initial)
    lines = lines_of(job.brand, 3)
    size = min(fit(c, line, SERIF, half * 0.66, 110, -10) for line in lines)
    for row, line in enumerate(lines):
        write(c, line, half * 1.5, 700 + row * size * 1.08, SERIF, size, p.ink, anchor="ms", tracking=-10)
    return c.finish()


STYLES: tuple[Artist, ...] = (
    stacked,
    badge,
    lockup,
    construction,
    cards,
    giant,
    halves,
    signboard,
    app_icon,
    monogram,
    wrapping,
    colourways,
    echo,
)
