"""What an artist is told: the sheet's size, the brand's name, the colours, and chance that repeats itself."""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from demo.artwork import palettes
from demo.artwork.canvas import Canvas
from demo.artwork.palettes import Colour, Palette


@dataclass(frozen=True, slots=True)
class Job:
    """One piece to draw. `style` says which of the kind's hands draws it."""

    kind: str
    seed: int
    size: tuple[int, int]
    brand: str
    palette: Palette
    style: int

    @classmethod
    def of(cls, kind: str, seed: int, size: tuple[int, int], brand: str, hint: str | None, style: int | None) -> "Job":
        """Settle what the caller left open; everything follows from the seed."""
        name = brand.strip() or "Fairbrief"
        # Another brand starts elsewhere in every list, so that two briefs' first entries have nothing in common.
        turned = seed + zlib.crc32(f"{kind}/{name}".encode()) % 9973
        palette = palettes.pick(turned, random.Random(f"{kind}/{turned}"), hint)
        return cls(kind, turned, size, name, palette, turned if style is None else style)

    def sheet(self, ground: Colour | None = None) -> Canvas:
        """A fresh sheet in the palette's ground, or another colour."""
        return Canvas.sheet(self.size, ground or self.palette.ground)

    def chance(self, purpose: str = "") -> random.Random:
        """Chance that is the same for the same job and purpose, however often and in whatever order it is asked for."""
        return random.Random(f"{self.kind}/{self.seed}/{self.brand}/{purpose}")

    @property
    def initial(self) -> str:
        """The brand's first letter, in capitals; articles do not count."""
        words = self.brand.split()
        word = words[1] if len(words) > 1 and words[0].lower() in {"the", "les", "le", "la"} else words[0]
        return word[0].upper()


Artist = Callable[[Job], Image.Image]
"""Draws a piece."""
