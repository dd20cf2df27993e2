"""What a brief says of its tone: a few sliders between two named ends, each in seven steps. Pure words and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final = 7
MIDDLE: Final = 4


@dataclass(frozen=True, slots=True)
class Slider:
    """One scale. Step 1 is the left end, step 7 the right one, 4 the middle."""

    name: str
    left: str | Promise
    right: str | Promise


SLIDERS: Final = (
    Slider("playful_serious", _("playful"), _("serious")),
    Slider("classic_modern", _("classic"), _("modern")),
    Slider("quiet_loud", _("quiet"), _("loud")),
    Slider("simple_rich", _("simple"), _("rich")),
    Slider("everyday_exclusive", _("everyday"), _("exclusive")),
)
"""In the order in which a brief keeps them; a new one is added at the end."""

NAMES: Final = tuple(slider.name for slider in SLIDERS)


def kept(said: Mapping[str, int | None]) -> tuple[int, ...]:
    """The stored form of what was said: one step a slider, 0 where nothing was; empty if nothing was said at all.

    >>> kept({"quiet_loud": 2}), kept({})
    ((0, 0, 2, 0, 0), ())
    """
    steps = tuple(said.get(name) or 0 for name in NAMES)
    return steps if any(steps) else ()


def said(steps: Sequence[int]) -> dict[str, int]:
    """What a stored form says, by slider.

    >>> said((0, 0, 2, 0, 0))
    {'quiet_loud': 2}
    """
    return {name: step for name, step in zip(NAMES, steps, strict=False) if step}
