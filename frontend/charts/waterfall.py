"""A settlement as a waterfall: from what was held, each payment down to what is left.

Refuses to draw steps that do not add up: a picture of money must not be able to lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from frontend.charts.markup import line, ornament, rectangle

KINDS = ("start", "out", "aside", "in", "total")
WIDTH, ROW = 1000, 40
SMALLEST = 4


@dataclass(frozen=True)
class WaterfallStep:
    """One step. `start` and `total` state a level; `out` and `aside` go down by the amount, `in` goes up.

    `out` is pay to creatives, `aside` everything else that leaves (fee, taxes, refund). Amounts are never negative.
    """

    kind: str
    label: str
    amount_minor: int
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A step of a waterfall is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if self.amount_minor < 0:
            raise ValueError("A step's amount is never negative: its kind says the direction.")


@dataclass(frozen=True)
class WaterfallRow:
    """A step with its bar, the change it makes (signed; None for a level) and the level after it."""

    step: WaterfallStep
    svg: SafeString
    change_minor: int | None
    level_minor: int


@dataclass(frozen=True)
class WaterfallChart:
    title: str
    currency: str
    rows: tuple[WaterfallRow, ...]


def settlement_waterfall(steps: Sequence[WaterfallStep], currency: str = "EUR", *, title: str = "") -> WaterfallChart:
    """Lay out the steps. Raises `ValueError` where a stated total differs from the level, or that falls below zero."""
    levels: list[tuple[WaterfallStep, int, int]] = []
    level = 0
    for step in steps:
        before, level = level, _next_level(step, level)
        levels.append((step, before, level))
    top = max((max(before, after) for _step, before, after in levels), default=0) or 1
    rows = []
    for position, (step, before, after) in enumerate(levels):
        last = position == len(levels) - 1
        states_level = step.kind in ("start", "total")
        svg = _bar(step, before, after, top, first=position == 0, last=last)
        rows.append(WaterfallRow(step, svg, None if states_level else after - before, after))
    return WaterfallChart(title, currency, tuple(rows))


def _next_level(step: WaterfallStep, level: int) -> int:
    if step.kind == "start":
        return level + step.amount_minor
    if step.kind == "total":
        if step.amount_minor != level:
            raise ValueError(f"{step.label}: {step.amount_minor} is stated, but the steps before it leave {level}.")
        return level
    after = level + step.amount_minor if step.kind == "in" else level - step.amount_minor
    if after < 0:
        raise ValueError(f"{step.label}: {step.amount_minor} is more than the {level} that is left.")
    return after


def _bar(step: WaterfallStep, before: int, after: int, top: int, *, first: bool, last: bool) -> SafeString:
    low, high = (0, after) if step.kind in ("start", "total") else sorted((before, after))
    x, end = Fraction(low * WIDTH, top), Fraction(high * WIDTH, top)
    width = max(end - x, Fraction(SMALLEST)) if step.amount_minor else Fraction(0)
    shapes = [
        rectangle(
            min(x, WIDTH - width),
            ROW * 0.22,
            width,
            ROW * 0.56,
            f"waterfall-{step.kind}",
        )
    ]
    if not first:
        join = Fraction(before * WIDTH, top)
        shapes.append(line(join, 0, join, ROW * 0.22, "waterfall-link"))
    if not last:
        leave = Fraction(after * WIDTH, top)
        shapes.append(line(leave, ROW * 0.78, leave, ROW, "waterfall-link"))
    return ornament(WIDTH, ROW, "waterfall-svg", shapes)
