"""Charts drawn on the server: plain values in, safely escaped SVG and the same figures as text out.

Nothing here reads a model, a clock or a setting. Shapes carry classes, never `style`, so that the content security
policy holds and both themes colour them; words stay in HTML, where they wrap and can be read aloud.
"""

from frontend.charts.bars import Bar, BarChart, bar_chart
from frontend.charts.funding import FundingChart, FundingPart, funding_gate, liability_bar
from frontend.charts.life import LifeChart, LifeStage, contest_life
from frontend.charts.spark import Multiple, Spark, small_multiples, sparkline
from frontend.charts.waterfall import (
    WaterfallChart,
    WaterfallStep,
    settlement_waterfall,
)

__all__ = [
    "Bar",
    "BarChart",
    "FundingChart",
    "FundingPart",
    "LifeChart",
    "LifeStage",
    "Multiple",
    "Spark",
    "WaterfallChart",
    "WaterfallStep",
    "bar_chart",
    "contest_life",
    "funding_gate",
    "liability_bar",
    "settlement_waterfall",
    "small_multiples",
    "sparkline",
]
