"""Writes a run down: as a table of text, as JSON and as CSV, in plain English. Decides no figure."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from payouts.lab.running import Result

Kind: TypeAlias = Literal["count", "money", "share", "index"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table: a field of `Figures`, how it is written, and its name."""

    key: str
    kind: Kind
    label: str


MEASURES: Final = (
    Measure("paid_share", "share", "entries paid"),
    Measure("pay_an_entry_minor", "money", "pay per entry"),
    Measure("mean_hour_minor", "money", "pay per hour, all pay over all hours"),
    Measure("median_hour_minor", "money", "pay per hour, median entrant"),
    Measure("equal_hour_minor", "money", "pay per hour, if brands spent the same"),
    Measure("at_minimum", "share", "entrants who reach the legal minimum"),
    Measure("gini", "index", "Gini over entrants, zeros included"),
    Measure("creatives_minor", "money", "creatives earn per contest"),
    Measure("brand_minor", "money", "a brand pays per contest, without VAT"),
    Measure("platform_minor", "money", "the platform earns per contest"),
    Measure("take_rate", "share", "the platform's share of what brands pay"),
    Measure("silence", "share", "silence after the shortlist, of what awarding costs"),
    Measure("entries", "count", "entries made"),
    Measure("turned_away", "count", "entries refused by a cap, before any work"),
    Measure("entrants", "count", "creatives who entered"),
)
NAMES: Final = {
    "winner_take_all": "winner takes all",
    "finalists_share": "15 % to finalists",
    "auto_distribution": "30 days of silence",
}


def name_of(result: Result, key: str) -> str:
    return NAMES.get(key, result.policy_title)


def write_value(value: float, kind: Kind) -> str:
    """Write a figure.

    >>> [write_value(0.5, kind) for kind in ("share", "index")]
    ['50.0 %', '0.500']
    >>> write_value(123_140, "money"), write_value(12_345, "count")
    ('1,231.40', '12,345')
    """
    if kind == "share":
        return f"{value * 100:.1f} %"
    if kind == "money":
        return f"{value / 100:,.2f}"
    return f"{value:,.0f}" if kind == "count" else f"{value:.3f}"


def text_table(result: Result) -> str:
    """The figures as an aligned table, in euros."""
    rows = [["", *(name_of(result, figures.key) for figures in result.figures)]]
    for measure in MEASURES:
        values = (getattr(figures, measure.key) for figures in result.figures)
        rows.append([measure.label, *(write_value(value, measure.kind) for value in values)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    )


def json_text(result: Result) -> str:
    return json.dumps(result.to_dict(), indent=2, ensure_ascii=False) + "\n"


def csv_text(result: Result) -> str:
    """One line for each way of paying and figure: unrounded, amounts in minor units."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["policy", "figure", "value"])
    for figures in result.figures:
        for measure in MEASURES:
            writer.writerow([figures.key, measure.key, repr(getattr(figures, measure.key))])
    return target.getvalue()


def assumptions_csv(result: Result) -> str:
    """Every assumption with its unit, its source (empty if it is only assumed) and its reason."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["assumption", "value", "unit", "source", "reason"])
    for item in result.assumptions.stated():
        writer.writerow([item.name, item.value, item.unit, item.source, item.reason])
    return target.getvalue()
