"""An offered split as stacked bars, one for each amount that it would divide. The list beside them says the same."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from django.utils.safestring import SafeString

from frontend.charts.markup import ornament, rectangle
from frontend.charts.share import visible_widths

KINDS = ("floor", "prize", "reserve", "fee", "tax", "held", "surplus", "prize")
"""Looks for up to eight people, in their order; a hair of ground between neighbours tells them apart in any case."""

WIDTH, HEIGHT, SMALLEST = 1000, 40, 10


def split_bar(parts: Sequence[int]) -> SafeString:
    """One bar, divided by these parts."""
    widths = visible_widths(parts, WIDTH, SMALLEST)
    starts = [Fraction(0), *accumulate(widths)]
    shapes = [
        rectangle(start, 0, max(width - 3, width / 2), HEIGHT, f"part-{kind}")
        for kind, start, width in zip(KINDS, starts, widths, strict=False)
        if width
    ]
    return ornament(WIDTH, HEIGHT, "liability-svg", shapes)
