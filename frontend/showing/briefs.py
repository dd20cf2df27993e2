"""Briefs in a list, each with what it is expected to pay."""

from collections.abc import Sequence
from dataclasses import dataclass

from contests.selectors.cards import ContestCard
from contests.selectors.standings import standings_of
from frontend.showing.kinds import KINDS, KindShown
from frontend.showing.standing import in_short
from frontend.showing.states import VISIBILITY, Shown, contest_state
from payouts.selectors.expected_pay import ExpectedPay, expected_pay_of


class _InWords:
    """What a card's state and kind are called."""

    __slots__ = ()
    card: ContestCard

    @property
    def state(self) -> Shown:
        return contest_state(self.card.state)

    @property
    def kind(self) -> KindShown:
        return KINDS[self.card.kind]


@dataclass(frozen=True, slots=True)
class BriefRow(_InWords):
    """All that its card is drawn of."""

    card: ContestCard
    pay: ExpectedPay | None
    standing: str
    """How its brand has dealt with others, in one line."""

    @property
    def is_open(self) -> bool:
        return self.card.state == "open"


@dataclass(frozen=True, slots=True)
class Masthead(_InWords):
    """All that the head of a contest's pages is drawn of."""

    card: ContestCard

    @property
    def visibility(self) -> Shown:
        return VISIBILITY[self.card.visibility]


def brief_rows(cards: Sequence[ContestCard]) -> list[BriefRow]:
    """One query for the pay of all, and one for their brands."""
    pay = expected_pay_of([card.id for card in cards])
    known = standings_of(card.brand.id for card in cards)
    return [BriefRow(card, pay.get(card.id), in_short(known[card.brand.id])) for card in cards]
