"""A contest's life as a strip in proportion to time, and as a list of stages with their deadlines.

The lifecycle decides which stage is current; this only draws it. `now` is given, never read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import accumulate

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.charts.markup import line, picture, rectangle
from frontend.charts.share import visible_widths
from frontend.formatting import format_moment

WIDTH, HEIGHT = 1000, 24
SMALLEST = 30


@dataclass(frozen=True)
class LifeStage:
    """One stage. `default` says what happens by itself at its end; `broken` marks a lapse or a cancellation."""

    label: str
    starts_at: datetime | None
    ends_at: datetime | None
    default: str = ""
    broken: bool = False


@dataclass(frozen=True)
class LifeRow:
    """A stage with its place in time: "past", "now" or "future"."""

    stage: LifeStage
    place: str


@dataclass(frozen=True)
class LifeChart:
    svg: SafeString
    title: str
    description: str
    rows: tuple[LifeRow, ...]


def contest_life(
    stages: Sequence[LifeStage],
    current: int | None,
    now: datetime,
    *,
    chart_id: str = "life",
) -> LifeChart:
    """Draw the stages. `current` is the index of the one the contest is in; None means that all are over."""
    rows = tuple(LifeRow(stage, _place(index, current)) for index, stage in enumerate(stages))
    seconds = [_seconds(stage) for stage in stages]
    known = [length for length in seconds if length]
    typical = sum(known) // len(known) if known else 1
    widths = visible_widths([length or typical for length in seconds], WIDTH, SMALLEST) if stages else []
    starts = [Fraction(0), *accumulate(widths)]
    shapes: list[SafeString] = []
    for row, x, width in zip(rows, starts, widths, strict=False):
        shapes += _segment(row, x, width - 4, now)
    title = _("The life of this brief")
    description = _describe(rows)
    return LifeChart(
        picture(WIDTH, HEIGHT, "life-strip", chart_id, title, description, shapes),
        title,
        description,
        rows,
    )


def _place(index: int, current: int | None) -> str:
    if current is None or index < current:
        return "past"
    return "now" if index == current else "future"


def _seconds(stage: LifeStage) -> int:
    if stage.starts_at is None or stage.ends_at is None:
        return 0
    return max(0, int((stage.ends_at - stage.starts_at).total_seconds()))


def _segment(row: LifeRow, x: Fraction, width: Fraction, now: datetime) -> list[SafeString]:
    top, height = HEIGHT * 0.25, HEIGHT * 0.5
    if row.stage.broken:
        return [rectangle(x, top, width, height, "life-broken")]
    if row.place != "now":
        return [rectangle(x, top, width, height, f"life-{row.place}")]
    if not _seconds(row.stage):
        return [rectangle(x, top, width, height, "life-now")]
    mark = x + width * _elapsed(row.stage, now)
    return [
        rectangle(x, top, width, height, "life-now-rest"),
        rectangle(x, top, mark - x, height, "life-now"),
        line(mark, 0, mark, HEIGHT, "life-marker"),
    ]


def _elapsed(stage: LifeStage, now: datetime) -> Fraction:
    """The share of the stage that is over, from 0 to 1; a stage without an end is drawn as just begun."""
    length = _seconds(stage)
    if not length or stage.starts_at is None:
        return Fraction(0)
    return min(
        Fraction(1),
        max(Fraction(0), Fraction(int((now - stage.starts_at).total_seconds()), length)),
    )


def _describe(rows: Sequence[LifeRow]) -> str:
    words = {"past": _("over"), "now": _("now"), "future": _("to come")}
    parts = []
    for row in rows:
        until = f", {format_moment(row.stage.ends_at)}" if row.stage.ends_at else ""
        parts.append(f"{row.stage.label}: {words[row.place]}{until}")
    return "; ".join(parts)
