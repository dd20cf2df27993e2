"""The funding gate as two stacked bars: what could be owed at most, and what is held against it.

Decides nothing about money: the liability and the escrow are given. A gap of a single cent is drawn wide enough to see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.charts.markup import element, line, picture, rectangle
from frontend.charts.share import visible_widths
from frontend.formatting import format_money

KINDS = ("floor", "prize", "reserve", "fee", "tax")
WIDTH, HEIGHT, LANE = 1000, 100, 40
SMALLEST, SMALLEST_GAP = 10, 16


@dataclass(frozen=True)
class FundingPart:
    """One part of the liability. `kind` is one of `KINDS` and chooses its look; `note` explains it in a sentence."""

    kind: str
    label: str
    amount_minor: int
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A part of a liability is one of {', '.join(KINDS)}, not {self.kind!r}.")


@dataclass(frozen=True)
class FundingChart:
    """What the template shows. `missing_minor` is zero exactly when the gate is open."""

    svg: SafeString
    title: str
    description: str
    parts: tuple[FundingPart, ...]
    currency: str
    liability_minor: int
    escrow_minor: int

    @property
    def missing_minor(self) -> int:
        return max(0, self.liability_minor - self.escrow_minor)

    @property
    def surplus_minor(self) -> int:
        return max(0, self.escrow_minor - self.liability_minor)

    @property
    def is_covered(self) -> bool:
        return self.missing_minor == 0


def funding_gate(
    parts: Sequence[FundingPart],
    escrow_minor: int,
    currency: str = "EUR",
    *,
    chart_id: str = "funding",
) -> FundingChart:
    """Draw `parts` (their sum is the liability) above the escrow. `chart_id` must be unique on the page."""
    liability = sum(part.amount_minor for part in parts)
    missing, surplus = (
        max(0, liability - escrow_minor),
        max(0, escrow_minor - liability),
    )
    title = _("Funding gate")
    description = _describe(liability, escrow_minor, currency)
    owed_width, _over = visible_widths([liability or 1, surplus], WIDTH, SMALLEST)
    shapes = [
        *_liability_lane(parts, owed_width),
        *_escrow_lane(min(liability, escrow_minor), missing, owed_width, chart_id),
    ]
    if surplus:
        shapes.append(rectangle(owed_width, HEIGHT - LANE, WIDTH - owed_width, LANE, "part-surplus"))
    shapes.append(line(owed_width, 0, owed_width, HEIGHT, "chart-gate"))
    svg = picture(WIDTH, HEIGHT, "funding-svg", chart_id, title, description, shapes)
    return FundingChart(svg, title, description, tuple(parts), currency, liability, escrow_minor)


def liability_bar(parts: Sequence[FundingPart], currency: str = "EUR", *, chart_id: str = "parts") -> SafeString:
    """Draw only what could be owed at most, by its parts: for a brief of which nothing is held yet."""
    total = format_money(sum(part.amount_minor for part in parts), currency)
    description = _("At most %(liability)s can be owed.") % {"liability": total}
    shapes = _liability_lane(parts, Fraction(WIDTH))
    return picture(WIDTH, LANE, "liability-svg", chart_id, _("What can be owed at most"), description, shapes)


def _describe(liability: int, escrow: int, currency: str) -> str:
    amounts = {
        "liability": format_money(liability, currency),
        "escrow": format_money(escrow, currency),
        "missing": format_money(max(0, liability - escrow), currency),
    }
    if escrow < liability:
        return _("At most %(liability)s can be owed; %(escrow)s is held; %(missing)s is missing.") % amounts
    return _("At most %(liability)s can be owed; %(escrow)s is held, which covers it.") % amounts


def _liability_lane(parts: Sequence[FundingPart], width: Fraction) -> list[SafeString]:
    widths = [w * width / WIDTH for w in visible_widths([part.amount_minor for part in parts], WIDTH, SMALLEST)]
    starts = [Fraction(0), *accumulate(widths)]
    # A hair of ground between neighbours tells them apart even without colour.
    return [
        rectangle(start, 0, max(w - 2, w / 2), LANE, f"part-{part.kind}")
        for part, start, w in zip(parts, starts, widths, strict=False)
        if w
    ]


def _escrow_lane(held: int, missing: int, width: Fraction, chart_id: str) -> list[SafeString]:
    if not held and not missing:
        return []
    held_width, gap = (w * width / WIDTH for w in visible_widths([held, missing], WIDTH, SMALLEST_GAP))
    top = HEIGHT - LANE
    shapes = [rectangle(0, top, held_width, LANE, "part-held")] if held else []
    if missing:
        hatch = f"{chart_id}-hatch"
        shapes += [
            element("defs", None, _hatch(hatch)),
            element(
                "rect",
                {
                    "x": held_width,
                    "y": top,
                    "width": gap,
                    "height": LANE,
                    "fill": f"url(#{hatch})",
                    "class": "chart-edge-fill",
                },
            ),
            rectangle(held_width, top, gap, LANE, "chart-edge"),
        ]
    return shapes


def _hatch(name: str) -> SafeString:
    attributes = {
        "id": name,
        "width": 8,
        "height": 8,
        "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(45)",
    }
    return element(
        "pattern",
        attributes,
        rectangle(0, 0, 8, 8, "hatch-ground"),
        line(0, 0, 0, 8, "hatch-line"),
    )
