"""The lab does not lie: contest by contest it pays what the engine's own `settle` pays, to the cent."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import AWARDED, CANCELLED_OPEN, SILENT, Draw, draw_block, draw_population
from payouts.lab.field import Field, make_field
from payouts.lab.floors import Floors
from payouts.lab.payer import DocumentPayer
from payouts.lab.paying import NotModelled, Paid
from payouts.lab.proof import ENDINGS, first_difference
from payouts.lab.running import run_lab
from payouts.policy import FAIR_1, FAIR_1_DOCUMENT, PolicyDocument, parse_policy
from payouts.policy.fair_2 import FAIR_2

SMALL = Assumptions(entrants=6, entries=9, silent_bps=3_000, cancelled_bps=5_000, one_prize_bps=4_000)
"""Few entries, and every ending often: shortlists that are too short, prizes without a winner, no entry at all."""
GENEROUS = replace(SMALL, prize_minor=150_000)
"""Prizes at which the prize-share floor binds."""


def changed(**rules: dict[str, Any]) -> PolicyDocument:
    document = deepcopy(FAIR_1_DOCUMENT)
    for slug, changes in rules.items():
        document["rules"][slug] |= changes
    return parse_policy(document)


def drawn(assumptions: Assumptions, contests: int = 300) -> Draw:
    return draw_block(assumptions, draw_population(assumptions, 7, contests), 7, 0, contests)


POLICIES = {
    "fair 1": FAIR_1,
    "fair 2": FAIR_2,
    "absorbed, with a share for finalists": changed(prizes={"mode": "absorbed", "shared_bps": 1_500}),
    "best rated": changed(lapse={"distribution": "best_rated"}, kill_fee={"distribution": "best_rated"}),
    "silence and cancelling are free": changed(lapse={"enabled": False}, kill_fee={"enabled": False}),
    "may keep the prizes": changed(prizes={"award_may_be_none": True}, kill_fee={"minimum_entries": 5}),
    "low floors": changed(hourly_floor={"load_bps": 0}, study_floor={"share_bps": 0}, fixed_floor={"amount_minor": 1}),
    "capped low": changed(entry_cap={"per_shortlist_place": 1}, minimum_shortlist={"minimum": 0}),
}


@pytest.mark.parametrize("assumptions", [SMALL, GENEROUS], ids=["small prizes", "large prizes"])
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES.keys())
def test_every_contest_is_paid_as_the_engine_pays_it(policy: PolicyDocument, assumptions: Assumptions) -> None:
    draw = drawn(assumptions)
    assert set(draw.outcome) == set(ENDINGS)
    assert first_difference(DocumentPayer(policy, assumptions), assumptions, draw) == ""


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_a_single_cent_in_a_single_contest_is_noticed(ending: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself can fail: one cent more for one entry, in one contest of each ending."""
    draw, right = drawn(SMALL), DocumentPayer.pay

    def wrong(payer: DocumentPayer, field: Field, outcome: Any) -> Paid:
        paid = right(payer, field, outcome)
        paid.entry[np.flatnonzero((outcome == ending)[field.contest] & field.competes)[0]] += 1
        return paid

    monkeypatch.setattr(DocumentPayer, "pay", wrong)
    assert str(ENDINGS[ending]) in first_difference(DocumentPayer(FAIR_1, SMALL), SMALL, draw)


def test_the_sample_holds_every_hard_case() -> None:
    """A silent contest without a shortlist, with one that is too short, and a cancelled one that nobody entered."""
    field = make_field(drawn(SMALL), entries_a_place=4, least=3)
    silent, cancelled = field.draw.outcome == SILENT, field.draw.outcome == CANCELLED_OPEN
    assert (silent & (field.shortlisted == 0)).any()
    assert (silent & (field.shortlisted > 0) & (field.shortlisted < np.minimum(3, field.competed))).any()
    assert (silent & (field.shortlisted >= 3)).any()
    assert (cancelled & (field.competed == 0)).any()
    assert ((field.draw.outcome == AWARDED) & (field.shortlisted < (field.draw.prizes > 0).sum(axis=1))).any()
    assert field.turned_away > 0


def test_a_document_the_lab_cannot_follow_is_refused() -> None:
    with pytest.raises(NotModelled, match="withheld"):
        DocumentPayer(changed(platform_fee={"borne_by": "creative"}), SMALL)


def test_a_run_is_refused_where_the_engine_pays_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule the lab has never heard of: here, an engine that pays a higher floor than the lab believes."""
    right = Floors.floor
    monkeypatch.setattr(Floors, "floor", lambda *given: right(*given) - 1)
    with pytest.raises(NotModelled, match="the engine pays"):
        run_lab(FAIR_1, contests=10)
