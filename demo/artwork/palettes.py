"""Curated colours: every palette has a ground, an ink that reads on it, three inks that speak and one that whispers."""

import random
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import ImageColor

Colour = tuple[int, ...]
"""Red, green, blue and, where a shape lets what is beneath shine through, alpha."""


@lru_cache(maxsize=512)
def rgb(code: str) -> Colour:
    """`#rrggbb` as numbers."""
    return ImageColor.getrgb(code)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` of the way from the first to the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first[:3], second[:3], strict=True))


def veil(colour: Colour, opacity: float) -> Colour:
    """The same colour, letting `1 - opacity` shine through."""
    return (*colour[:3], round(255 * opacity))


def lightness(colour: Colour) -> float:
    """How light a colour looks, from 0 to 1."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


@dataclass(frozen=True, slots=True)
class Palette:
    """Six colours that were chosen together, and the moods under which they can be asked for."""

    name: str
    ground: Colour
    ink: Colour
    first: Colour
    second: Colour
    third: Colour
    soft: Colour
    moods: frozenset[str]

    @property
    def inks(self) -> tuple[Colour, Colour, Colour]:
        """The three colours that carry shapes."""
        return self.first, self.second, self.third

    @property
    def is_dark(self) -> bool:
        """Whether its ground is dark."""
        return lightness(self.ground) < 0.45

    def on(self, colour: Colour) -> Colour:
        """Whichever of ink and ground reads best on `colour`."""
        return max((self.ink, self.ground), key=lambda each: abs(lightness(each) - lightness(colour)))

    def reversed(self) -> "Palette":
        """Ground and ink exchanged, for the second half of a diptych."""
        return replace(self, ground=self.ink, ink=self.ground, soft=mix(self.ink, self.ground, 0.18))

    def led_by(self, place: int) -> "Palette":
        """The three inks in another order, so that a series keeps its family but not its first colour."""
        inks = self.inks[place % 3 :] + self.inks[: place % 3]
        return replace(self, first=inks[0], second=inks[1], third=inks[2])


def _palette(name: str, codes: str, moods: str) -> Palette:
    ground, ink, first, second, third, soft = (rgb("#" + code) for code in codes.split())
    return Palette(name, ground, ink, first, second, third, soft, frozenset(moods.split()))


PALETTES = (
    _palette("tide", "f2ede4 14213d 1f5c7a e4572e f3b61f a9c5c9", "light cool"),
    _palette("orchard", "f6f1e7 20301f 3f7d4e d1495b edae49 cfe0c3", "light fresh"),
    _palette("night", "10131f f4f0e6 5b6cff ff7a59 f7c948 2a3050", "dark cool"),
    _palette("kiln", "f4e9dd 3b1f16 b5462a e09f3e 335c67 e8cdb5", "light warm"),
    _palette("mint", "eef6f1 0e2a2b 0f7173 f05d5e e7c24b bfe3d3", "light fresh cool"),
    _palette("saffron", "f5b324 1e1a16 c8321f fbf3e0 19647e f8cb68", "vivid warm"),
    _palette("plum", "f5eef0 2b1331 6d2e66 e56b6f eaac8b d9c2d6", "light warm"),
    _palette("forest", "12281f f3ebd8 4fa37a e8a33d d8573c 1f4435", "dark fresh"),
    _palette("cobalt", "f7f6f2 0b1b4d 1f3fdb ff5a36 ffc93c c9d4ff", "light cool vivid"),
    _palette("clay", "efe6da 2d2a26 a4572e 5a7d7c dab88b d9cfc0", "light warm"),
    _palette("lagoon", "0f4c5c f6f0e2 e36414 ffb627 5fa8a0 1b6473", "dark cool"),
    _palette("paper", "fafaf7 111111 1a1a1a e63b2e 8c8c86 e4e3dc", "light mono"),
    _palette("rose", "fbefea 47182b c8385a f29e8e 2e6f72 f6d3cc", "light warm"),
    _palette("brick", "c6432a fcefe0 1f2a44 f6b845 f1d9c0 a43520", "vivid warm"),
    _palette("glacier", "eaf1f5 102a43 2f6690 81c3d7 f26a4b cadce6", "light cool"),
    _palette("aurora", "0b0f2b f2f4ff 7c5cff 21d4b4 ff6fb5 1a2050", "dark vivid"),
    _palette("kraft", "d9bc94 1f1a14 22392f 9b2f1d f2e3ca c8a678", "warm"),
    _palette("citrus", "fff8e1 22301b 7fa82b f2682c f9c22e e3ebbe", "light fresh vivid"),
    _palette("lilac", "efeaf8 241b4b 6b4ee6 ff8fa3 ffd166 cfc4f4", "light vivid"),
    _palette("cocoa", "2a1a16 f5e6d3 d98e4a b5483a 7f9c8b 412a23", "dark warm"),
    _palette("terrazzo", "f3f0ea 2f2e41 f2545b 19a29a f5c05a b8b5d0", "light vivid"),
    _palette("coal", "1b1b1e f6f4ef f6f4ef ff4d2e b9b4a8 323237", "dark mono"),
    _palette("meadow", "e9efdc 23361f 57803c e3b23c c4543a c6d6a6", "light fresh"),
    _palette("harbour", "1d3557 f1faee e63946 a8dadc f4b860 2c4a75", "dark cool"),
)
MOODS = frozenset().union(*(palette.moods for palette in PALETTES))


def pick(seed: int, chance: random.Random, hint: str | None = None) -> Palette:
    """A palette for a piece. Consecutive seeds give different ones.

    The hint is a palette's name, a mood, or `#rrggbb`: the palettes nearest to that colour are then used. Another
    hint raises ValueError.
    """
    named = [palette for palette in PALETTES if palette.name == hint]
    if named:
        return named[0]
    if hint is None:
        choices = list(PALETTES)
    elif hint.startswith("#"):
        target = rgb(hint)
        choices = sorted(PALETTES, key=lambda palette: min(_distance(target, ink) for ink in palette.inks))[:6]
    elif hint in MOODS:
        choices = [palette for palette in PALETTES if hint in palette.moods]
    else:
        raise ValueError(f"no palette, mood or colour is called {hint!r}")
    return choices[seed * 7 % len(choices)].led_by(chance.randrange(2))


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one[:3], other[:3], strict=True))
