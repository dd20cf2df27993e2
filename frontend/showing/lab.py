"""Runs of the policy lab as charts and a table. A run is computed once per process and kept."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from frontend.charts.bars import Bar, BarChart, bar_chart
from frontend.formatting import format_bps, format_money, format_number
from frontend.showing.lab_words import MEASURES, NOTES, rival_ways
from payouts.lab.measures import Figures
from payouts.lab.report import MEASURES as KINDS
from payouts.lab.running import Result, run_lab
from payouts.policy import PolicyDocument

CHARTS = (
    "paid_share",
    "mean_hour_minor",
    "equal_hour_minor",
    "at_minimum",
    "gini",
    "brand_minor",
    "platform_minor",
    "silence",
)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One figure under every way of paying, the policy first."""

    label: str
    cells: tuple[Cell, ...]


@lru_cache(maxsize=128)
def keep_run(policy: PolicyDocument, contests: int, seed: int) -> Result:
    """Run the lab, or return what the same run gave before: 2,000 contests take a fifth of a second.

    Raises `NotModelled` for a policy that the lab cannot follow to the cent.
    """
    return run_lab(policy, contests=contests, seed=seed)


def names_of(result: Result) -> list[str]:
    """The ways of paying, by name, in the order of the figures."""
    ways = rival_ways()
    return [ways[figures.key].name if figures.key in ways else result.policy_title for figures in result.figures]


def write_figure(value: float, kind: str) -> str:
    """A figure as the reader writes it: money to the cent, shares to a tenth of a percent."""
    if kind == "money":
        return format_money(round(value))
    if kind == "share":
        return format_bps(round(value * 1_000) * 10)
    return format_number(round(value, 3))


def lab_rows(result: Result) -> list[Row]:
    return [
        Row(
            str(MEASURES[measure.key]),
            tuple(
                Cell(write_figure(getattr(figures, measure.key), measure.kind), place == 0)
                for place, figures in enumerate(result.figures)
            ),
        )
        for measure in KINDS
    ]


def lab_charts(result: Result) -> list[BarChart]:
    """The figures that people ask for first, one chart each."""
    return [_chart(result, key) for key in CHARTS]


def _chart(result: Result, key: str) -> BarChart:
    kind = next(measure.kind for measure in KINDS if measure.key == key)
    bars = [
        Bar(name, getattr(figures, key), _text(figures, key, kind), place == 0)
        for place, (name, figures) in enumerate(zip(names_of(result), result.figures, strict=True))
    ]
    return bar_chart(key, str(MEASURES[key]), bars, note=str(NOTES[key]), reference=_reference(result, key))


def _text(figures: Figures, key: str, kind: str) -> str:
    text = write_figure(getattr(figures, key), kind)
    if key == "platform_minor":
        return f"{text} · {write_figure(figures.take_rate, 'share')}"
    return text


def _reference(result: Result, key: str) -> Bar | None:
    if key in ("mean_hour_minor", "equal_hour_minor"):
        minimum = result.assumptions.hourly_minimum_minor
        return Bar(_("legal minimum"), minimum, format_money(minimum))
    return Bar(_("deciding"), 1, format_bps(10_000)) if key == "silence" else None
