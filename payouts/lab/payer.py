"""What it is to pay a field of contests, and a policy document that does: the formulas of the engine, vectorised.

Whatever the engine decides by facts that the lab never draws (disqualifications, ties, quantities of later rules) does
not arise here. A document whose rules the lab cannot follow to the cent is refused, never approximated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from payouts.lab.arrays import (
    Flags,
    Ints,
    apportion_rows,
    bps_down,
    bps_nearest,
    bps_up,
    ceil_div,
    share_equally,
    sum_each,
)
from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import AWARDED, CANCELLED_FINAL, CANCELLED_OPEN, SILENT
from payouts.lab.field import Field
from payouts.policy import (
    EntryCap,
    FixedFloor,
    HourlyFloor,
    KillFee,
    Lapse,
    MinimumShortlist,
    PlatformFee,
    PolicyDocument,
    Prizes,
    PrizeShareFloor,
    StudyFloor,
    Terms,
)
from payouts.policy.arithmetic import BPS
from payouts.policy.rules.contributions import Contributions

SAME_FOR_ALL: Final = (HourlyFloor, StudyFloor, FixedFloor)
"""Floors that depend neither on the prizes nor on the shortlist, so that the engine is asked once."""


class NotModelled(ValueError):
    """The document holds a rule that the lab cannot compute to the cent; the message names it."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid, in minor units: to each entry; and by each contest's brand to the platform, as the tax on that, and
    to the authors' social security on top of the pay.
    """

    entry: Ints
    fee: Ints
    tax: Ints
    contributions: Ints


class Payer(Protocol):
    """Pays a field as if it had ended in the given ways."""

    @property
    def key(self) -> str: ...

    @property
    def entries_a_place(self) -> int | None:
        """The cap on entries, for each place of the shortlist; none if everybody may enter."""

    @property
    def least_shortlisted(self) -> int: ...

    def pay(self, field: Field, outcome: Ints) -> Paid: ...


def lab_terms(assumptions: Assumptions, prizes_minor: tuple[int, ...], places: int, entries_a_place: int) -> Terms:
    """Return the terms of one drawn contest, as the engine reads them."""
    return Terms(
        currency="EUR",
        prizes_minor=prizes_minor,
        shortlist_max=places,
        effort_minutes=assumptions.effort_minutes,
        study_price_minor=assumptions.study_price_minor,
        hourly_minimum_minor=assumptions.hourly_minimum_minor,
        reference_date=assumptions.reference_date,
        unpaid_effort_minutes=60,
        vat_bps=assumptions.vat_bps,
        entry_cap=entries_a_place * places,
    )


class DocumentPayer:
    """Pays by a policy document. Raises `NotModelled` for one that the lab cannot follow."""

    def __init__(self, policy: PolicyDocument, assumptions: Assumptions, key: str = "policy") -> None:
        self.key = key
        self.policy = policy
        self.entries_a_place: int | None = policy.rule(EntryCap).per_shortlist_place
        self.least_shortlisted = max(1, policy.rule(MinimumShortlist).minimum)
        self.vat_bps = assumptions.vat_bps
        terms = lab_terms(assumptions, (10_000,), 1, 1)
        self._floor_of_all = self._prize_share_bps = 0
        for rule in policy.floor_rules:
            if isinstance(rule, PrizeShareFloor):
                self._prize_share_bps = rule.share_bps
            elif isinstance(rule, SAME_FOR_ALL):
                self._floor_of_all = max(self._floor_of_all, rule.amount(terms, 1))
            else:
                raise NotModelled(f"the lab does not know the floor {rule.slug!r}")
        if policy.rule(PlatformFee).is_withheld:
            raise NotModelled("the lab does not follow a fee that is withheld from creatives")

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

    def pay(self, field: Field, outcome: Ints) -> Paid:
        policy, draw = self.policy, field.draw
        awarded, silent, cancelled = outcome == AWARDED, outcome == SILENT, outcome >= CANCELLED_OPEN
        settles = (awarded | (silent & policy.rule(Lapse).enabled) | (cancelled & policy.rule(KillFee).enabled)) & (
            field.competed > 0
        )
        floor = self.floor(draw.prizes_total, field.shortlisted) * settles
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
        rest = (self.envelope(total, field.draw.places) - floor * field.shortlisted) * (silent & ~enough)
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
        fee = bps_up(self.envelope(draw.prizes_total, draw.places) + draw.prizes_total, share)
        rest = np.maximum(fee - floor * field.shortlisted, 0)
        owed = cancelled & (field.competed >= rule.minimum_entries)
        return rest * owed, (outcome != CANCELLED_FINAL) | (field.shortlisted == 0)
