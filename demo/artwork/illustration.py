"""Illustrations: twelve scenes, full-bleed, in a passe-partout, in a round window or as a triptych."""

from collections.abc import Callable

from PIL import Image

from demo.artwork.canvas import Canvas
from demo.artwork.job import Artist, Job
from demo.artwork.palettes import mix
from demo.artwork.props import light_of
from demo.artwork.scenery import SCENES, Scene

Framing = Callable[[Job, Scene], Image.Image]


def bleed(job: Job, scene: Scene) -> Image.Image:
    """To the sheet's edges."""
    c = job.sheet()
    scene(c, job.palette, job.chance())
    return c.finish(9)


def matted(job: Job, scene: Scene) -> Image.Image:
    """On white paper, with a margin as for a print."""
    p = job.palette
    c = job.sheet(mix(light_of(p), (255, 255, 255), 0.6))
    inner = c.fresh(c.width - 180, 1020, p.ground)
    scene(inner, p, job.chance())
    c.lay(inner, 90, 90)
    return c.finish(9)


def round_window(job: Job, scene: Scene) -> Image.Image:
    """In a circle, on the palette's ground."""
    p = job.palette
    c = job.sheet(p.soft)
    inner: Canvas = c.fresh(1060, 1060, p.ground)
    scene(inner, p, job.chance())
    c.circle(c.width / 2, 600, 552, mix(light_of(p), p.soft, 0.3))
    c.lay(inner, c.width / 2 - 530, 70, radius=530)
    return c.finish(9)


def with_framing(scene: Scene, framing: Framing) -> Artist:
    """Bind a scene to the way it is shown."""

    def artist(job: Job) -> Image.Image:
        return framing(job, scene)

    return artist


FRAMINGS = (bleed, matted, bleed, bleed, bleed, matted, bleed, round_window, bleed, bleed, matted, bleed)
STYLES: tuple[Artist, ...] = tuple(
    with_framing(scene, framing) for scene, framing in zip(SCENES, FRAMINGS, strict=True)
)
