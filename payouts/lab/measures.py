"""The figures of a run: counts and sums while it lasts, and at its end what they say about fairness.

Sums are whole numbers, so that they do not depend on the order in which contests are added. Figures are defined as
on the fairness page, and count every zero.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from payouts.lab.arrays import Ints, sum_each
from payouts.lab.economy import AWARDED, SILENT
from payouts.lab.field import Field
from payouts.lab.paying import Paid, Payer


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run says about one way of paying. Amounts are minor units without VAT; shares are from 0 to 1.

    `entries` were made, `turned_away` met a full contest before any work; `entrants` made at least one.
    `mean_hour_minor` is all pay over all hours, `median_hour_minor` the median over entrants of their own pay over
    their own hours. `equal_hour_minor` is the first of these, had brands spent as much as under the policy compared
    with: a rival's pay grows in proportion to the prize. `at_minimum` is the share of entrants whose hour reaches the
    legal minimum. `gini` is of the entrants' total pay. `brand_minor`, `platform_minor` and `creatives_minor` are
    means over all contests. `take_rate` is what the platform keeps of what brands spend. `silence` is what silence
    after the shortlist would have cost the brands that awarded, over what the award cost them.
    """

    key: str
    contests: int
    entries: int
    turned_away: int
    entrants: int
    paid_share: float
    pay_an_entry_minor: float
    mean_hour_minor: float
    median_hour_minor: float
    equal_hour_minor: float
    at_minimum: float
    gini: float
    brand_minor: float
    platform_minor: float
    creatives_minor: float
    take_rate: float
    silence: float

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Tally:
    """What one way of paying has paid so far, by creative and in all."""

    def __init__(self, payer: Payer, creatives: int) -> None:
        self.payer = payer
        self.pay = np.zeros(creatives, dtype=np.int64)
        self.minutes = np.zeros(creatives, dtype=np.int64)
        self.contests = self.entries = self.paid_entries = self.turned_away = 0
        self.fee = self.contributions = self.spent_on_awards = self.spent_on_silence = 0

    def add(self, field: Field) -> None:
        """Pay a field as it ended, and once more as if the awarding brands had been silent."""
        draw = field.draw
        paid = self.payer.pay(field, draw.outcome)
        self.pay += _by_creative(draw.creative, paid.entry, len(self.pay))
        self.minutes += _by_creative(draw.creative, field.minutes, len(self.pay))
        self.contests += draw.contests
        self.entries += int(field.competes.sum())
        self.paid_entries += int((paid.entry > 0).sum())
        self.turned_away += field.turned_away
        self.fee += int(paid.fee.sum())
        self.contributions += int(paid.contributions.sum())
        awarded = draw.outcome == AWARDED
        silent = self.payer.pay(field, np.where(awarded, SILENT, draw.outcome))
        self.spent_on_awards += int(_spent(paid, draw.starts)[awarded].sum())
        self.spent_on_silence += int(_spent(silent, draw.starts)[awarded].sum())

    def figures(self, hourly_minimum_minor: int, spending_minor: float = 0) -> Figures:
        """Return the figures; `spending_minor` is what a brand spends on a contest under the policy compared with."""
        entered = self.minutes > 0
        pay, minutes = self.pay[entered], self.minutes[entered]
        hour = pay * 60 / np.maximum(minutes, 1)
        total, contests = int(pay.sum()), max(self.contests, 1)
        mean_hour = _ratio(total * 60, int(minutes.sum()))
        spent = (total + self.fee + self.contributions) / contests
        return Figures(
            key=self.payer.key,
            contests=self.contests,
            entries=self.entries,
            turned_away=self.turned_away,
            entrants=len(pay),
            paid_share=_ratio(self.paid_entries, self.entries),
            pay_an_entry_minor=_ratio(total, self.entries),
            mean_hour_minor=mean_hour,
            median_hour_minor=float(np.median(hour)) if len(hour) else 0.0,
            equal_hour_minor=mean_hour * (spending_minor / spent) if spending_minor and spent else mean_hour,
            at_minimum=_ratio(int((hour >= hourly_minimum_minor).sum()), len(pay)),
            gini=gini(pay),
            brand_minor=spent,
            platform_minor=self.fee / contests,
            creatives_minor=total / contests,
            take_rate=_ratio(self.fee, total + self.fee + self.contributions),
            silence=_ratio(self.spent_on_silence, self.spent_on_awards),
        )


def gini(amounts: Ints) -> float:
    """Return the Gini coefficient of whole amounts, zeros included: 0 if all are equal, near 1 if one has all.

    >>> gini(np.array([5, 5, 5, 5])), gini(np.array([0, 0, 0, 8])), gini(np.array([0, 0]))
    (0.0, 0.75, 0.0)
    """
    total, count = int(amounts.sum()), len(amounts)
    if not total:
        return 0.0
    weighted = int((np.sort(amounts) * np.arange(1, count + 1)).sum())
    return 2 * weighted / (count * total) - (count + 1) / count


def _by_creative(creative: Ints, amounts: Ints, size: int) -> Ints:
    # Weights are summed as floats, which are exact for whole numbers up to 2**53: far beyond any chunk.
    return np.bincount(creative, weights=amounts, minlength=size).astype(np.int64)


def _spent(paid: Paid, starts: Ints) -> Ints:
    return sum_each(paid.entry, starts) + paid.fee + paid.contributions


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
