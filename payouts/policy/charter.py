"""The bounds no published policy may cross, whatever its parameters: what "fair" means here, in figures.

A policy document may say anything its schema can express; `check_policy` holds it against these.
"""

from __future__ import annotations

from typing import Final

from payouts.policy.arithmetic import BPS
from payouts.policy.reading import DAY

LEAST_LOAD_BPS: Final = BPS
"""A shortlisted entry's standard effort is worth at least the bare legal minimum hour."""

LEAST_SHORTLIST: Final = 2
"""A shortlist of one is winner-take-all by another name."""

MOST_ENTRIES_PER_PLACE: Final = 4
MOST_UNPAID_MINUTES: Final = 60
MOST_FEE_BPS: Final = 1_500
MOST_REDUCTION_BPS: Final = 5_000
"""Even a disqualified entry keeps half its floor: the work was asked for, and was done."""

LEAST_LATE_MARGIN_BPS: Final = 800
LEAST_LATE_LUMP_MINOR: Final = 4_000
"""Directive 2011/7/EU: the reference rate and eight points, and 40 €."""

LONGEST_HOLD: Final = 30 * DAY
LONGEST_PAYMENT: Final = 30 * DAY
LONGEST_BREACH: Final = 60 * DAY
LONGEST_SILENCE: Final = 60 * DAY
LONGEST_HANDOVER: Final = 60 * DAY
