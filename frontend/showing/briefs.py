"""Briefs in a list, each with what it is expected to pay."""

from collections.abc import Sequence
from dataclasses import dataclass

from contests.selectors.cards import ContestCard
from frontend.showing.kinds import KINDS, KindShown
from frontend.showing.states import Shown, contest_state
from payouts.selectors.expected_pay import ExpectedPay, expected_pay_of


@dataclass(frozen=True, slots=True)
class BriefRow:
    card: ContestCard
    pay: ExpectedPay | None
    state: Shown
    kind: KindShown

    @property
    def is_open(self) -> bool:
        return self.card.state == "open"


def brief_rows(cards: Sequence[ContestCard]) -> list[BriefRow]:
    """One query for the pay of all."""
    pay = expected_pay_of([card.id for card in cards])
    return [BriefRow(card, pay.get(card.id), contest_state(card.state), KINDS[card.kind]) for card in cards]
