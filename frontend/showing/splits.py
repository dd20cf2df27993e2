"""An offered split as its people see it: what it would be in money, who has signed. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.selectors.splits import PartCard, SplitCard
from frontend.charts.split import KINDS, split_bar
from frontend.showing.states import Shown
from payouts.selectors.expected_pay import expected_pay_of
from payouts.selectors.team_splits import split_amounts

STATES = {
    "waiting": Shown(gettext_lazy("Waiting for signatures"), "note"),
    "signed": Shown(gettext_lazy("Signed by everybody"), "good"),
    "declined": Shown(gettext_lazy("Declined"), "warn"),
    "withdrawn": Shown(gettext_lazy("Taken back")),
    "used": Shown(gettext_lazy("Entered"), "good"),
}
SIGNED = Shown(gettext_lazy("signed"), "good")
DECLINED = Shown(gettext_lazy("declined"), "warn")
WAITING = Shown(gettext_lazy("not yet"), "note")


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One person: their look in the bars, their part, and what it would be of each amount."""

    part: PartCard
    kind: str
    state: Shown
    amounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SplitBar:
    """One amount, divided."""

    label: str | Promise
    amount_minor: int
    svg: SafeString


@dataclass(frozen=True, slots=True)
class ShownSplit:
    card: SplitCard
    state: Shown
    bars: tuple[SplitBar, ...]
    lines: tuple[SplitLine, ...]

    @property
    def names(self) -> str:
        """The others, for a choice among several offers."""
        return ", ".join(part.person.name for part in self.card.parts if not part.is_own)


def short_split(card: SplitCard) -> ShownSplit:
    """Without money, for a list."""
    return ShownSplit(card, STATES[card.state], (), _lines(card, ()))


def shown_split(card: SplitCard) -> ShownSplit:
    """With what it would be of the floor and of the first prize."""
    pay = expected_pay_of([card.contest.id]).get(card.contest.id)
    amounts: list[tuple[str, int]] = []
    if pay is not None:
        amounts.append((_("If shortlisted, at least"), pay.floor_minor))
    if card.contest.prizes:
        amounts.append((_("First prize"), card.contest.prizes[0]))
    divided = split_amounts(card.ref, [amount for _label, amount in amounts])
    order = [part.person.handle for part in card.parts]
    bars = tuple(
        SplitBar(label, amount, split_bar([parts[handle] for handle in order]))
        for (label, amount), parts in zip(amounts, divided, strict=True)
    )
    labelled = [(label, parts) for (label, _amount), parts in zip(amounts, divided, strict=True)]
    return ShownSplit(card, STATES[card.state], bars, _lines(card, labelled))


def _lines(card: SplitCard, divided: Sequence[tuple[str, dict[str, int]]]) -> tuple[SplitLine, ...]:
    return tuple(
        SplitLine(part, kind, _state(part), tuple((label, parts[part.person.handle]) for label, parts in divided))
        for part, kind in zip(card.parts, KINDS, strict=False)
    )


def _state(part: PartCard) -> Shown:
    if part.is_declined:
        return DECLINED
    return SIGNED if part.is_signed else WAITING
