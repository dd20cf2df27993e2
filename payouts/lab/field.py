"""Who competes in a draw under the rules of one policy, and how the entries stand: decides nothing about pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from payouts.lab.arrays import Flags, Ints, count_each, rank_each
from payouts.lab.economy import AWARDED, CANCELLED_FINAL, Draw


@dataclass(frozen=True, slots=True)
class Field:
    """A draw with its competitors. `rank` is from 0 within the contest; the shortlist is the first of them.

    `turned_away` counts the entries that a cap on entries refused: their authors are told so before they work.
    """

    draw: Draw
    competes: Flags
    competed: Ints
    rank: Ints
    shortlisted: Ints
    on_shortlist: Flags
    minutes: Ints
    turned_away: int

    @property
    def contest(self) -> Ints:
        return self.draw.contest

    @property
    def starts(self) -> Ints:
        return self.draw.starts


def make_field(draw: Draw, *, entries_a_place: int | None, least: int) -> Field:
    """Admit entries in the order of arrival until the cap, if there is one, and shortlist the best of them.

    `least` is the fewest that must be shortlisted before an award, or all who competed if they are fewer. Whoever is
    shortlisted goes on to the standard effort of the category: the work is the same under every policy.
    """
    open_still = draw.arrival <= draw.closes_at[draw.contest]
    competes = open_still
    if entries_a_place is not None:
        competes = open_still & (draw.position < (entries_a_place * draw.places)[draw.contest])
    competed = count_each(competes, draw.starts)
    decided = np.isin(draw.outcome, (AWARDED, CANCELLED_FINAL))
    wished = np.where(decided, np.maximum(draw.wished_shortlist, least), draw.wished_shortlist)
    shortlisted = np.minimum(np.minimum(wished, draw.places), competed)
    rank = rank_each(draw.merit, competes, draw.contest, draw.position)
    on_shortlist = competes & (rank < shortlisted[draw.contest])
    minutes = np.where(on_shortlist, np.maximum(draw.minutes, draw.final_minutes), draw.minutes) * competes
    return Field(
        draw, competes, competed, rank, shortlisted, on_shortlist, minutes, int(open_still.sum() - competes.sum())
    )
