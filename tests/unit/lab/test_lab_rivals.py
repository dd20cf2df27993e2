"""Each rival pays what its site publishes, contest by contest."""

import numpy as np
import pytest

from payouts.lab.arrays import sum_each
from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import AWARDED, CANCELLED_OPEN, SILENT, draw_block, draw_population
from payouts.lab.field import Field, make_field
from payouts.lab.rivals import RIVALS, Rival
from payouts.policy import apportion

ASSUMED = Assumptions(entrants=6, entries=9, silent_bps=3_000, cancelled_bps=3_000)
BY_KEY = {rival.key: rival for rival in RIVALS}


@pytest.fixture(scope="module")
def field() -> Field:
    draw = draw_block(ASSUMED, draw_population(ASSUMED, 2, 250), 2, 0, 250)
    return make_field(draw, entries_a_place=None, least=1)


def paid_by(rival: Rival, field: Field) -> np.ndarray:
    return rival.pay(field, field.draw.outcome).entry


def own(field: Field, outcome: int) -> list[np.ndarray]:
    """The places in the flat arrays of each contest that ended so and in which somebody competed."""
    ended = np.flatnonzero((field.draw.outcome == outcome) & (field.competed > 0))
    return [np.flatnonzero(field.contest == contest) for contest in ended]


def test_the_winner_takes_all_and_nothing_is_paid_for_silence(field: Field) -> None:
    entry = paid_by(BY_KEY["winner_take_all"], field)
    for at in own(field, AWARDED):
        assert entry[at].tolist() == [
            int(field.draw.prizes_total[field.contest[at[0]]]) * int(rank == 0) for rank in field.rank[at]
        ]
    assert not any(entry[at].any() for at in (*own(field, SILENT), *own(field, CANCELLED_OPEN)))


def test_finalists_share_fifteen_per_cent_to_the_cent(field: Field) -> None:
    entry = paid_by(BY_KEY["finalists_share"], field)
    for at in own(field, AWARDED):
        prize = int(field.draw.prizes_total[field.contest[at[0]]])
        pool = prize * 1_500 // 10_000
        shares = apportion(pool, {int(i): 1 for i in at if field.on_shortlist[i]})
        expected = {i: share + (prize - pool) * int(field.rank[i] == 0) for i, share in shares.items()}
        assert {int(i): int(entry[i]) for i in at if entry[i]} == {i: pay for i, pay in expected.items() if pay}


def test_a_guaranteed_prize_is_paid_to_the_finalists_without_a_decision(field: Field) -> None:
    entry = paid_by(BY_KEY["finalists_share"], field)
    for at in (*own(field, SILENT), *own(field, CANCELLED_OPEN)):
        heirs = [i for i in at if (field.on_shortlist if field.on_shortlist[at].any() else field.competes)[i]]
        assert entry[at].sum() == field.draw.prizes_total[field.contest[at[0]]]
        assert entry[heirs].max() - entry[heirs].min() <= 1


def test_auto_distribution_pays_the_best_rated(field: Field) -> None:
    entry = paid_by(BY_KEY["auto_distribution"], field)
    for at in own(field, SILENT):
        assert [int(i) for i in at if entry[i]] == [int(i) for i in at if field.rank[i] == 0]
    assert not any(entry[at].any() for at in own(field, CANCELLED_OPEN))


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.key)
def test_the_platform_keeps_two_fifths_of_what_is_spent(rival: Rival, field: Field) -> None:
    paid = rival.pay(field, field.draw.outcome)
    pay = sum_each(paid.entry, field.starts)
    assert np.array_equal(paid.fee, pay * 4_000 // 6_000)
    assert pay.sum() > 0
