"""The fairness figures: their arithmetic, what of them is kept back, and the statements that count. No clock here."""

from payouts.fairness.figures import gini_bps, is_lower_bound, percentile, ratio_bps, wilson_lower_bps
from payouts.fairness.suppression import LEAST, suppressed_cells

__all__ = [
    "LEAST",
    "gini_bps",
    "is_lower_bound",
    "percentile",
    "ratio_bps",
    "suppressed_cells",
    "wilson_lower_bps",
]
