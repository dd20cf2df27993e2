"""A few values side by side as bars on one scale from zero: for a page, row by row, and as a picture to keep as a file.

A reference (say, a legal minimum) is a line across all bars. A value of zero has no bar, and anything else is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from frontend.charts.markup import element, line, ornament, rectangle

WIDTH, ROW, SMALLEST = 1000, 40, 4
LABELS, VALUES, HEAD, STEP, PAD = 300, 200, 70, 44, 24
INK, SOFT, OWN, OTHER, MARK = "#1a1a1a", "#5a5a5a", "#2b3fd0", "#a3a3ab", "#b3261e"


@dataclass(frozen=True)
class Bar:
    """One value: its name, its size from zero, and the same as text. `own`: the one compared with the others."""

    label: str
    value: float
    text: str
    own: bool = False

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"{self.label}: a bar begins at zero and cannot be {self.value}.")


@dataclass(frozen=True)
class BarRow:
    bar: Bar
    svg: SafeString


@dataclass(frozen=True)
class BarChart:
    """`key` names the chart in addresses and files; `reference` is a value with a name, or None."""

    key: str
    title: str
    note: str
    rows: tuple[BarRow, ...]
    reference: Bar | None
    top: float


def bar_chart(key: str, title: str, bars: Sequence[Bar], *, note: str = "", reference: Bar | None = None) -> BarChart:
    """Lay the bars out on one scale, which holds the reference as well."""
    top = max([bar.value for bar in bars] + ([reference.value] if reference else []), default=0) or 1.0
    return BarChart(
        key, title, note, tuple(BarRow(bar, _row(bar, reference, top)) for bar in bars), reference, float(top)
    )


def picture_file(chart: BarChart) -> str:
    """The chart as a file of its own, with its words in it and colours that need no stylesheet."""
    height = HEAD + STEP * len(chart.rows) + (30 if chart.reference else 0)
    scale = WIDTH - LABELS - VALUES
    words = [_text(0, 24, chart.title, INK, 22), _text(0, 48, chart.note, SOFT, 14)]
    for place, row in enumerate(chart.rows):
        y = HEAD + STEP * place
        width = _width(row.bar.value, chart.top, scale)
        words.append(_text(0, y + 25, row.bar.label, INK, 16))
        words.append(
            element(
                "rect",
                {"x": LABELS, "y": y + 6, "width": width, "height": 28, "fill": OWN if row.bar.own else OTHER},
            )
        )
        words.append(_text(LABELS + width + 10, y + 25, row.bar.text, INK, 16))
    if chart.reference:
        x, foot = LABELS + _width(chart.reference.value, chart.top, scale), HEAD + STEP * len(chart.rows)
        words.append(
            element("line", {"x1": x, "y1": HEAD, "x2": x, "y2": foot, "stroke": MARK, "stroke_dasharray": "5 4"})
        )
        words.append(_text(x, foot + 18, f"{chart.reference.label} {chart.reference.text}", MARK, 14))
    attributes: dict[str, object] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{-PAD} {-PAD} {WIDTH + 2 * PAD} {height + 2 * PAD}",
    }
    attributes |= {
        "width": WIDTH + 2 * PAD,
        "height": height + 2 * PAD,
        "font_family": "system-ui, sans-serif",
        "role": "img",
    }
    ground = element(
        "rect", {"x": -PAD, "y": -PAD, "width": WIDTH + 2 * PAD, "height": height + 2 * PAD, "fill": "#ffffff"}
    )
    return element("svg", attributes, element("title", None, chart.title), ground, *words) + "\n"


def _width(value: float, top: float, room: int) -> Fraction:
    return max(Fraction(value) * room / Fraction(top), Fraction(SMALLEST)) if value else Fraction(0)


def _row(bar: Bar, reference: Bar | None, top: float) -> SafeString:
    kind = "bars-own" if bar.own else "bars-other"
    shapes = [rectangle(0, ROW * 0.2, _width(bar.value, top, WIDTH), ROW * 0.6, kind)]
    if reference:
        x = _width(reference.value, top, WIDTH)
        shapes.append(line(x, 0, x, ROW, "bars-reference"))
    return ornament(WIDTH, ROW, "bars-svg", shapes)


def _text(x: Fraction | int, y: int, words: str, colour: str, size: int) -> SafeString:
    return element("text", {"x": x, "y": y, "fill": colour, "font_size": size}, words)
