"""Patterns, shown as designers show them: alone, with their other colours, or on something that was wrapped in them."""

from PIL import Image

from demo.artwork.job import Artist, Job
from demo.artwork.lettering import ITALIC, TEXT, fit, write
from demo.artwork.motifs import MOTIFS, Motif, repeat
from demo.artwork.palettes import mix


def alone(job: Job, motif: Motif) -> Image.Image:
    """The pattern, edge to edge."""
    c = job.sheet()
    repeat(c, motif(c, job.palette, job.chance(), 1.2))
    return c.finish(6)


def colour_card(job: Job, motif: Motif) -> Image.Image:
    """The pattern with three other colourings on a strip."""
    p = job.palette
    c = job.sheet()
    repeat(c, motif(c, p, job.chance(), 1.1))
    strip = 330.0
    left = c.width - strip
    c.rect(left, 0, strip, 1200, mix(p.ground, (255, 255, 255), 0.35) if not p.is_dark else p.ground)
    for index, palette in enumerate((p.led_by(1), p.led_by(2), p.reversed())):
        swatch = c.fresh(strip - 76, 276, palette.ground)
        repeat(swatch, motif(swatch, palette, job.chance(), 0.7))
        c.lay(swatch, left + 38, 38 + index * 300)
    size = fit(c, job.brand, ITALIC, strip - 76, 64)
    write(c, job.brand, left + 38, 1060, ITALIC, size, p.ink)
    write(c, "4 coloris · raccord 32 cm", left + 38, 1112, TEXT, 23, mix(p.ink, p.ground, 0.3))
    return c.finish(5)


def parcel(job: Job, motif: Motif) -> Image.Image:
    """A parcel in the paper, tied and labelled, seen from above."""
    p = job.palette
    table = mix(p.soft, p.ground, 0.35)
    c = job.sheet(table)
    c.gradient(0, 0, c.width, 1200, mix(table, (255, 255, 255), 0.2), mix(table, (0, 0, 0), 0.1))
    box = c.fresh(1080, 800, p.ground)
    repeat(box, motif(box, p, job.chance(), 0.8))
    box.rect(0, 770, 1080, 30, (*mix(p.ink, (0, 0, 0), 0.4), 60))
    band = p.ink if not p.is_dark else p.second
    for x, y, width, height in ((740.0, 0.0, 46.0, 800.0), (0.0, 360.0, 1080.0, 46.0)):
        box.rect(x, y, width, height, band)
    x = (c.width - 1080) / 2
    c.lay(box, x, 200, radius=8, shadow=0.5, drop=30)
    for side in (-1, 1):
        c.blob(
            [(x + 763, 583), (x + 763 + side * 120, 500), (x + 763 + side * 165, 560), (x + 763 + side * 110, 640)],
            band,
        )
        c.blob(
            [
                (x + 763 + side * 20, 580),
                (x + 763 + side * 105, 535),
                (x + 763 + side * 130, 565),
                (x + 763 + side * 95, 610),
            ],
            mix(band, p.second, 0.35),
        )
    c.circle(x + 763, 583, 34, band)
    label = c.fresh(380, 210, mix(p.ground, (255, 255, 255), 0.5) if not p.is_dark else p.ink)
    ink = p.ink if not p.is_dark else p.ground
    label.frame(14, 14, 352, 182, 3, ink, 6)
    write(label, job.brand, 190, 128, ITALIC, fit(label, job.brand, ITALIC, 300, 84), ink, anchor="ms")
    c.lay(label, x + 150, 480, radius=8, shadow=0.35, drop=8)
    return c.finish(7)


SHOWINGS = (alone, colour_card, parcel)


def shown(motif: Motif, place: int) -> Artist:
    """Bind a motif to the way it is shown."""

    def artist(job: Job) -> Image.Image:
        return SHOWINGS[place % 3](job, motif)

    return artist


STYLES: tuple[Artist, ...] = tuple(shown(motif, place) for place, motif in enumerate(MOTIFS))
