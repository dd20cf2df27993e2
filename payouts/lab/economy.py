"""Draws contests: what is announced, who wants to enter, how good and how long the work is, and how it ends.

A draw knows nothing of any policy: every policy is run over the same one. Contests are drawn in blocks of a fixed
number, each from a stream of its own, so that the figures depend on the seed and never on the size of a chunk.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from payouts.lab.arrays import Flags, Floats, Ints
from payouts.lab.assumptions import Assumptions
from payouts.policy.arithmetic import BPS

BLOCK: Final = 250
"""Contests that share one stream of random numbers."""

AWARDED, SILENT, CANCELLED_OPEN, CANCELLED_SHORTLISTING, CANCELLED_FINAL = range(5)
SPLITS: Final = np.array([[10_000, 0, 0], [6_000, 2_500, 1_500]], dtype=np.int64)
"""How a prize is divided over places, in bps: one place, or three."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Some contests. The first arrays have a row for each contest, the others one for each entry that somebody wishes
    to make, in the order of arrival within its contest. Amounts are minor units, efforts whole minutes.
    """

    prizes: Ints
    places: Ints
    outcome: Ints
    wished_shortlist: Ints
    closes_at: Floats
    starts: Ints
    contest: Ints
    position: Ints
    creative: Ints
    arrival: Floats
    merit: Floats
    minutes: Ints
    final_minutes: Ints

    @property
    def prizes_total(self) -> Ints:
        total: Ints = self.prizes.sum(axis=1)
        return total

    @property
    def contests(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Population:
    """The creatives of a run: the logarithm of each one's strength."""

    strength: Floats

    @property
    def size(self) -> int:
        return len(self.strength)


def draw_population(assumptions: Assumptions, seed: int, contests: int) -> Population:
    """Draw the creatives of a run of so many contests, with a heavy tail of strength."""
    size = max(1, round(assumptions.creatives * contests))
    return Population(np.log1p(np.random.default_rng([seed, 0]).pareto(assumptions.strength_tail, size)))


def draw_block(assumptions: Assumptions, population: Population, seed: int, block: int, contests: int) -> Draw:
    """Draw the first `contests` of a block; a shorter block is not the beginning of a longer one."""
    rng = np.random.default_rng([seed, 1 + block])
    prizes = _prizes(assumptions, rng, contests)
    places = rng.integers(assumptions.places_least, assumptions.places_most + 1, contests)
    outcome, unread = _outcomes(assumptions, rng, contests)
    wished = np.where(
        np.isin(outcome, (SILENT, CANCELLED_SHORTLISTING)), rng.integers(1, places + 1), rng.integers(3, places + 1)
    )
    wished[unread | (outcome == CANCELLED_OPEN)] = 0
    crowd = rng.gamma(assumptions.entrants_shape, (assumptions.entrants - 1) / assumptions.entrants_shape, contests)
    owner = np.repeat(np.arange(contests), 1 + rng.poisson(crowd))
    # A power of a uniform number picks the busiest creatives most often, without a table of weights.
    who = (population.size * rng.random(len(owner)) ** assumptions.activity).astype(np.int64)
    each = rng.geometric(min(1.0, assumptions.entrants / assumptions.entries), len(owner))
    contest, creative = np.repeat(owner, each), np.repeat(who, each)
    arrival = rng.random(len(contest)) ** (1 / assumptions.late_arrival)
    order = np.lexsort((arrival, contest))
    sizes = np.bincount(contest, minlength=contests)
    starts = np.cumsum(sizes) - sizes
    creative = creative[order]
    return Draw(
        prizes=prizes,
        places=places,
        outcome=outcome,
        wished_shortlist=wished,
        closes_at=np.where(outcome == CANCELLED_OPEN, rng.random(contests), 1.0),
        starts=starts,
        contest=contest,
        position=np.arange(len(contest)) - starts[contest],
        creative=creative,
        arrival=arrival[order],
        # Strength plus Gumbel noise ranks entries as if each place were raffled in proportion to strength.
        merit=population.strength[creative] + rng.gumbel(size=len(contest)),
        minutes=_minutes(rng, assumptions.entry_minutes, assumptions.entry_minutes_spread, len(contest)),
        final_minutes=_minutes(rng, assumptions.effort_minutes, assumptions.effort_spread, len(contest)),
    )


def join(draws: list[Draw]) -> Draw:
    """Put blocks one after another, as one draw."""
    columns = {item.name: [getattr(draw, item.name) for draw in draws] for item in fields(Draw)}
    contests = entries = 0
    for place, draw in enumerate(draws):
        columns["contest"][place] = draw.contest + contests
        columns["starts"][place] = draw.starts + entries
        contests, entries = contests + draw.contests, entries + len(draw.contest)
    return Draw(**{name: np.concatenate(parts) for name, parts in columns.items()})


def _prizes(assumptions: Assumptions, rng: np.random.Generator, contests: int) -> Ints:
    """Draw the prizes by place, in whole units of money before they are split."""
    total = _lognormal(rng, assumptions.prize_minor / 100, assumptions.prize_spread, contests) * 100
    total = total.clip(assumptions.prize_least_minor, assumptions.prize_most_minor)
    split = SPLITS[(rng.integers(0, BPS, contests) >= assumptions.one_prize_bps).astype(np.int64)]
    prizes: Ints = total[:, None] * split // BPS
    prizes[:, 0] += total - prizes.sum(axis=1)
    return prizes


def _outcomes(assumptions: Assumptions, rng: np.random.Generator, contests: int) -> tuple[Ints, Flags]:
    """Draw how each contest ends, and which of the silent brands never make a shortlist."""
    lot = rng.integers(0, BPS, contests)
    outcome = np.full(contests, AWARDED, dtype=np.int64)
    outcome[lot < assumptions.silent_bps + assumptions.cancelled_bps] = CANCELLED_OPEN
    stage = rng.integers(0, 3, contests)
    outcome[outcome == CANCELLED_OPEN] += stage[outcome == CANCELLED_OPEN]
    outcome[lot < assumptions.silent_bps] = SILENT
    return outcome, (outcome == SILENT) & (rng.integers(0, BPS, contests) < assumptions.silent_unread_bps)


def _minutes(rng: np.random.Generator, mean: float, spread: float, size: int) -> Ints:
    return np.maximum(_lognormal(rng, mean, spread, size), 5)


def _lognormal(rng: np.random.Generator, mean: float, spread: float, size: int) -> Ints:
    """Draw whole numbers whose mean, not whose median, is as given."""
    return np.rint(rng.lognormal(np.log(mean) - spread**2 / 2, spread, size)).astype(np.int64)
