"""Sparklines and small multiples: the same small drawing for each of several series, so that they can be compared.

A value of None is a gap (suppressed or unknown), never a zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.charts.markup import coordinate, element, line, ornament, picture

Value = int | float | Fraction | None
Point = tuple[Fraction, Fraction]
WIDTH, HEIGHT, MARGIN = 200, 60, 6


@dataclass(frozen=True)
class Multiple:
    """One series: its values in order of time, and a label for each of them."""

    label: str
    values: Sequence[Value]
    periods: Sequence[str]
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.values) != len(self.periods):
            raise ValueError(f"{self.label}: {len(self.values)} values, but {len(self.periods)} periods.")


@dataclass(frozen=True)
class Spark:
    """A drawn series: the picture, its latest value as text, and all values for the table beside it."""

    multiple: Multiple
    svg: SafeString
    latest: str
    table: tuple[tuple[str, str], ...]


def sparkline(values: Sequence[Value], *, baseline: Value = None) -> SafeString:
    """A word-sized line without axes, hidden from screen readers: the number stands beside it."""
    low, high = _span([values], baseline)
    return ornament(WIDTH, HEIGHT, "spark-small", _shapes(values, low, high, baseline))


def small_multiples(
    multiples: Sequence[Multiple],
    show: Callable[[Value], str],
    *,
    baseline: Value = None,
    chart_id: str = "multiples",
) -> tuple[Spark, ...]:
    """Draw all series on one scale that starts at zero. `show` writes a value as text; `baseline` is a dashed line."""
    low, high = _span([multiple.values for multiple in multiples], baseline)
    sparks = []
    for index, multiple in enumerate(multiples):
        table = tuple(
            (period, _("not shown") if value is None else show(value))
            for period, value in zip(multiple.periods, multiple.values, strict=True)
        )
        latest = table[-1][1] if table else ""
        description = "; ".join(f"{period}: {text}" for period, text in table)
        shapes = _shapes(multiple.values, low, high, baseline, area=True)
        svg = picture(
            WIDTH,
            HEIGHT,
            "spark",
            f"{chart_id}-{index}",
            multiple.label,
            description,
            shapes,
        )
        sparks.append(Spark(multiple, svg, latest, table))
    return tuple(sparks)


def _span(series: Sequence[Sequence[Value]], baseline: Value) -> tuple[Fraction, Fraction]:
    known = [Fraction(v) for values in series for v in (*values, baseline) if v is not None]
    low, high = min([Fraction(0), *known]), max([Fraction(0), *known])
    return (low, high) if high > low else (low, low + 1)


def _shapes(
    values: Sequence[Value],
    low: Fraction,
    high: Fraction,
    baseline: Value,
    *,
    area: bool = False,
) -> list[SafeString]:
    def height_of(value: Value) -> Fraction:
        share = (Fraction(value or 0) - low) / (high - low)
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)

    step = Fraction(WIDTH - 2 * MARGIN, max(1, len(values) - 1))
    points = [None if v is None else (MARGIN + i * step, height_of(v)) for i, v in enumerate(values)]
    runs = [[p for p in run if p] for known, run in groupby(points, key=lambda p: p is not None) if known]
    shapes = []
    if area:
        shapes += [element("path", {"d": _area(run, height_of(low)), "class": "spark-area"}) for run in runs]
    if baseline is not None:
        shapes.append(line(0, height_of(baseline), WIDTH, height_of(baseline), "spark-base"))
    shapes += [element("path", {"d": _path(run), "class": "spark-line"}) for run in runs]
    if points and points[-1]:
        x, y = points[-1]
        shapes.append(
            element(
                "path",
                {"d": f"M{coordinate(x)} {coordinate(y)}h0.01", "class": "spark-last"},
            )
        )
    return shapes


def _path(run: Sequence[Point]) -> str:
    joined = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in run)
    # A lone value is drawn as a dot, or it would be lost between two gaps.
    return f"M{joined}" + ("h0.01" if len(run) == 1 else "")


def _area(run: Sequence[Point], floor: Fraction) -> str:
    return f"{_path(run)}L{coordinate(run[-1][0])} {coordinate(floor)}L{coordinate(run[0][0])} {coordinate(floor)}Z"
