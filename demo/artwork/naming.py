"""Names, set in type on a plain ground: what a naming proposal shows. Eight hands."""

from PIL import Image

from demo.artwork.job import Artist, Job
from demo.artwork.lettering import (
    BLACK,
    BOOK,
    CONDENSED,
    DIDONE,
    HEAVY_ITALIC,
    HEAVY_SERIF,
    ITALIC,
    ROUND_HEAVY,
    ROUND_LIGHT,
    SERIF,
    SLIM,
    TEXT,
    WIDE,
    Face,
    fit,
    lines_of,
    measure,
    write,
)
from demo.artwork.palettes import mix


def alone(job: Job) -> Image.Image:
    """The name, and nothing else."""
    p = job.palette
    c = job.sheet(p.first)
    face: Face = (ROUND_HEAVY, HEAVY_SERIF, WIDE)[job.seed % 3]
    size = fit(c, job.brand, face, c.width * 0.7, 380, -20)
    write(c, job.brand, c.width / 2, 600 + size * 0.3, face, size, p.on(p.first), anchor="ms", tracking=-20)
    return c.finish()


def dictionary(job: Job) -> Image.Image:
    """The name as a dictionary would enter it."""
    p = job.palette
    c = job.sheet()
    x = c.width * 0.14
    size = fit(c, job.brand.lower(), SERIF, c.width * 0.7, 250)
    write(c, job.brand.lower(), x, 520, SERIF, size, p.ink)
    write(c, "nom propre, invariable", x + 6, 600, ITALIC, 50, p.second)
    c.rect(x + 6, 650, 120, 6, p.first)
    for row, text in enumerate(
        (
            "1. Ce que l’on garde longtemps.",
            "2. Bruit clair d’une chose bien faite.",
            "3. Se dit dans toutes les langues.",
        )
    ):
        write(c, text, x + 6, 740 + row * 66, BOOK, 44, mix(p.ink, p.ground, 0.15))
    return c.finish()


def tongues(job: Job) -> Image.Image:
    """The name in four voices, one under another."""
    p = job.palette
    c = job.sheet()
    rows: tuple[tuple[Face, str], ...] = (
        (WIDE, job.brand.upper()),
        (ITALIC, job.brand),
        (CONDENSED, job.brand.upper()),
        (ROUND_LIGHT, job.brand.lower()),
    )
    for row, ((face, text), ground) in enumerate(zip(rows, (p.ground, p.first, p.second, p.third), strict=True)):
        c.rect(0, row * 300, c.width, 301, ground)
        size = fit(c, text, face, c.width * 0.8, 210)
        write(c, text, c.width / 2, row * 300 + 150 + size * 0.33, face, size, p.on(ground), anchor="ms")
    return c.finish()


def blocks(job: Job) -> Image.Image:
    """A toy block for every letter, a row for every word."""
    p = job.palette
    c = job.sheet(p.soft)
    words = lines_of(job.brand.upper(), 3)
    gap = 18.0
    longest = max(len(word) for word in words)
    side = min(290.0, (c.width - 180) / longest - gap, 1000 / len(words) - 60)
    top = 600 - (len(words) * (side + 48) - 48) / 2
    for row, word in enumerate(words):
        left = (c.width - len(word) * (side + gap) + gap) / 2
        for index, letter in enumerate(word):
            if letter == " ":
                continue
            x, y = left + index * (side + gap), top + row * (side + 48) + (-1) ** index * side * 0.06
            fill = (p.first, p.second, p.third)[(index + row) % 3]
            c.rect(x + 10, y + 14, side, side, mix(p.soft, (0, 0, 0), 0.22), side * 0.14)
            c.rect(x, y, side, side, fill, side * 0.14)
            write(c, letter, x + side / 2, y + side * 0.74, ROUND_HEAVY, side * 0.68, p.on(fill), anchor="ms")
    return c.finish()


def spoken(job: Job) -> Image.Image:
    """The name said aloud by somebody we do not see."""
    p = job.palette
    c = job.sheet(p.third)
    x, y, w, h = c.width * 0.12, 230.0, c.width * 0.76, 590.0
    c.rect(x, y, w, h, p.ground, 150)
    c.poly([(x + w * 0.22, y + h - 4), (x + w * 0.16, y + h + 170), (x + w * 0.36, y + h - 4)], p.ground)
    size = fit(c, job.brand + " !", HEAVY_ITALIC, w * 0.8, 300)
    write(c, job.brand + " !", c.width / 2, y + h / 2 + size * 0.3, HEAVY_ITALIC, size, p.on(p.ground), anchor="ms")
    return c.finish()


def shelf(job: Job) -> Image.Image:
    """The name at every size it will have to work at."""
    p = job.palette
    c = job.sheet()
    x, y = 100.0, 60.0
    for place, size in enumerate((300, 190, 120, 76, 48, 30)):
        fitted = fit(c, job.brand, BLACK, c.width - 200, size)
        y += fitted * 0.98 + 18
        write(
            c, job.brand, x, y, BLACK, fitted, (p.ink, p.first, p.second, p.ink, p.first, p.second)[place], tracking=-20
        )
    write(c, "12 mm → 3 m", c.width - 100, y, TEXT, 32, mix(p.ink, p.ground, 0.35), anchor="rs")
    return c.finish()


def thin(job: Job) -> Image.Image:
    """A whisper: fine letters, wide apart, on the dark."""
    p = job.palette
    ground = p.ink if not p.is_dark else p.ground
    c = job.sheet(ground)
    on = p.on(ground)
    text = job.brand.upper()
    size = fit(c, text, DIDONE, c.width * 0.72, 210, 240)
    write(c, text, c.width / 2, 600 + size * 0.33, DIDONE, size, on, anchor="ms", tracking=240)
    width = measure(c, text, DIDONE, size, 240)
    c.rect((c.width - width) / 2, 760, width, 3, mix(on, ground, 0.5))
    write(
        c,
        f"{len(text.replace(' ', ''))} lettres",
        c.width / 2,
        830,
        SLIM,
        40,
        mix(on, ground, 0.4),
        anchor="ms",
        tracking=120,
    )
    return c.finish()


def tall(job: Job) -> Image.Image:
    """Letters as high as the sheet."""
    p = job.palette
    c = job.sheet(p.second)
    text = job.brand.upper()
    size = min(fit(c, text, CONDENSED, c.width - 90, 1400, -20), 1400)
    write(c, text, c.width / 2, 600 + size * 0.345, CONDENSED, size, p.on(p.second), anchor="ms", tracking=-20)
    return c.finish()


STYLES: tuple[Artist, ...] = (alone, dictionary, tongues, blocks, thin, spoken, shelf, tall)
