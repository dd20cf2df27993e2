"""All scenes, in the order in which hands draw them: material for illustrations, covers, pages and storyboards."""

import random
from collections.abc import Callable

from demo.artwork.canvas import Canvas
from demo.artwork.landscapes import balloons, desert, mountains, planets, seaside, skyline, tides, village
from demo.artwork.palettes import Palette
from demo.artwork.still_lifes import bicycle, bouquet, greenhouse, loft

Scene = Callable[[Canvas, Palette, random.Random], None]

SCENES: tuple[Scene, ...] = (
    seaside,
    bicycle,
    mountains,
    bouquet,
    skyline,
    tides,
    village,
    greenhouse,
    balloons,
    loft,
    desert,
    planets,
)
