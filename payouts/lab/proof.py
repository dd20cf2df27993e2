"""Settles drawn contests with the engine itself, and says where the lab differs: not by a cent, or the run is refused.

This is what lets a policy with rules that the lab has never heard of be tried at all: if such a rule pays anything in
contests like these, it shows here.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import (
    AWARDED,
    CANCELLED_FINAL,
    CANCELLED_OPEN,
    CANCELLED_SHORTLISTING,
    SILENT,
    Draw,
)
from payouts.lab.field import Field, make_field
from payouts.lab.payer import DocumentPayer
from payouts.lab.paying import NotModelled, lab_terms
from payouts.policy import EntryFacts, Facts, FactsRefused, Outcome, Stage, settle
from payouts.policy.previews import A_MOMENT

ENDINGS: Final[dict[int, tuple[Outcome, Stage | None]]] = {
    AWARDED: ("awarded", None),
    SILENT: ("lapsed", None),
    CANCELLED_OPEN: ("cancelled", "open"),
    CANCELLED_SHORTLISTING: ("cancelled", "shortlisting"),
    CANCELLED_FINAL: ("cancelled", "final"),
}


def facts_of(field: Field, contest: int) -> Facts:
    """Return one contest as the engine reads it: who competed, who was shortlisted, and the ranks of an award."""
    outcome, stage = ENDINGS[int(field.draw.outcome[contest])]
    entries = tuple(
        EntryFacts(
            f"{field.draw.position[i]:05}",
            shortlisted=bool(field.on_shortlist[i]),
            rank=int(field.rank[i]) + 1 if outcome == "awarded" and field.on_shortlist[i] else None,
            shares=(("somebody", 1),),
        )
        for i in np.flatnonzero((field.contest == contest) & field.competes)
    )
    return Facts(outcome, A_MOMENT, entries, stage)


def first_difference(payer: DocumentPayer, assumptions: Assumptions, draw: Draw) -> str:
    """Pay a draw by the lab and by the engine, and return the first difference in words; empty if there is none."""
    field = make_field(draw, entries_a_place=payer.entries_a_place, least=payer.least_shortlisted)
    paid = payer.pay(field, draw.outcome)
    for contest in range(draw.contests):
        prizes = tuple(int(prize) for prize in draw.prizes[contest] if prize)
        terms = lab_terms(assumptions, prizes, int(draw.places[contest]), payer.entries_a_place or 0)
        try:
            settlement = settle(payer.policy, terms, facts_of(field, contest))
        except FactsRefused as refusal:
            return f"contest {contest}: the engine refuses it: {refusal}"
        engine: Counter[str] = Counter()
        for payable in settlement.payables:
            engine[payable.entry_id] += payable.amount_minor
        own = np.flatnonzero((field.contest == contest) & (paid.entry != 0))
        lab = {f"{draw.position[i]:05}": int(paid.entry[i]) for i in own}
        charges = (int(paid.fee[contest]), int(paid.tax[contest] + paid.contributions[contest]))
        if (lab, charges) != (dict(engine), (settlement.fee_minor, settlement.tax_minor)):
            return (
                f"contest {contest} ({ENDINGS[int(draw.outcome[contest])]}): the lab pays {sum(lab.values())} and "
                f"charges {charges}, the engine pays {engine.total()} and charges "
                f"{(settlement.fee_minor, settlement.tax_minor)}"
            )
    return ""


def prove(payer: DocumentPayer, assumptions: Assumptions, draw: Draw) -> None:
    """Raise `NotModelled` if the lab and the engine differ anywhere in a draw."""
    if difference := first_difference(payer, assumptions, draw):
        raise NotModelled(difference)
