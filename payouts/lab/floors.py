"""The floor and the envelope of many contests at once: the engine's rules 1 to 6, by the same formulas."""

from __future__ import annotations

from typing import Final

import numpy as np

from payouts.lab.arrays import Ints, ceil_div
from payouts.lab.assumptions import Assumptions
from payouts.lab.paying import NotModelled, lab_terms
from payouts.policy import FixedFloor, HourlyFloor, PolicyDocument, PrizeShareFloor, StudyFloor
from payouts.policy.arithmetic import BPS

SAME_FOR_ALL: Final = (HourlyFloor, StudyFloor, FixedFloor)
"""Floors that depend neither on the prizes nor on the shortlist, so that the engine is asked once."""


class Floors:
    """The floors of a policy. Raises `NotModelled` for a floor that the lab does not know."""

    def __init__(self, policy: PolicyDocument, assumptions: Assumptions) -> None:
        terms = lab_terms(assumptions, (10_000,), 1, 1)
        self._floor_of_all = self._prize_share_bps = 0
        for rule in policy.floor_rules:
            if isinstance(rule, PrizeShareFloor):
                self._prize_share_bps = rule.share_bps
            elif isinstance(rule, SAME_FOR_ALL):
                self._floor_of_all = max(self._floor_of_all, rule.amount(terms, 1))
            else:
                raise NotModelled(f"the lab does not know the floor {rule.slug!r}")

    def floor(self, prizes_total: Ints, shortlisted: Ints) -> Ints:
        """Return F(n) for each contest, and zero where nobody is shortlisted."""
        share = ceil_div(prizes_total * self._prize_share_bps, BPS * np.maximum(shortlisted, 1))
        return np.where(shortlisted > 0, np.maximum(share, self._floor_of_all), 0)

    def envelope(self, prizes_total: Ints, places: Ints) -> Ints:
        """Return A, the most that the floors can cost, for each contest."""
        most = np.zeros_like(prizes_total)
        for n in range(1, int(places.max(initial=0)) + 1):
            cost = n * self.floor(prizes_total, np.full_like(places, n))
            most = np.where(n <= places, np.maximum(most, cost), most)
        return most
