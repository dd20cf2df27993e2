"""The other ways of paying a contest, with the figures that the large sites publish. Each is a `Payer`.

The brand pays the prize and the platform's share of what it pays in all; a contest that may be withdrawn is refunded
in full, the platform's share with it. Nobody is paid a floor, and anybody may enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from payouts.lab.arrays import Flags, Ints, bps_down, share_equally
from payouts.lab.economy import AWARDED, SILENT
from payouts.lab.field import Field
from payouts.lab.paying import Paid
from payouts.policy.arithmetic import BPS

PLATFORM_SHARE_BPS: Final = 4_000
"""The published share of what a brand pays that stays with the platform."""
FINALISTS_BPS: Final = 1_500
"""99designs, Gold and Platinum contests: 15 % of the prize is shared by all finalists, the winner included."""
SILENCE_DAYS: Final = 30
"""Freelancer: a contest without a decision pays its prize to the highest rated entry after 30 days."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A way of paying in five figures.

    `finalists_bps` of the prize is shared by the finalists when a winner is chosen. `silence` is who is paid when
    none is: nobody (the brand is refunded), the best rated, or the finalists, and without any everybody.
    `guaranteed`: the brand cannot withdraw, and cancelling is no more than silence.
    """

    key: str
    finalists_bps: int = 0
    silence: str = "nobody"
    guaranteed: bool = False
    entries_a_place: int | None = None
    least_shortlisted: int = 1

    def pay(self, field: Field, outcome: Ints) -> Paid:
        draw = field.draw
        silent = (outcome == SILENT) | ((outcome > SILENT) if self.guaranteed else np.zeros_like(outcome, dtype=bool))
        alive, prize = field.competed > 0, draw.prizes_total
        awarded, settled = (outcome == AWARDED) & alive, silent & alive & (self.silence != "nobody")
        shared = bps_down(prize, self.finalists_bps) * awarded
        first = (prize - shared) * awarded
        if self.silence == "best_rated":
            first = first + prize * settled
        pool = shared + (prize * settled if self.silence == "finalists" else 0)
        entry = np.where(field.rank == 0, first[draw.contest], 0)
        if pool.any():
            entry = entry + share_equally(pool, self._finalists(field), draw.contest, draw.starts)
        spent = prize * (awarded | settled)
        fee = spent * PLATFORM_SHARE_BPS // (BPS - PLATFORM_SHARE_BPS)
        return Paid(entry, fee, np.zeros_like(fee), np.zeros_like(fee))

    def _finalists(self, field: Field) -> Flags:
        nobody = (field.shortlisted == 0)[field.contest]
        return np.where(nobody, field.competes, field.on_shortlist)


RIVALS: Final = (
    Rival("winner_take_all"),
    Rival("finalists_share", finalists_bps=FINALISTS_BPS, silence="finalists", guaranteed=True),
    Rival("auto_distribution", silence="best_rated"),
)
