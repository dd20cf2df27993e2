"""Web pages as they are presented in a pitch: in a browser's frame, on a telephone, or as a long full page."""

from collections.abc import Callable

from PIL import Image

from demo.artwork import marks
from demo.artwork.canvas import Canvas
from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    CONDENSED,
    DIDONE,
    GROTESK,
    HEAVY_SERIF,
    ITALIC,
    ROUND,
    ROUND_HEAVY,
    SERIF,
    TEXT,
    Face,
    fit,
    measure,
    write,
)
from demo.artwork.marks import Inks
from demo.artwork.motifs import MOTIFS, repeat
from demo.artwork.palettes import Colour, Palette, mix, veil
from demo.artwork.scenery import SCENES

WHITE = (255, 255, 255)
MENU = ("Atelier", "Travaux", "Journal", "Contact")
LINES = (
    ("Ce qui dure", "se fait lentement."),
    ("Douze pièces par an,", "pas une de plus."),
    ("Une main, un outil,", "un matin."),
    ("Plus simple,", "et mieux."),
)
BUTTONS = ("Prendre rendez-vous", "Découvrir", "Nous écrire")

Layout = Callable[[Canvas, Job, Palette], None]
"""Draws a page on a sheet of its own."""


# --- Parts --------------------------------------------------------------------------------------------------------


def picture(
    c: Canvas,
    job: Job,
    p: Palette,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    place: int = 0,
    radius: float = 0,
) -> None:
    """A photograph's stand-in: one of the scenes."""
    sheet = c.fresh(width, height, p.ground)
    SCENES[(job.seed * 5 + place * 3) % len(SCENES)](sheet, p.led_by(place), job.chance(f"picture{place}"))
    c.lay(sheet, x, y, radius=radius)


def swatch(
    c: Canvas,
    job: Job,
    p: Palette,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    place: int = 0,
    radius: float = 0,
) -> None:
    """A pattern in place of a picture: quicker, and calmer in small."""
    sheet = c.fresh(width, height, p.ground)
    repeat(
        sheet, MOTIFS[(job.seed + place * 5) % len(MOTIFS)](sheet, p.led_by(place), job.chance(f"swatch{place}"), 0.55)
    )
    c.lay(sheet, x, y, radius=radius)


def bar(c: Canvas, job: Job, p: Palette, ink: Colour, margin: float, face: Face = GROTESK, size: float = 34) -> None:
    """The mark and the name on the left, the menu on the right."""
    marks.choose(job.seed)(c, margin + 22, 62, 22, Inks(ink, p.second, p.third, p.ground), job.initial)
    write(c, job.brand, margin + 62, 62 + size * 0.34, face, size, ink)
    x = c.width - margin
    for text in reversed(MENU):
        x -= measure(c, text, TEXT, 22)
        write(c, text, x, 70, TEXT, 22, ink)
        x -= 36


def button(
    c: Canvas, text: str, x: float, y: float, fill: Colour, ink: Colour, *, size: float = 25, radius: float = 32
) -> float:
    """A call to action; returns its width."""
    width = measure(c, text, GROTESK, size) + size * 2.6
    c.rect(x, y, width, size * 2.5, fill, radius)
    write(c, text, x + size * 1.3, y + size * 1.6, GROTESK, size, ink)
    return width


def paragraph(c: Canvas, x: float, y: float, width: float, rows: int, fill: Colour, leading: float = 30) -> None:
    """Lines of running text, too small to read."""
    for row in range(rows):
        c.rect(
            x,
            y + row * leading,
            width * (0.62 if row == rows - 1 else 1 - (row * 37 % 11) / 100),
            leading * 0.3,
            fill,
            4,
        )


def slogan(
    c: Canvas, job: Job, x: float, y: float, face: Face, width: float, largest: float, fill: Colour, anchor: str = "l"
) -> float:
    """Two large lines; returns where they end."""
    lines = LINES[job.seed % len(LINES)]
    size = min(fit(c, line, face, width, largest) for line in lines)
    for row, line in enumerate(lines):
        write(c, line, x, y + size * (0.76 + row * 1.02), face, size, fill, anchor=anchor + "s", tracking=-15)
    return y + size * 2.1


# --- Layouts ------------------------------------------------------------------------------------------------------


def editorial(c: Canvas, job: Job, p: Palette) -> None:
    """A quiet headline over one wide picture."""
    bar(c, job, p, p.ink, 60, SERIF)
    end = slogan(c, job, 60, 165, DIDONE, c.width * 0.62, 130, p.ink)
    paragraph(c, c.width * 0.7, 200, c.width * 0.24, 4, mix(p.ink, p.ground, 0.72))
    button(c, BUTTONS[job.seed % 3], c.width * 0.7, 345, p.first, p.on(p.first))
    picture(c, job, p, 60, end + 50, c.width - 120, c.height - end - 50)


def split(c: Canvas, job: Job, p: Palette) -> None:
    """Words left, picture right to the edge."""
    half = c.width * 0.5
    c.rect(0, 0, half, c.height, p.first)
    on = p.on(p.first)
    picture(c, job, p, half, 0, half + 2, c.height)
    marks.choose(job.seed)(c, 90, 86, 34, Inks(on, p.second, p.third, p.first), job.initial)
    write(c, job.brand, 146, 98, ROUND, 36, on)
    end = slogan(c, job, 60, c.height * 0.32, ROUND_HEAVY, half - 130, 104, on)
    paragraph(c, 62, end + 16, half * 0.62, 3, veil(on, 0.45))
    width = button(
        c,
        BUTTONS[job.seed % 3],
        60,
        end + 140,
        p.third if p.third != on else p.second,
        p.on(p.third if p.third != on else p.second),
    )
    write(c, "Voir le film →", 60 + width + 34, end + 182, GROTESK, 25, on)


def shop(c: Canvas, job: Job, p: Palette) -> None:
    """A shelf of three products under a banner."""
    bar(c, job, p, p.ink, 56)
    c.rect(40, 126, c.width - 80, 330, p.soft, 22)
    slogan(c, job, 96, 190, HEAVY_SERIF, c.width * 0.5, 82, p.on(p.soft))
    button(c, BUTTONS[job.seed % 3], 96, 366, p.first, p.on(p.first), size=22)
    c.circle(c.width * 0.8, 291, 130, p.second)
    marks.choose(job.seed + 1)(c, c.width * 0.8, 291, 84, Inks(p.on(p.second), p.first, p.third, p.second), job.initial)
    width = (c.width - 80 - 2 * 28) / 3
    for place in range(3):
        x = 40 + place * (width + 28)
        swatch(c, job, p, x, 490, width, c.height - 490 - 120, place=place, radius=18)
        write(c, ("Modèle A", "Modèle B", "Modèle C")[place], x + 4, c.height - 76, GROTESK, 27, p.ink)
        write(c, ("148 €", "96 €", "210 €")[place], x + width - 4, c.height - 76, TEXT, 27, p.ink, anchor="rs")
        paragraph(c, x + 4, c.height - 52, width * 0.7, 1, mix(p.ink, p.ground, 0.75))


def stage(c: Canvas, job: Job, p: Palette) -> None:
    """The picture fills the page; the words stand on it."""
    picture(c, job, p, 0, 0, c.width, c.height)
    c.gradient_veil(0, 0, c.width * 0.75, c.height, 0.66, 0.0)
    bar(c, job, Palette(p.name, p.ground, p.ink, WHITE, WHITE, WHITE, p.soft, p.moods), WHITE, 60)
    end = slogan(c, job, 60, c.height * 0.38, SERIF, c.width * 0.6, 118, WHITE)
    paragraph(c, 62, end + 14, c.width * 0.3, 2, (255, 255, 255, 150))
    button(c, BUTTONS[job.seed % 3], 60, end + 104, WHITE, (20, 20, 24), radius=6)


def mosaic(c: Canvas, job: Job, p: Palette) -> None:
    """A grid of tiles in different sizes, each with one thing to say."""
    gap, m = 18.0, 40.0
    bar(c, job, p, p.ink, m + 6, ROUND)
    top = 122.0
    unit = (c.width - 2 * m - 3 * gap) / 4
    row = (c.height - top - m - gap) / 2
    c.rect(m, top, 2 * unit + gap, row, p.first, 26)
    slogan(c, job, m + 40, top + row * 0.16, ROUND_HEAVY, 2 * unit - 70, 86, p.on(p.first))
    button(c, BUTTONS[job.seed % 3], m + 40, top + row - 94, p.on(p.first), p.first, size=22)
    picture(c, job, p, m + 2 * (unit + gap), top, 2 * unit + gap, row, radius=26)
    low = top + row + gap
    swatch(c, job, p, m, low, unit, row, radius=26)
    c.rect(m + unit + gap, low, unit, row, p.third, 26)
    on = p.on(p.third)
    write(c, "12", m + 1.5 * unit + gap, low + row * 0.6, CONDENSED, row * 0.5, on, anchor="ms")
    write(c, "pièces par an", m + 1.5 * unit + gap, low + row * 0.76, TEXT, 27, on, anchor="ms")
    c.rect(m + 2 * (unit + gap), low, 2 * unit + gap, row, p.soft, 26)
    on = p.on(p.soft)
    write(c, "“", m + 2 * (unit + gap) + 34, low + 176, HEAVY_SERIF, 190, p.second)
    write(c, "Un travail que l’on garde.", m + 2 * (unit + gap) + 40, low + row * 0.52, ITALIC, 54, on)
    paragraph(c, m + 2 * (unit + gap) + 42, low + row * 0.64, unit * 1.3, 2, mix(on, p.soft, 0.6))


def numbers(c: Canvas, job: Job, p: Palette) -> None:
    """A service's page: a claim, a chart, three figures."""
    bar(c, job, p, p.ink, 60, ROUND)
    slogan(c, job, c.width / 2, 150, GROTESK, c.width * 0.7, 96, p.ink, "m")
    width = measure(c, BUTTONS[1], GROTESK, 25) + 65
    button(c, BUTTONS[1], c.width / 2 - width / 2, 372, p.first, p.on(p.first))
    card_top, m = 486.0, 90.0
    card = c.fresh(
        c.width - 2 * m,
        c.height - card_top + 40,
        mix(p.ground, WHITE, 0.6) if not p.is_dark else mix(p.ground, WHITE, 0.08),
    )
    chance = job.chance("chart")
    w, h = card.width, card.height
    for row in range(5):
        card.rect(48, 90 + row * 82, w * 0.6, 2, mix(p.ink, p.ground, 0.82))
    points = [(48 + w * 0.6 * step / 9, 420 - step * 30 + chance.uniform(-44, 44)) for step in range(10)]
    card.poly([*points, (48 + w * 0.6, h), (48, h)], veil(p.first, 0.16))
    card.curve(points, 7, p.first)
    for x, y in points[::3]:
        card.circle(x, y, 12, p.first)
        card.circle(x, y, 6, mix(p.ground, WHITE, 0.6))
    for place, (figure, colour) in enumerate((("94 %", p.first), ("× 3,2", p.second), ("21 j", p.third))):
        x, y = w * 0.7, 70 + place * 150
        card.rect(x, y, w * 0.26, 126, veil(colour, 0.16), 18)
        card.rect(x, y, 10, 126, colour, 5)
        write(card, figure, x + 38, y + 72, ROUND_HEAVY, 58, p.ink)
        paragraph(card, x + 40, y + 94, w * 0.15, 1, mix(p.ink, p.ground, 0.6))
    c.lay(card, m, card_top, radius=26, shadow=0.25)


# --- Frames -------------------------------------------------------------------------------------------------------


def in_browser(layout: Layout) -> Artist:
    """In a browser's window, floating on a colour."""

    def artist(job: Job) -> Image.Image:
        p = job.palette
        back = p.first if job.seed % 3 else p.soft
        c = job.sheet(back)
        c.gradient(0, 0, c.width, 1200, mix(back, WHITE, 0.14), mix(back, (0, 0, 0), 0.12))
        m, head = 84.0, 58.0
        window = c.fresh(c.width - 2 * m, 1200 - 2 * m, (246, 246, 248))
        for place, colour in enumerate(((237, 106, 94), (245, 191, 79), (98, 197, 84))):
            window.circle(36 + place * 30, head / 2, 9, colour)
        window.rect(window.width * 0.3, 14, window.width * 0.4, head - 28, (228, 229, 233), 15)
        address = job.brand.lower().replace(" ", "-") + ".example"
        write(window, address, window.width / 2, head / 2 + 7, TEXT, 20, (105, 108, 118), anchor="ms")
        page = c.fresh(window.width, window.height - head, p.ground)
        layout(page, job, p)
        window.lay(page, 0, head)
        c.lay(window, m, m, radius=18, shadow=0.5, drop=30)
        return c.finish()

    return artist


def bare(layout: Layout) -> Artist:
    """The page itself, edge to edge."""

    def artist(job: Job) -> Image.Image:
        c = job.sheet()
        layout(c, job, job.palette)
        return c.finish()

    return artist


def telephones(job: Job) -> Image.Image:
    """Three screens of the same site on telephones."""
    p = job.palette
    back = p.second
    c = job.sheet(back)
    c.gradient(0, 0, c.width, 1200, mix(back, WHITE, 0.2), mix(back, (0, 0, 0), 0.1))
    width, height = 430.0, 900.0
    for place, (x, y) in enumerate(((-490.0, 210.0), (0.0, 130.0), (490.0, 210.0))):
        left = c.width / 2 + x - width / 2
        shell = c.fresh(width + 28, height + 28, (24, 24, 28))
        screen = c.fresh(width, height, p.ground)
        phone_screen(screen, job, p, place)
        screen.rect(width / 2 - 62, 14, 124, 30, (24, 24, 28), 15)
        shell.lay(screen, 14, 14, radius=54)
        c.lay(shell, left - 14, y - 14, radius=66, shadow=0.45, drop=26)
    return c.finish()


def phone_screen(c: Canvas, job: Job, p: Palette, place: int) -> None:
    """A welcome, a list, a detail."""
    w, h = c.width, c.height
    if place == 0:
        c.rect(0, 0, w, h, p.first)
        on = p.on(p.first)
        marks.choose(job.seed)(c, w / 2, h * 0.34, 108, Inks(on, p.second, p.third, p.first), job.initial)
        write(c, job.brand, w / 2, h * 0.58, ROUND_HEAVY, fit(c, job.brand, ROUND_HEAVY, w * 0.8, 66), on, anchor="ms")
        c.rect(40, h - 170, w - 80, 74, on, 37)
        write(c, BUTTONS[1], w / 2, h - 123, GROTESK, 29, p.first, anchor="ms")
        return
    if place == 1:
        picture(c, job, p, 0, 0, w, h * 0.44)
        end = slogan(c, job, 34, h * 0.48, SERIF, w - 68, 62, p.ink)
        paragraph(c, 36, end + 12, w - 76, 4, mix(p.ink, p.ground, 0.7), 27)
        button(c, BUTTONS[job.seed % 3], 34, h - 150, p.first, p.on(p.first), size=26)
        return
    write(c, MENU[1], 34, 132, ROUND_HEAVY, 52, p.ink)
    for row in range(4):
        y = 176 + row * 172
        c.rect(24, y, w - 48, 150, mix(p.soft, p.ground, 0.35), 24)
        swatch(c, job, p, 40, y + 16, 118, 118, place=row, radius=16)
        write(c, ("Atelier", "Travaux", "Journal", "Essais")[row], 184, y + 66, GROTESK, 32, p.ink)
        paragraph(c, 184, y + 88, w * 0.4, 2, mix(p.ink, p.ground, 0.65), 22)


STYLES: tuple[Artist, ...] = (
    in_browser(editorial),
    telephones,
    bare(stage),
    in_browser(mosaic),
    bare(split),
    in_browser(shop),
    in_browser(numbers),
    bare(editorial),
    in_browser(split),
    bare(mosaic),
    in_browser(stage),
    bare(shop),
)
