"""Pays by a policy document: the formulas of the engine, vectorised.

Whatever the engine decides by facts that the lab never draws (disqualifications, ties, quantities of later rules) does
not arise here. A document whose rules the lab cannot follow to the cent is refused, never approximated.
"""

from __future__ import annotations

import numpy as np

from payouts.lab.arrays import (
    Flags,
    Ints,
    apportion_rows,
    bps_down,
    bps_nearest,
    bps_up,
    share_equally,
    sum_each,
)
from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import AWARDED, CANCELLED_FINAL, CANCELLED_OPEN, SILENT
from payouts.lab.field import Field
from payouts.lab.floors import Floors
from payouts.lab.paying import NotModelled, Paid
from payouts.policy import (
    EntryCap,
    KillFee,
    Lapse,
    MinimumShortlist,
    PlatformFee,
    PolicyDocument,
    Prizes,
)
from payouts.policy.rules.contributions import Contributions


class DocumentPayer:
    """Pays by a policy document. Raises `NotModelled` for one that the lab cannot follow."""

    def __init__(self, policy: PolicyDocument, assumptions: Assumptions, key: str = "policy") -> None:
        self.key = key
        self.policy = policy
        self.entries_a_place: int | None = policy.rule(EntryCap).per_shortlist_place
        self.least_shortlisted = max(1, policy.rule(MinimumShortlist).minimum)
        self.vat_bps = assumptions.vat_bps
        self._floors = Floors(policy, assumptions)
        if policy.rule(PlatformFee).is_withheld:
            raise NotModelled("the lab does not follow a fee that is withheld from creatives")

    def pay(self, field: Field, outcome: Ints) -> Paid:
        policy, draw = self.policy, field.draw
        awarded, silent, cancelled = outcome == AWARDED, outcome == SILENT, outcome >= CANCELLED_OPEN
        settles = (awarded | (silent & policy.rule(Lapse).enabled) | (cancelled & policy.rule(KillFee).enabled)) & (
            field.competed > 0
        )
        floor = self._floors.floor(draw.prizes_total, field.shortlisted) * settles
        entry = floor[draw.contest] * field.on_shortlist
        taken = self._add_prizes(field, awarded, floor, entry)
        for pool, everybody in (
            *self._award_pools(field, awarded, taken),
            *self._lapse_pools(field, silent & settles, floor),
            self._kill_pool(field, outcome, cancelled & settles, floor),
        ):
            if pool.any():
                members = np.where(everybody[draw.contest], field.competes, field.on_shortlist)
                entry += share_equally(pool, members, draw.contest, draw.starts)
        charges = policy.rule(PlatformFee)
        gross = sum_each(entry, draw.starts)
        fee = bps_down(gross, charges.effective_bps)
        social = policy.optional(Contributions)
        on_top = bps_nearest(gross, social.payer_bps if social else 0)
        return Paid(entry, fee, bps_nearest(fee, self.vat_bps), on_top)

    def _by_place(self, prizes: Ints, total: Ints) -> Ints:
        shared = self.policy.rule(Prizes).shared_bps
        return apportion_rows(total - bps_down(total, shared), prizes) if shared else prizes

    def _add_prizes(self, field: Field, awarded: Flags, floor: Ints, entry: Ints) -> Ints:
        """Add each winner's prize to `entry`, and return what the places of each contest took."""
        draw, absorbed = field.draw, self.policy.rule(Prizes).mode == "absorbed"
        by_place = self._by_place(draw.prizes, draw.prizes_total)
        taken = np.zeros_like(draw.places)
        for place in range(by_place.shape[1]):
            won = awarded & (field.shortlisted > place)
            prize = by_place[:, place] * won
            taken += prize
            if absorbed:
                prize = np.maximum(prize - floor, 0)
            entry += np.where(field.rank == place, prize[draw.contest], 0)
        return taken

    def _award_pools(self, field: Field, awarded: Flags, taken: Ints) -> list[tuple[Ints, Flags]]:
        """What an award leaves to all finalists: their share, and the prizes without a winner."""
        total, rule = field.draw.prizes_total, self.policy.rule(Prizes)
        shared, nobody = bps_down(total, rule.shared_bps) * awarded, np.zeros_like(awarded)
        left = np.zeros_like(taken) if rule.award_may_be_none else (total - shared - taken) * awarded
        return [(shared, nobody), (left, nobody)]

    def _lapse_pools(self, field: Field, silent: Flags, floor: Ints) -> list[tuple[Ints, Flags]]:
        """Silence: the prizes for a sufficient shortlist, or else all the rest of A + Z for everybody."""
        total = field.draw.prizes_total
        least = np.maximum(np.minimum(self.policy.rule(MinimumShortlist).minimum, field.competed), 1)
        enough = field.shortlisted >= least
        rest = (self._floors.envelope(total, field.draw.places) - floor * field.shortlisted) * (silent & ~enough)
        prizes = total * silent
        if self.policy.rule(Lapse).distribution == "equal":
            return [(prizes + rest, ~enough)]
        # Nobody is ranked before a decision, so the best rated are all; but the two shares are rounded apart.
        return [(prizes, ~enough), (rest, ~enough)]

    def _kill_pool(self, field: Field, outcome: Ints, cancelled: Flags, floor: Ints) -> tuple[Ints, Flags]:
        """The kill fee beyond the floors: for the shortlist in the final round, and for everybody before it."""
        rule, draw = self.policy.rule(KillFee), field.draw
        bps = np.array([rule.open_bps, rule.shortlisting_bps, rule.final_bps], dtype=np.int64)
        share = bps[np.clip(outcome - CANCELLED_OPEN, 0, 2)]
        fee = bps_up(self._floors.envelope(draw.prizes_total, draw.places) + draw.prizes_total, share)
        rest = np.maximum(fee - floor * field.shortlisted, 0)
        owed = cancelled & (field.competed >= rule.minimum_entries)
        return rest * owed, outcome != CANCELLED_FINAL
